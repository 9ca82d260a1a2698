from __future__ import annotations

from django.urls import path

from tulga.documents import views

OF_TEMPLATE = "letters/templates/<str:kind>/<slug:language>/"

urlpatterns = [
    path("letters/templates/", views.LetterTemplateList.as_view(), name="letter_template_list"),
    path(f"{OF_TEMPLATE}file/", views.LetterTemplateFile.as_view(), name="letter_template_file"),
    path(f"{OF_TEMPLATE}replace/", views.LetterTemplateReplace.as_view(), name="letter_template_replace"),
    path(f"{OF_TEMPLATE}withdraw/", views.LetterTemplateWithdraw.as_view(), name="letter_template_withdraw"),
]
