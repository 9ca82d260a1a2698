from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThreadConfig(AppConfig):
    name = "tulga.thread"
    verbose_name = _("thread")
