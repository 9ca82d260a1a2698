from __future__ import annotations

import typst
from django.core.files.base import ContentFile

from tulga.documents.checking import CheckedUpload, check_upload
from tulga.documents.choices import SCANS


def illustrative_scan(title: str) -> CheckedUpload:
    """A small true PDF that says of itself that it is made up."""
    source = f"#set page(width: 12cm, height: 8cm)\n= {title}\n\nIllustrative. Made for the demonstration."
    pdf = typst.compile(source.encode())
    name = f"{title.split(':', maxsplit=1)[0]}.pdf"
    return check_upload(ContentFile(pdf, name=name), kinds=SCANS)
