from __future__ import annotations

from django.urls import path

from tulga.findings.views import browsing, entering, following

urlpatterns = [
    path("", browsing.AssessmentList.as_view(), name="assessment_list"),
    path("new/", entering.AssessmentCreate.as_view(), name="assessment_create"),
    path("all/", browsing.FindingList.as_view(), name="finding_list"),
    path("all/choices/", browsing.FindingChoices.as_view(), name="finding_choices"),
    path("themes/", browsing.ThemeList.as_view(), name="theme_list"),
    path("themes/<slug:theme>/", browsing.ThemeDetail.as_view(), name="theme_detail"),
    path("years/", browsing.YearList.as_view(), name="finding_years"),
    path("tiers/", browsing.TierList.as_view(), name="tier_list"),
    path("<slug:code>/", browsing.AssessmentDetail.as_view(), name="assessment_detail"),
    path("<slug:code>/edit/", entering.AssessmentEdit.as_view(), name="assessment_edit"),
    path("<slug:code>/document/", browsing.AssessmentDocument.as_view(), name="assessment_document"),
    path("<slug:code>/new/", entering.FindingCreate.as_view(), name="finding_create"),
    path("<slug:code>/<finding_number:number>/revise/", entering.FindingRevise.as_view(), name="finding_revise"),
    path("<slug:code>/<finding_number:number>/outcome/", following.OutcomeTell.as_view(), name="outcome_tell"),
    path("<slug:code>/<finding_number:number>/repeats/", following.RepetitionTie.as_view(), name="repetition_tie"),
]
