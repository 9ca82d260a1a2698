from __future__ import annotations

from django.urls import path

from tulga.places import views

urlpatterns = [
    path("", views.PlaceList.as_view(), name="place_list"),
    path("choices/", views.PlaceChoices.as_view(), name="place_choices"),
    path("<slug:code>/", views.PlaceDetail.as_view(), name="place_detail"),
]
