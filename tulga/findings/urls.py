from __future__ import annotations

from django.urls import path

from tulga.findings import views

urlpatterns = [
    path("", views.AssessmentList.as_view(), name="assessment_list"),
    path("new/", views.AssessmentCreate.as_view(), name="assessment_create"),
    path("of-all/choices/", views.FindingChoices.as_view(), name="finding_choices"),
    path("<slug:code>/", views.AssessmentDetail.as_view(), name="assessment_detail"),
    path("<slug:code>/edit/", views.AssessmentEdit.as_view(), name="assessment_edit"),
    path("<slug:code>/new/", views.FindingCreate.as_view(), name="finding_create"),
    path("<slug:code>/<finding_number:number>/revise/", views.FindingRevise.as_view(), name="finding_revise"),
]
