"""Files that are only read as data: judged by content too, but more kinds, and what they hold is never run or shown.

What they hold is parsed later, between walls, by the readers of `kit/tabular`; what those refuse is not kept.
"""

from __future__ import annotations

import os
from typing import IO

from django.core.files.base import File

from tulga.documents import refusals, storage
from tulga.documents.checking import CheckedUpload, check_upload, require_size
from tulga.documents.choices import DATA_FILES, DATA_ONLY, MEGABYTE, Kind
from tulga.documents.inspection import Reason
from tulga.documents.names import clean_name, split_name
from tulga.documents.recognition import LOOKED_AT, recognise
from tulga.kit.errors import RuleBroken

LARGEST = 20 * MEGABYTE
_INSPECTED = DATA_FILES - DATA_ONLY - {Kind.CSV}


def check_data_file(upload: File[bytes], *, name: str = "") -> CheckedUpload:
    """Raise RuleBroken with what to do next, unless the file looks like one that can be read as data."""
    name = clean_name(name or upload.name or "")
    if not upload.size:
        raise RuleBroken(refusals.EMPTY)
    require_size(upload.size, LARGEST)
    upload.seek(0)
    kind = _kind_of(name, upload.read(LOOKED_AT))
    if kind is None:
        upload.seek(0)
        return check_upload(upload, kinds=_INSPECTED, offered=DATA_FILES, max_bytes=LARGEST, name=name)
    storage.require_room()
    with storage.full_disk_told():
        arrived = storage.arriving_file()
        for piece in upload.chunks():
            arrived.write(piece)
    return _checked(name, kind, arrived)


def pasted_text(text: str, *, name: str) -> CheckedUpload:
    """What somebody pasted, as a plain text file to keep."""
    with storage.full_disk_told():
        arrived = storage.arriving_file()
        arrived.write(text.encode())
    return _checked(name, Kind.TXT, arrived)


def _checked(name: str, kind: Kind, arrived: IO[bytes]) -> CheckedUpload:
    arrived.flush()
    return CheckedUpload(name, kind, arrived, arrived.seek(0, os.SEEK_END), is_sanitised=False)


def _kind_of(name: str, head: bytes) -> Kind | None:
    """Of the kinds that are read as they are; None for those that are inspected first, or refused there in words."""
    extension = split_name(name)[1]
    claimed = next((kind for kind in Kind if extension in kind.extensions), None)
    found = recognise(head)
    expected = {
        Reason.OLD_OFFICE: {Kind.XLS},
        "office": {Kind.ODS},
        Reason.MARKUP: {Kind.HTML},
        "": {Kind.CSV, Kind.TXT, Kind.HTML},
    }
    return claimed if claimed in expected.get(found, set()) else None
