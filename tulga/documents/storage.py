"""Bytes on the disk: where a stored file lies, and how it gets there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from tulga.kit.errors import RuleBroken

PIECE = 256 * 1024
INCOMING = "incoming"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def path_of(public_name: str) -> Path:
    return Path(settings.DOCUMENTS_DIR) / public_name[:2] / public_name[2:4] / public_name


def require_room() -> None:
    """Refuse while the disk still has room for the small writes that everything else needs."""
    usage = shutil.disk_usage(_folder(Path(settings.DOCUMENTS_DIR)))
    least = getattr(settings, "DOCUMENTS_LEAST_FREE_BYTES", 200 * 1024 * 1024)
    least_share = getattr(settings, "DOCUMENTS_LEAST_FREE_SHARE", 0.10)
    if usage.free < max(least, least_share * usage.total):
        raise disk_full()


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Turn a full disk or a used-up quota of the server into words."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise disk_full() from error
        raise


def disk_full() -> RuleBroken:
    return RuleBroken(
        _(
            "The server's disk is full, so the file was not stored. "
            "Nothing else is lost. Tell the administrators, and send the file again later."
        )
    )


def arriving_file() -> IO[bytes]:
    """A file on the disk of the documents for what is not yet stored; it disappears when closed or forgotten."""
    return tempfile.NamedTemporaryFile(dir=_folder(Path(settings.DOCUMENTS_DIR) / INCOMING))


def keep(source: IO[bytes], public_name: str) -> tuple[int, str]:
    """Copy the source to its place and return its size and SHA-256. When this returns, it is on the disk for good."""
    target = path_of(public_name)
    arriving = _folder(Path(settings.DOCUMENTS_DIR) / INCOMING) / public_name
    try:
        with full_disk_told():
            _folder(target.parent)
            with open(os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
                measured = copy_durably(source, writing)
            os.replace(arriving, target)
            for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
                _sync_folder(folder)
    except BaseException:
        arriving.unlink(missing_ok=True)
        raise
    return measured


def copy_durably(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    source.seek(0)
    while piece := source.read(PIECE):
        target.write(piece)
        digest.update(piece)
        size += len(piece)
    target.flush()
    os.fsync(target.fileno())
    return size, digest.hexdigest()


def files_untouched_since(moment: float) -> Iterator[tuple[Path, int]]:
    """Every file, stored or still arriving, last written before this POSIX time, with its size."""
    for folder, _folders, names in os.walk(settings.DOCUMENTS_DIR):
        for name in names:
            path = Path(folder) / name
            try:
                status = path.stat()
            except FileNotFoundError:  # an upload that ended meanwhile
                continue
            if status.st_mtime < moment:
                yield path, status.st_size


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
