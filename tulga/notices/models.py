from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.notices.querysets import NoticeQuerySet


class Notice(models.Model):
    """One line that tells one person what waits for them. Its subject repeats only what that person may read."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=60)
    subject = I18nTextField(_("subject"))
    url_path = models.CharField(_("address"), max_length=500)
    once_key = models.CharField(max_length=200, editable=False)
    created_at = models.DateTimeField(_("told at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    mail_queued_at = models.DateTimeField(_("e-mail queued at"), null=True, blank=True)
    mail_started_at = models.DateTimeField(_("e-mail begun at"), null=True, blank=True)
    mail_sent_at = models.DateTimeField(_("e-mail sent at"), null=True, blank=True)
    mail_next_at = models.DateTimeField(_("e-mail tried next at"), null=True, blank=True)
    mail_failures = models.PositiveSmallIntegerField(_("failures of the e-mail"), default=0)
    mail_problem = models.CharField(_("last failure of the e-mail"), max_length=100, blank=True, default="")

    objects = NoticeQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        "id": DataClass.C0,
        "recipient": DataClass.C1,
        "kind": DataClass.C1,
        "subject": DataClass.C1,
        "url_path": DataClass.C1,
        "once_key": DataClass.C1,
        "created_at": DataClass.C1,
        "read_at": DataClass.C1,
        "mail_queued_at": DataClass.C1,
        "mail_started_at": DataClass.C1,
        "mail_sent_at": DataClass.C1,
        "mail_next_at": DataClass.C1,
        "mail_failures": DataClass.C1,
        "mail_problem": DataClass.C1,
    }

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_by_person"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["mail_next_at"], condition=Q(mail_sent_at__isnull=True), name="notice_mail_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "once_key"], name="notice_once_per_person"),
            models.CheckConstraint(
                condition=Q(mail_sent_at__isnull=True) | Q(mail_started_at__isnull=False), name="notice_sent_was_begun"
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)

    def get_absolute_url(self) -> str:
        return address(self.url_path)


def address(url_path: str) -> str:
    """The stored address in the reader's language: it was written in the language of whoever acted."""
    wanted = translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(translation.get_language_from_path(url_path)):
        return translate_url(url_path, wanted)
