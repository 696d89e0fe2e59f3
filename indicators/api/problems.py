"""What an API answers when it cannot: RFC 9457 problem details, with one sentence in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from indicators.api import limits


class Problem(Exception):
    """The request cannot be answered: the status, and the sentence that says why and what to do."""

    def __init__(self, status: int, detail: str, parameter: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter


def respond(problem: Problem, **headers: str) -> HttpResponse:
    """The problem as application/problem+json."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.parameter:
        body["parameter"] = problem.parameter
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=problem.status, content_type="application/problem+json", headers=headers)


def not_signed_in() -> HttpResponse:
    """For who sends neither a token nor the cookie of a session."""
    words = _("请登录，或在 Authorization 头中以 Bearer 方式带上接口令牌；令牌在“我的账号”中新建。")
    return respond(Problem(401, words), **{"WWW-Authenticate": "Bearer"})


def not_known() -> HttpResponse:
    """For a token that never was, has ended or was revoked: which of the three is nobody's business."""
    words = _("接口令牌无效、已过期或已停用；请在“我的账号”中新建一个。")
    return respond(Problem(401, words), **{"WWW-Authenticate": 'Bearer error="invalid_token"'})


def endpoint(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view of the API: for reading only, within the limit of requests, with problems told as JSON."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return respond(Problem(405, _("接口只供读取，请用 GET。")), Allow="GET, HEAD")
        if wait := limits.wait_for(request.user.pk):
            words = _("请求过于频繁，请在 %(seconds)s 秒后再试。") % {"seconds": wait}
            return respond(Problem(429, words), **{"Retry-After": str(wait)})
        try:
            return view(request)
        except Problem as problem:
            return respond(problem)

    return answer
