from __future__ import annotations

from django.urls import path

from tulga.desk import views

urlpatterns = [
    path("desk/", views.Desk.as_view(), name="desk"),
    path("desk/state/", views.StateOfThings.as_view(), name="state_of_things"),
    path("desk/calendar/", views.OwnCalendar.as_view(), name="own_calendar"),
    path("desk/calendar/withdraw/", views.WithdrawCalendar.as_view(), name="own_calendar_withdraw"),
    path("calendar/<str:token>.ics", views.DeadlineFeed.as_view(), name="deadline_feed"),
    path("desk/times/", views.StepTimeList.as_view(), name="step_time_list"),
    path("desk/times/<slug:step>/", views.StepTimeEdit.as_view(), name="step_time_edit"),
]
