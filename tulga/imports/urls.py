from __future__ import annotations

from django.urls import path

from tulga.imports import views

urlpatterns = [
    path("", views.ImportList.as_view(), name="import_list"),
    path("new/<slug:target>/", views.StartImport.as_view(), name="import_start"),
    path("<int:pk>/", views.ImportDetail.as_view(), name="import_detail"),
    path("<int:pk>/correct/", views.CorrectImport.as_view(), name="import_correct"),
    path("<int:pk>/preview/", views.PreviewImport.as_view(), name="import_preview"),
    path("<int:pk>/doubts/", views.AnswerDoubts.as_view(), name="import_doubts"),
    path("<int:pk>/apply/", views.ApplyImport.as_view(), name="import_apply"),
    path("<int:pk>/cancel/", views.CancelImport.as_view(), name="import_cancel"),
    path("<int:pk>/again/", views.TryAgain.as_view(), name="import_again"),
    path("<int:pk>/file/", views.ImportFile.as_view(), name="import_file"),
]
