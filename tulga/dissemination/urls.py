from __future__ import annotations

from django.urls import path

from tulga.dissemination import views

urlpatterns = [
    path("releases/", views.ReleaseList.as_view(), name="release_list"),
    path("releases/new/", views.ReleaseCreate.as_view(), name="release_create"),
    path("releases/<int:pk>/", views.ReleaseDetail.as_view(), name="release_detail"),
    path("releases/<int:pk>/edit/", views.ReleaseEdit.as_view(), name="release_edit"),
    path("releases/<int:pk>/approve/", views.ReleaseApprove.as_view(), name="release_approve"),
    path("releases/<int:pk>/withdraw/", views.ReleaseWithdraw.as_view(), name="release_withdraw"),
]
