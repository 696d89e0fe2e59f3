"""Mozilla's HTTP Observatory as its published scheme scores an answer's headers: from 100 down for what is missing,
and up for what goes beyond, where at least 90 are left.

Source: "Tests & Scoring" of the HTTP Observatory (github.com/mdn/yari, copy/observatory/tests_and_scoring.md). Judged
is what one answer over https tells; certificates, preload lists and redirections from http are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import HttpResponse

PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
HALF_A_YEAR = 15_768_000


def score_of(response: HttpResponse) -> tuple[int, dict[str, int]]:
    """The score of the answer, and what each test gave."""
    headers = response.headers
    given = {
        "csp": _csp(headers), "hsts": _hsts(headers), "nosniff": _nosniff(headers), "frames": _frames(headers),
        "referrer": _referrer(headers), "corp": _corp(headers), "cors": _cors(headers), "cookies": _cookies(response),
    }  # fmt: skip
    base = 100 + sum(points for points in given.values() if points < 0)
    return (base + sum(points for points in given.values() if points > 0) if base >= 90 else base), given


def parse_policy(headers: Mapping[str, str]) -> dict[str, list[str]]:
    """The directives of the content security policy."""
    parts = [part.split() for part in headers.get("Content-Security-Policy", "").split(";")]
    return {part[0].lower(): part[1:] for part in parts if part}


def _csp(headers: Mapping[str, str]) -> int:
    policy = parse_policy(headers)
    if not policy:
        return -25
    fallback = policy.get("default-src")
    scripts, objects = policy.get("script-src", fallback), policy.get("object-src", fallback)
    broad = {"'unsafe-inline'", "data:", "https:", "http:", "*"}
    if scripts is None or objects is None or broad & set(scripts) or broad & set(objects):
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if any(source.startswith("http:") for sources in policy.values() for source in sources):
        return -20
    styles = [
        source for name, sources in policy.items() if name.startswith("style-src") for source in sources
    ]
    if broad & set(styles or fallback or []):
        return 0
    return 10 if fallback == ["'none'"] else 5


def _hsts(headers: Mapping[str, str]) -> int:
    age = re.match(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if not age:
        return -20
    return 0 if int(age[1]) >= HALF_A_YEAR else -10


def _nosniff(headers: Mapping[str, str]) -> int:
    return 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5


def _frames(headers: Mapping[str, str]) -> int:
    if "frame-ancestors" in parse_policy(headers):
        return 5
    return 0 if headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"} else -20


def _referrer(headers: Mapping[str, str]) -> int:
    policy = headers.get("Referrer-Policy")
    if policy is None:
        return 0
    return 5 if policy in PRIVATE else -5


def _corp(headers: Mapping[str, str]) -> int:
    return {None: 0, "same-origin": 0, "same-site": 0}.get(headers.get("Cross-Origin-Resource-Policy"), -20)


def _cors(headers: Mapping[str, str]) -> int:
    return -50 if headers.get("Access-Control-Allow-Origin") == "*" else 0


def _cookies(response: HttpResponse) -> int:
    """Every cookie of ours counts as a session's: none need be read by scripts."""
    cookies = list(response.cookies.values())
    if not cookies:
        return 0
    if any(not cookie["secure"] for cookie in cookies):
        return -40
    if any(not cookie["httponly"] for cookie in cookies):
        return -30
    return 5 if all(cookie["samesite"] in {"Lax", "Strict"} for cookie in cookies) else -20
