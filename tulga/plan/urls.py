from __future__ import annotations

from django.urls import path

from tulga.plan import views

urlpatterns = [
    path("", views.PlanList.as_view(), name="plan_list"),
    path("new/", views.PlanCreate.as_view(), name="plan_create"),
    path("activities/choices/", views.ActivityChoices.as_view(), name="activity_choices"),
    path("<slug:code>/", views.PlanDetail.as_view(), name="plan_detail"),
    path("<slug:code>/edit/", views.PlanEdit.as_view(), name="plan_edit"),
    path("<slug:code>/items/new/", views.ItemCreate.as_view(), name="item_create"),
    path("<slug:code>/activities/new/", views.ActivityCreate.as_view(), name="activity_create"),
    path("items/<int:pk>/edit/", views.ItemEdit.as_view(), name="item_edit"),
    path("activities/<int:pk>/", views.ActivityDetail.as_view(), name="activity_detail"),
    path("activities/<int:pk>/edit/", views.ActivityEdit.as_view(), name="activity_edit"),
    path("activities/<int:pk>/status/", views.ReportStatus.as_view(), name="report_status"),
]
