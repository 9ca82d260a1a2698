from __future__ import annotations

from django.urls import path

from tulga.meetings import views

urlpatterns = [
    path("meetings/", views.MeetingList.as_view(), name="meeting_list"),
    path("meetings/new/", views.MeetingCreate.as_view(), name="meeting_create"),
    path("meetings/<slug:code>/", views.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<slug:code>/edit/", views.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<slug:code>/bodies/new/", views.ParticipationAdd.as_view(), name="participation_add"),
    path("meetings/<slug:code>/sessions/new/", views.SessionOpen.as_view(), name="session_open"),
    path("meetings/<slug:code>/sessions/<int:number>/", views.SessionDetail.as_view(), name="session_detail"),
    path("meetings/<slug:code>/sessions/<int:number>/members/", views.SessionMembers.as_view(), name="session_members"),
]
