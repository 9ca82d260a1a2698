"""From what a browser sent to a file known to be harmless. Parsing happens in another process: `inspect_file.py`."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from tulga.documents import inspect_file, refusals, storage
from tulga.documents.choices import PICTURES, Kind
from tulga.documents.inspection import Reason
from tulga.documents.names import clean_name, split_name
from tulga.documents.recognition import LOOKED_AT, recognise
from tulga.kit.confined import DISK_FULL, Busy, Limits, TookTooLong, run_confined
from tulga.kit.errors import RuleBroken

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CheckedUpload:
    """A file that passed every check, not stored yet. It vanishes when nobody holds it any more."""

    name: str
    kind: Kind
    file: IO[bytes]
    byte_size: int
    is_sanitised: bool


def check_upload(
    upload: File[bytes],
    *,
    kinds: Collection[Kind],
    offered: Collection[Kind] = (),
    max_bytes: int | None = None,
    name: str = "",
) -> CheckedUpload:
    """Raise RuleBroken with what to do next, unless the upload is a harmless file of one of these kinds.

    `offered` are the kinds that a refusal names, where more are taken than are looked at here.
    """
    name = clean_name(name or upload.name or "")
    if not upload.size:
        raise RuleBroken(refusals.EMPTY)
    require_size(upload.size, max_bytes or max(kind.usual_limit for kind in kinds))
    upload.seek(0)
    kind = _kind_of(name, upload.read(LOOKED_AT), kinds, offered or kinds)
    require_size(upload.size, max_bytes or kind.usual_limit)
    storage.require_room()

    with storage.full_disk_told():
        arrived, cleaned = storage.arriving_file(), storage.arriving_file()
        for piece in upload.chunks():
            arrived.write(piece)
        arrived.flush()
        is_sanitised = _inspect(arrived.name, kind, cleaned.name)
        file = cleaned if is_sanitised else arrived
        byte_size = file.seek(0, os.SEEK_END)
    return CheckedUpload(_name_for(name, kind), kind, file, byte_size, is_sanitised)


def require_size(size: int, limit: int) -> None:
    if size > limit:
        raise RuleBroken(
            _(
                "This file has %(size)s; %(limit)s are allowed here. "
                "Make it smaller (a scan: with a lower resolution) or send it in parts."
            )
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )


def _kind_of(name: str, head: bytes, kinds: Collection[Kind], offered: Collection[Kind]) -> Kind:
    """The kind by content. The name only decides between Word and Excel, and must not contradict."""
    extension = split_name(name)[1]
    found = recognise(head)
    if isinstance(found, Reason):
        raise refusals.sentence(found)
    if found == "office":
        found = extension if extension in (Kind.DOCX, Kind.XLSX) else ""
        if not found:
            raise refusals.sentence(_office_by_name(extension))
    if not found and extension in Kind.CSV.extensions:
        found = Kind.CSV
    if not found:
        raise refusals.sentence(Reason.UNKNOWN, kinds=offered)

    kind = Kind(found)
    if kind not in kinds:
        raise RuleBroken(
            _("This is %(kind)s. Send one of these instead: %(kinds)s.")
            % {"kind": kind.label, "kinds": refusals.listed(offered)}
        )
    claimed = next((each for each in Kind if extension in each.extensions), None)
    if extension and claimed is not kind and not {claimed, kind} <= PICTURES:
        raise RuleBroken(
            _(
                "The name of this file ends in .%(extension)s, but it is %(kind)s. "
                "If it is the right file, change the ending to .%(right)s and send it again."
            )
            % {"extension": extension, "kind": kind.label, "right": kind.extensions[0]}
        )
    return kind


def _office_by_name(extension: str) -> Reason:
    return Reason.MACROS if extension in ("docm", "xlsm", "dotm", "xltm", "xlam") else Reason.ARCHIVE


def _name_for(name: str, kind: Kind) -> str:
    """A picture saved under the other picture's ending gets its own."""
    stem, extension = split_name(name)
    return name if extension in kind.extensions else clean_name(f"{stem}.{kind.extensions[0]}")


def blanks_of(letter: IO[bytes]) -> set[str]:
    """The blanks that a letter's template uses; RuleBroken where it is more, or less, than a template."""
    with storage.full_disk_told(), storage.arriving_file() as arrived, storage.arriving_file() as listed:
        letter.seek(0)
        shutil.copyfileobj(letter, arrived)
        arrived.flush()
        _inspect(arrived.name, "letter", listed.name)
        try:
            return {str(each) for each in json.loads(Path(listed.name).read_bytes())}
        except (ValueError, TypeError) as error:
            raise refusals.sentence(Reason.DAMAGED) from error


def _inspect(path: str, kind: str, output: str) -> bool:
    """Have the file inspected between walls; whether `output` now holds a cleaned copy."""
    usual = Limits()
    limits = Limits(
        patience=getattr(settings, "DOCUMENTS_INSPECTION_SECONDS", usual.patience),
        memory=getattr(settings, "DOCUMENTS_INSPECTION_MEMORY", usual.memory),
    )
    try:
        ended = run_confined(inspect_file.__name__, path, str(kind), output, limits=limits)
    except Busy as error:
        raise RuleBroken(refusals.BUSY) from error
    except TookTooLong as error:
        raise refusals.sentence(Reason.TOO_DEMANDING) from error
    return _read_answer(*ended)


def _read_answer(ended: int, answer: bytes) -> bool:
    """The answer comes from a process that a hostile file may have taken over: believe only what is expected."""
    if ended == DISK_FULL:
        raise storage.disk_full()
    if ended != 0:
        logger.warning("inspection ended with %s", ended)
        raise refusals.sentence(Reason.TOO_DEMANDING if ended < 0 else Reason.DAMAGED)
    try:
        finding = json.loads(answer)
        if "refused" not in finding:
            return bool(finding["is_sanitised"])
        reason, place = Reason(finding["refused"]), str(finding["place"])[:80]
    except (ValueError, KeyError, TypeError) as error:
        raise refusals.sentence(Reason.DAMAGED) from error
    raise refusals.sentence(reason, place)
