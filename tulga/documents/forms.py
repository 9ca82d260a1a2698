from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.documents import data_files, refusals
from tulga.documents.checking import CheckedUpload, check_upload
from tulga.documents.choices import DATA_FILES, Kind
from tulga.kit.errors import RuleBroken


class DocumentUploadField(forms.FileField):
    """A file of the named kinds, judged by its content. Cleans to a CheckedUpload for `store_document`."""

    widget = forms.FileInput
    default_error_messages = {
        "required": gettext_lazy("Choose a file."),
        "missing": gettext_lazy("No file arrived. Choose it again."),
        "empty": refusals.EMPTY,
    }

    def __init__(self, *, kinds: Collection[Kind], max_bytes: int | None = None, **options: Any) -> None:
        self.kinds = frozenset(kinds)
        self.max_bytes = max_bytes
        options.setdefault("help_text", _lazy_help(self.kinds, max_bytes))
        super().__init__(**options)

    def check(self, upload: Any) -> CheckedUpload:
        return check_upload(upload, kinds=self.kinds, max_bytes=self.max_bytes)

    def to_python(self, data: Any) -> CheckedUpload | None:  # type: ignore[override]  # not what was sent, but what was found
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            return self.check(upload)
        except RuleBroken as broken:
            raise ValidationError(str(broken.message), code="refused") from broken

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        endings = (f".{extension}" for kind in Kind if kind in self.kinds for extension in kind.extensions[:2])
        return {**super().widget_attrs(widget), "accept": ",".join(endings)}


class DataFileField(DocumentUploadField):
    """A file to be read as data, of more kinds than are kept elsewhere. Cleans to a CheckedUpload likewise."""

    def __init__(self, **options: Any) -> None:
        super().__init__(kinds=DATA_FILES, max_bytes=data_files.LARGEST, **options)

    def check(self, upload: Any) -> CheckedUpload:
        return data_files.check_data_file(upload)


def describe(kinds: Collection[Kind], max_bytes: int | None) -> str:
    limit = max_bytes or max(kind.usual_limit for kind in kinds)
    return _("Send %(kinds)s, up to %(limit)s.") % {"kinds": refusals.listed(kinds), "limit": filesizeformat(limit)}


_lazy_help = lazy(describe, str)
