"""The addresses of reports, claims, work items and findings."""

from django.urls import path

from reports.filing_urls import FILING
from reports.ledger_urls import LEDGER
from reports.review_urls import REVIEW
from reports.views import (
    decisions,
    following,
    history,
    lists,
    placing,
    receipt,
    releasing,
    report,
    rulings,
    self_check,
    succession,
    upload,
)

app_name = "reports"
urlpatterns = [
    path("reports/", lists.ReportList.as_view(), name="report-list"),
    path("reports/upload/", upload.upload, name="report-upload"),
    path("reports/self-check/", self_check.page, name="self-check"),
    path("reports/<int:pk>/", report.report_detail, name="report-detail"),
    path("reports/<int:pk>/card/", report.report_card, name="report-card"),
    path("reports/<int:pk>/original/", report.report_original, name="report-original"),
    path("reports/<int:pk>/receipt/", receipt.page, name="report-receipt"),
    path("reports/<int:pk>/receipt/xlsx/", receipt.workbook, name="report-receipt-workbook"),
    path("reports/<int:pk>/compare/<int:other>/", succession.compare, name="report-compare"),
    path("reports/<int:pk>/supersede/<int:other>/", succession.supersede, name="report-supersede"),
    path("reports/<int:pk>/predecessor/", succession.choose_predecessor, name="report-predecessor"),
    path("reports/<int:pk>/restore/", succession.restore, name="report-restore"),
    path("twins/<int:pk>/keep/", succession.keep_both, name="twin-keep"),
    path("twins/<int:pk>/withdraw/", succession.withdraw_duplicate, name="twin-withdraw"),
    path("reports/<int:pk>/retry/", report.report_retry, name="report-retry"),
    path("reports/<int:pk>/cancel/", report.report_cancel, name="report-cancel"),
    path("reports/<int:pk>/accept-all/", decisions.report_accept_all, name="report-accept-all"),
    path("reports/<int:pk>/place/", placing.report_place, name="report-place"),
    path("reports/<int:pk>/publish/", releasing.report_publish, name="report-publish"),
    path("publishing/", releasing.release_list, name="release-list"),
    path("publishing/policy/", releasing.policy, name="policy"),
    path("claims/<int:pk>/accept/", decisions.claim_accept, name="claim-accept"),
    path("claims/<int:pk>/correct/", decisions.claim_correct, name="claim-correct"),
    path("claims/<int:pk>/reject/", decisions.claim_reject, name="claim-reject"),
    path("claims/<int:pk>/reopen/", decisions.claim_reopen, name="claim-reopen"),
    path("claims/<int:pk>/history/", history.claim_history, name="claim-history"),
    path("work-items/", lists.WorkItemList.as_view(), name="work-item-list"),
    path("work-items/xlsx/", following.workbook, name="work-item-workbook"),
    path("work-items/board/", following.board, name="work-item-board"),
    path("work-items/<int:pk>/", following.item, name="work-item-detail"),
    path("findings/", lists.FindingList.as_view(), name="finding-list"),
    path("findings/<int:pk>/rule/", rulings.finding_rule, name="finding-rule"),
    path("findings/<int:pk>/unrule/", rulings.finding_unrule, name="finding-unrule"),
    *REVIEW,
    *FILING,
    *LEDGER,
]
