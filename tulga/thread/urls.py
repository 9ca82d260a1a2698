from __future__ import annotations

from django.urls import path

from tulga.thread import views

urlpatterns = [
    path("recommendations/<int:pk>/", views.RecommendationDetail.as_view(), name="recommendation_detail"),
]
