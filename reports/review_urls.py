"""The addresses of the review: the desk, groups of figures, letters, suggested names. Part of ``reports.urls``."""

from django.urls import path

from reports.views import aliases, assigning, desk, groups, letters

REVIEW = [
    path("review/", desk.ReviewQueue.as_view(), name="review-queue"),
    path("review/undo/", desk.undo, name="review-undo"),
    path("review/alike/", groups.groups, name="review-groups"),
    path("review/alike/claims/", groups.group, name="review-group"),
    path("review/<int:pk>/", desk.item, name="review-item"),
    path("review/<int:pk>/correct/", desk.correct, name="review-correct"),
    path("review/<int:pk>/accept/", desk.decide, {"verb": "accept"}, name="review-accept"),
    path("review/<int:pk>/reject/", desk.decide, {"verb": "reject"}, name="review-reject"),
    path("review/<int:pk>/aside/", desk.decide, {"verb": "aside"}, name="review-aside"),
    path("review/<int:pk>/choose/", desk.decide, {"verb": "choose"}, name="review-choose"),
    path("reports/<int:pk>/selection/", desk.selection, name="report-selection"),
    path("reports/<int:pk>/figures/<int:start>-<int:end>/", assigning.figure_assign, name="figure-assign"),
    path("reports/<int:pk>/figures/<int:start>-<int:end>/desk/", assigning.desk_assign, name="desk-assign"),
    path("reports/<int:pk>/letter/", letters.draft, name="letter-draft"),
    path("letters/", letters.letter_list, name="letter-list"),
    path("letters/<int:pk>/", letters.letter_detail, name="letter-detail"),
    path("letters/<int:pk>/docx/", letters.docx, name="letter-docx"),
    path("letters/<int:pk>/sent/", letters.sent, name="letter-sent"),
    path("catalogue/names/", aliases.suggestion_list, name="suggestion-list"),
    path("catalogue/names/<int:pk>/", aliases.suggestion_decide, name="suggestion-decide"),
]
