from __future__ import annotations

from django.urls import path

from tulga.agencies import views

urlpatterns = [
    path("", views.AgencyList.as_view(), name="agency_list"),
    path("new/", views.CreateAgency.as_view(), name="agency_create"),
    path("choices/", views.AgencyChoices.as_view(), name="agency_choices"),
    path("hotlines/", views.hotline_list, name="hotline_list"),
    path("hotlines/<slug:number>/call/", views.VerifyHotline.as_view(), name="hotline_verify"),
    path("<slug:code>/", views.AgencyDetail.as_view(), name="agency_detail"),
    path("<slug:code>/edit/", views.EditAgency.as_view(), name="agency_edit"),
    path("<slug:code>/end/", views.EndAgency.as_view(), name="agency_end"),
]
