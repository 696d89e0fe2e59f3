"""The addresses of filing: returns, deadlines, coverage."""

from django.urls import path

from reports.views import coverage, filing, returning

FILING = [
    path("reports/<int:pk>/return/", returning.report_return, name="report-return"),
    path("returns/<int:pk>/answer/", returning.return_answer, name="return-answer"),
    path("returns/<int:pk>/close/", returning.return_close, name="return-close"),
    path("coverage/", coverage.filed, name="coverage"),
    path("coverage/xlsx/", coverage.filed_workbook, name="coverage-workbook"),
    path("coverage/indicators/", coverage.values, name="coverage-values"),
    path("coverage/indicators/xlsx/", coverage.values_workbook, name="coverage-values-workbook"),
    path("coverage/deadlines/", filing.deadlines, name="deadlines"),
    path("coverage/deadlines/<int:pk>/move/", filing.deadline_move, name="deadline-move"),
    path("coverage/deadlines/<int:pk>/drop/", filing.deadline_drop, name="deadline-drop"),
    path("coverage/exemptions/", filing.exemptions, name="exemptions"),
    path("coverage/exemptions/<int:pk>/drop/", filing.exemption_drop, name="exemption-drop"),
]
