"""From drafts to what all may see: what waits to be published, what a report would change, and the bureau's rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from reports import access, policies, releasing
from reports.errors import ServiceError
from reports.forms import PolicyForm
from reports.models import Policy
from reports.tables import DraftTable


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    access.require_review(request.user)
    table = DraftTable(access.visible_reports(request.user).with_drafts().without_text())
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    return render(request, "reports/release_list.html", {"table": table, "policy": Policy.current()})


@require_http_methods(["GET", "HEAD", "POST"])
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report(request.user, pk)
    access.require_review(request.user)
    if request.method != "POST":
        page = releasing.preview(report)
        return render(request, "reports/report_publish.html", {"report": report, "page": page})
    try:
        count = releasing.publish_report(report=report, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("reports:report-publish", pk)
    words = ngettext("已发布 %(count)d 个数值。", "已发布 %(count)d 个数值。", count)
    told = words % {"count": count}
    if report.region_id:
        place = f"{reverse('indicators:overview')}?region={report.region_id}"
        told = format_html('{} <a href="{}">{}</a>', told, place, _("地区总览"))
    messages.success(request, told)
    return redirect("reports:release-list")


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    access.require(access.can_set_policy(request.user))
    form = PolicyForm(request.POST or None, instance=Policy.current())
    if form.is_valid():
        policies.set_policy(by=request.user, **form.cleaned_data)
        messages.success(request, _("发布规则已保存，从下一份报告起生效。"))
        return redirect("reports:policy")
    return render(request, "reports/policy.html", {"form": form}, status=422 if form.is_bound else 200)
