from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tulga.documents.choices import Kind
from tulga.documents.querysets import LetterTemplateQuerySet
from tulga.kit.classification import DataClass


def random_name() -> str:
    """128 bits: no address and no path can be guessed from another."""
    return secrets.token_hex(16)


class Document(models.Model):
    """A stored file. Who may have it is decided by the record that owns it."""

    public_name = models.CharField(_("public name"), max_length=32, unique=True, default=random_name, editable=False)
    original_name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    byte_size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    is_sanitised = models.BooleanField(_("stripped of hidden data"))
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="uploaded_documents",
        verbose_name=_("uploaded by"),
    )

    # The file itself has the class of the record that owns it.
    data_classes: ClassVar[dict[str, DataClass]] = {
        "id": DataClass.C0,
        "public_name": DataClass.C1,
        "original_name": DataClass.C1,
        "kind": DataClass.C1,
        "byte_size": DataClass.C1,
        "sha256": DataClass.C1,
        "is_sanitised": DataClass.C1,
        "uploaded_at": DataClass.C1,
        "uploaded_by": DataClass.C1,
    }

    class Meta:
        ordering: ClassVar = ["-uploaded_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["uploaded_by", "uploaded_at"], name="document_by_person_and_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="document_kind_known"),
            models.CheckConstraint(condition=Q(byte_size__gt=0), name="document_not_empty"),
        ]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.original_name


class LetterTemplate(models.Model):
    """A Word template that one kind of letter, in one language, is written on until it is replaced or withdrawn."""

    kind = models.CharField(_("kind of letter"), max_length=60)
    language = models.CharField(_("language"), max_length=8)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="letter_templates")
    put_in_use_at = models.DateTimeField(_("in use since"), auto_now_add=True)
    put_in_use_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="letter_templates"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = LetterTemplateQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "kind", "language", "document", "put_in_use_at", "put_in_use_by", "withdrawn_at"], DataClass.C1
    )

    class Meta:
        ordering: ClassVar = ["kind", "language", "-put_in_use_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "language"], condition=Q(withdrawn_at=None), name="letter_template_one_in_use"
            ),
        ]
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"
