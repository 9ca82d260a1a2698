from __future__ import annotations

from django.urls import path

from tulga.plan import views

urlpatterns = [
    path("", views.PlanList.as_view(), name="plan_list"),
    path("new/", views.PlanCreate.as_view(), name="plan_create"),
    path("activities/choices/", views.ActivityChoices.as_view(), name="activity_choices"),
    path("editions/<int:pk>/", views.EditionDetail.as_view(), name="plan_edition"),
    path("editions/<int:pk>/edit/", views.EditionEdit.as_view(), name="edition_edit"),
    path("editions/<int:pk>/items/new/", views.ItemCreate.as_view(), name="item_create"),
    path("editions/<int:pk>/activities/new/", views.ActivityCreate.as_view(), name="activity_create"),
    path("items/<int:pk>/edit/", views.ItemEdit.as_view(), name="item_edit"),
    path("activities/<int:pk>/", views.ActivityDetail.as_view(), name="activity_detail"),
    path("activities/<int:pk>/status/", views.ReportStatus.as_view(), name="report_status"),
    path("entries/<int:pk>/", views.EntryDetail.as_view(), name="entry_detail"),
    path("entries/<int:pk>/edit/", views.EntryEdit.as_view(), name="entry_edit"),
    path("<slug:code>/", views.PlanDetail.as_view(), name="plan_detail"),
    path("<slug:code>/edit/", views.PlanEdit.as_view(), name="plan_edit"),
]
