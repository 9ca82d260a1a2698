"""A whole import in one go, for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from django.core.files import File

from tulga.documents.data_files import check_data_file
from tulga.imports.services.remembering import answers_for
from tulga.imports.services.starting import keep_file
from tulga.imports.services.steering import cancel_import
from tulga.imports.services.working import NOTHING_IN_IT, Compared, preview, understand, understood, wanted_of, write
from tulga.kit.actor import Actor
from tulga.kit.imports import engine
from tulga.kit.imports.engine import Outcome
from tulga.kit.imports.targets import Target
from tulga.kit.sentences import say
from tulga.kit.tabular.content import Content
from tulga.kit.tabular.reading import read_file


def import_at_once(
    *, target: Target, into: str, path: Path, given: Mapping[str, str], actor: Actor, is_dry: bool
) -> Outcome:
    """What the file did, or in a dry run would do: then nothing is written, not even the file kept.

    Raises RuleBroken or NotUnderstood where it cannot be read; then nothing is left of it.
    """
    if into not in dict(target.existing(actor)):
        target.require_free(into)
    with path.open("rb") as opened:
        upload = check_data_file(File(opened, name=path.name))
    content = read_file(path, path.name)
    if is_dry:
        layout, compared = _compared(target, content, into, given, actor)
    else:
        batch = keep_file(target=target, into=into, upload=upload, actor=actor, given=given)
        try:
            understand(batch, content, actor)
            layout = batch.understood[0].layout
            compared = preview(batch, content, actor)
            del content  # ten thousand rows are read: their cells are not needed twice
            write(batch, compared.reading, wanted_of(batch, compared.settled), actor)
        except BaseException as fault:
            if isinstance(fault, MemoryError):
                content, compared = cast("Content", None), cast("Compared", None)  # room for what follows
                fault.__context__ = None
                fault.with_traceback(None)  # its frames hold what filled the memory
            cancel_import(batch=batch, actor=actor)
            raise
    return engine.outcome_of(target, file=path.name, layout=layout, reading=compared.reading, settled=compared.settled)


def _compared(
    target: Target, content: Content, into: str, given: Mapping[str, str], actor: Actor
) -> tuple[str, Compared]:
    """The layout's name, and what importing would do. Nothing is written."""
    answers = answers_for(target.name)
    found = understood(target, content, given)[0]
    reading = target.completed(engine.read(content, target.layouts, found), into=into, actor=actor)
    settled = engine.compare(target, reading, into=into, answers=answers, actor=actor)
    if not settled:
        raise engine.NotUnderstood(say(NOTHING_IN_IT))
    return found.layout, Compared(reading, settled)
