from __future__ import annotations

from django.urls import path

from tulga.answers import views

urlpatterns = [
    path("gaps/", views.Gap.as_view(), name="gap_list"),
    path("gaps/activities/", views.UnaskedActivities.as_view(), name="gap_activities"),
    path("gaps/repeated/", views.RepeatedFindings.as_view(), name="gap_repeated"),
    path("answering/choices/", views.AnswerChoices.as_view(), name="answering_choices"),
    path("links/<int:pk>/edit/", views.LinkEdit.as_view(), name="link_edit"),
    # A finding's own page stands here, because it shows what answers it, and an activity's, because of what it answers.
    path("plans/activities/<int:pk>/", views.ActivityWithFindings.as_view(), name="activity_detail"),
    path("findings/<slug:code>/<finding_number:number>/", views.FindingWithAnswers.as_view(), name="finding_detail"),
    path(
        "findings/<slug:code>/<finding_number:number>/answers/new/",
        views.AnswerFinding.as_view(),
        name="finding_answer",
    ),
    path("findings/<slug:code>/answers/publish/", views.PublishAnswers.as_view(), name="assessment_publish_answers"),
    path("findings/<slug:code>/answers/withdraw/", views.WithdrawAnswers.as_view(), name="assessment_withdraw_answers"),
]
