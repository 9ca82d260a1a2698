"""A package of the office programs, opened only after it was measured; and its XML, read piece by piece."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tulga.kit.tabular.refused import Reason, Refused

MOST_MEMBERS = 2_000
MOST_UNPACKED = 120 * 1024 * 1024
MOST_RATIO = 150
RATIO_MATTERS_FROM = 20 * 1024 * 1024
PIECE = 256 * 1024


def opened(path: Path) -> zipfile.ZipFile:
    """The archive, every member of which unpacks to what it claims, and to no more than a table may."""
    try:
        archive = zipfile.ZipFile(path)
        _measure(archive, path.stat().st_size)
        for member in archive.infolist():
            with archive.open(member) as stream:
                while stream.read(PIECE):  # the checksum is compared at the end
                    pass
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise Refused(Reason.DAMAGED) from error
    return archive


def _measure(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise Refused(Reason.BOMB)
    if unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * size:
        raise Refused(Reason.BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(Reason.PASSWORD)
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise Refused(Reason.DAMAGED)


def elements(archive: zipfile.ZipFile, part: str, *tags: str) -> Iterator[etree._Element]:
    """The elements of these tags in a part of the package, each whole and forgotten when the next is asked for.

    A part that is missing has none. Elements inside one that was given are not given again.
    """
    try:
        stream = archive.open(part)
    except KeyError:
        return
    with stream:
        depth, is_sound = 0, False
        reading = etree.iterparse(
            stream, events=("start", "end"), tag=tags, resolve_entities=False, load_dtd=False, no_network=True
        )
        try:
            for event, element in reading:
                is_sound = is_sound or _without_document_type(element)
                if event == "start":
                    depth += 1
                else:
                    depth -= 1
                    if depth == 0:
                        yield element
                        _forget(element)
            if reading.root is not None:  # one of no such elements
                _without_document_type(reading.root)
        except etree.XMLSyntaxError as error:
            raise Refused(Reason.DAMAGED) from error


def _without_document_type(element: etree._Element) -> bool:
    """True; a part that brings declarations of its own is refused before anything of it is believed."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise Refused(Reason.ENTITIES)
    return True


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
