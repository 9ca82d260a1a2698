from __future__ import annotations

from django.urls import path

from tulga.evidence import views

urlpatterns = [
    path("estimates/", views.EstimateList.as_view(), name="estimate_list"),
    path("estimates/new/", views.EstimateCreate.as_view(), name="estimate_create"),
    path("estimates/<str:public_id>/", views.EstimateDetail.as_view(), name="estimate_detail"),
    path("estimates/<str:public_id>/publish/", views.EstimatePublish.as_view(), name="estimate_publish"),
    path("estimates/<str:public_id>/withdraw/", views.EstimateWithdraw.as_view(), name="estimate_withdraw"),
    path("estimates/<str:public_id>/discard/", views.EstimateDiscard.as_view(), name="estimate_discard"),
    path("tables/", views.ProtectedList.as_view(), name="protected_list"),
    path("tables/new/", views.ProtectedCreate.as_view(), name="protected_create"),
    path("tables/<str:public_id>/", views.ProtectedDetail.as_view(), name="protected_detail"),
    path("tables/<str:public_id>/table.csv", views.ProtectedDownload.as_view(), name="protected_download"),
    path("tables/<str:public_id>/discard/", views.ProtectedDiscard.as_view(), name="protected_discard"),
]
