from __future__ import annotations

import factory
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile

from tulga.documents.models import Document
from tulga.kit.actor import Actor


class DocumentFactory(factory.django.DjangoModelFactory[Document]):
    """A record of a PDF; no file on the disk."""

    class Meta:
        model = Document

    original_name = "scan.pdf"
    kind = "pdf"
    byte_size = 1
    sha256 = "0" * 64
    is_sanitised = False


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    """As an importer or an interface may hand it over: past the cleaning that Django does of a browser's name."""
    upload = SimpleUploadedFile("x", content)
    vars(upload)["_name"] = name
    return upload


def person(address: str = "bat@example.org") -> Actor:
    user = get_user_model()._default_manager.create(**{get_user_model().USERNAME_FIELD: address})
    return Actor(user_id=user.pk, label=address)
