from __future__ import annotations

from django.urls import path

from tulga.desk import views

urlpatterns = [path("desk/", views.Desk.as_view(), name="desk")]
