"""The addresses of the ledger of promises. Part of ``reports.urls``."""

from django.urls import path

from reports.views import ledger

LEDGER = [
    path("ledger/", ledger.offices, name="ledger"),
    path("ledger/xlsx/", ledger.workbook, name="ledger-workbook"),
    path("ledger/csv/", ledger.lines, name="ledger-csv"),
    path("ledger/promises/<int:pk>/", ledger.promise, name="ledger-promise"),
    path("ledger/promises/<int:pk>/undo/", ledger.undo, name="ledger-undo"),
    path("ledger/<slug:code>/", ledger.office, name="ledger-office"),
]
