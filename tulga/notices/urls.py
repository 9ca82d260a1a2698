from __future__ import annotations

from django.urls import path

from tulga.notices import views

urlpatterns = [
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    path("notices/<int:pk>/", views.OpenNotice.as_view(), name="notice_open"),
    path("notices/post/", views.Post.as_view(), name="post"),
    path("notices/post/again/", views.PostAgain.as_view(), name="post_again"),
    path("notices/read/", views.MarkAllRead.as_view(), name="notices_mark_read"),
]
