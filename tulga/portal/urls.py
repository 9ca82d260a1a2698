from __future__ import annotations

from django.urls import path

from tulga.portal import views

urlpatterns = [
    path("", views.Front.as_view(), name="front"),
    path("recommended/", views.PublicRecommendationList.as_view(), name="public_recommendation_list"),
    path("recommended/<slug:reference>/", views.PublicRecommendation.as_view(), name="public_recommendation"),
    path("planned/", views.PublicPlanList.as_view(), name="public_plan_list"),
    path("planned/<slug:code>/", views.PublicPlan.as_view(), name="public_plan"),
    path("planned/<slug:code>/file.<str:format>", views.PublicPlanFile.as_view(), name="public_plan_file"),
    path("planned/<slug:code>/<int:pk>/", views.PublicActivity.as_view(), name="public_activity"),
    path("released/", views.PublicReleaseList.as_view(), name="public_release_list"),
    path("released/feed.atom", views.PublicFeed.as_view(), name="public_feed"),
    path("released/<slug:slug>/", views.PublicRelease.as_view(), name="public_release"),
    path("released/<slug:slug>.json", views.PublicReleaseJson.as_view(), name="public_release_json"),
    path("met/", views.PublicMeetingList.as_view(), name="public_meeting_list"),
    path("bodies/", views.PublicBodyList.as_view(), name="public_body_list"),
    path("met/<slug:code>/", views.PublicMeeting.as_view(), name="public_meeting"),
    path("verify/", views.VerifyCode.as_view(), name="verify"),
    path("verify/<str:code>/", views.VerifyOrder.as_view(), name="verify_order"),
    path("met/<slug:code>/calendar.ics", views.PublicMeetingCalendar.as_view(), name="public_meeting_calendar"),
    path("answered/", views.PublicAnsweredList.as_view(), name="public_answered_list"),
    path("answered/<slug:code>/", views.PublicAnswered.as_view(), name="public_answered"),
    path("answered/<slug:code>/file.<str:format>", views.PublicAnsweredFile.as_view(), name="public_answered_file"),
    path("estimates/", views.PublicEstimateList.as_view(), name="public_estimate_list"),
    path("about/", views.About.as_view(), name="public_about"),
    path("leave/", views.quick_exit, name="quick_exit"),
]
