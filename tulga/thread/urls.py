from __future__ import annotations

from django.urls import path

from tulga.thread import views

urlpatterns = [
    path("recommendations/<int:pk>/", views.RecommendationDetail.as_view(), name="recommendation_detail"),
    path("threads/<slug:kind>/<int:pk>/", views.RecordThread.as_view(), name="record_thread"),
    path("threads/<slug:kind>/<int:pk>/dossier/", views.Dossier.as_view(), name="dossier"),
]
