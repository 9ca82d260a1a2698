"""The work on one file: reading it, comparing, applying. Long, so a job does it; and nobody else waits meanwhile.

Parsing and comparing happen outside transactions: on SQLite one writer keeps all others waiting. What is read goes to
the import's own tables in short pieces; only applying is one transaction, over everything.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from tulga.documents import storage
from tulga.imports.choices import Status, Work
from tulga.imports.models import Import, ImportDoubt, ImportedRow
from tulga.imports.services.remembering import answers_for, corrections_for, remember
from tulga.imports.workflow import life
from tulga.kit.actor import Actor
from tulga.kit.bulk import collected_rarely, insert_contents
from tulga.kit.confined import MEGABYTE
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.imports import engine
from tulga.kit.imports.changes import Act, Change, Doubt, Settled, counts
from tulga.kit.imports.layouts import Understanding
from tulga.kit.imports.records import Reading, Record
from tulga.kit.imports.targets import TARGETS, Target
from tulga.kit.sentences import Sentence, quoted, say
from tulga.kit.tabular.content import Content
from tulga.kit.tabular.reading import Unreadable, read_file
from tulga.kit.tabular.refusals import SENTENCES
from tulga.kit.tabular.refused import Reason

PIECE = 500
MEMORY = 265 * MEGABYTE  # of its own: with the parts of the program that processes share it stays below 300
INTO_LOCK = int.from_bytes(b"into")  # with the place's digest the number PostgreSQL knows the lock by
LOOK_AGAIN = gettext_noop(
    "Since the preview somebody changed records that this file is about. Nothing was applied. The preview shows how "
    "it is now: look at it again, then apply it."
)
NOTHING_IN_IT = gettext_noop("Nothing below the headings of this file was read: there is nothing to apply.")


class Abandoned(Exception):
    """The import was cancelled, or begun anew, while this job worked on it: it writes nothing any more."""


@dataclass(frozen=True)
class Compared:
    """What the file says, and what applying it would do."""

    reading: Reading
    settled: tuple[Settled, ...]


def begin_work(batch: Import, work: Work) -> None:
    """From now on only a job of this attempt writes anything about the import."""
    Import.objects.filter(pk=batch.pk).update(
        work=work,
        attempt=F("attempt") + 1,
        has_begun=False,
        work_done=0,
        work_total=0,
        work_seen_at=timezone.now(),
        failure={},
    )
    batch.refresh_from_db()


@collected_rarely()
def do_work(*, batch_id: int, attempt: int, actor: Actor) -> bool:
    """What the import waits for, once. Whether there was anything to do: a job may come twice, or too late."""
    waiting = Import.objects.filter(pk=batch_id, attempt=attempt, has_begun=False).exclude(work="")
    if not waiting.update(has_begun=True, work_seen_at=timezone.now()):
        return False
    batch = Import.objects.select_related("document").get(pk=batch_id)
    is_too_much = False
    try:
        # Values in words are compared again before applying, maybe for somebody who reads another language.
        with translation.override(batch.language):
            _STEPS[Work(batch.work)](batch, actor)
    except Abandoned:
        return False
    except MemoryError:
        is_too_much = True  # told below, when what filled the memory is let go of
    except (engine.NotUnderstood, Unreadable) as refusal:
        give_up(batch, refusal.sentence, actor)
    except RuleBroken as refusal:
        give_up(batch, quoted(str(refusal.message)), actor)
    except NotAllowed as refusal:
        give_up(batch, quoted(str(refusal.reason)), Actor.system("imports"))
    if is_too_much:
        give_up(batch, say(SENTENCES[Reason.TOO_MUCH]), actor)
    return True


def give_up(batch: Import, because: Sentence, actor: Actor) -> None:
    """End the work and say why. A file that cannot be read at all ends the import."""
    with _still_wanted(batch) as current:
        Import.objects.filter(pk=batch.pk).update(work="", failure=because.as_json())
        if current.status == Status.UPLOADED:
            life.apply(current, "fail", actor)


def content_of(batch: Import) -> Content:
    """What the kept file holds, parsed between walls."""
    if batch.document is None:
        raise Abandoned
    return read_file(storage.path_of(batch.document.public_name), batch.file_name)


def understood(target: Target, content: Content, given: Mapping[str, str]) -> tuple[Understanding, ...]:
    """What the target's layouts make of the file, the surest first. Raises NotUnderstood where none does."""
    found = engine.understand(content, target.layouts, given=given, remembered=corrections_for(target.name))
    if not given:  # whoever has corrected it, or said what it is on the command line, knows the file
        engine.require_its_kind(content, found, (each for each in TARGETS.values() if each.name != target.name))
    engine.surest(found)
    return found


def understand(batch: Import, content: Content, actor: Actor) -> None:
    """Find out what the file is, keeping to what a person said about it, or about an earlier one of its shape."""
    found = understood(batch.goal, content, batch.given)
    with _still_wanted(batch) as current:
        Import.objects.filter(pk=batch.pk).update(understandings=[each.as_json() for each in found], work="")
        if current.status == Status.UPLOADED:
            life.apply(current, "understand", actor)
    batch.refresh_from_db()


def preview(batch: Import, content: Content, actor: Actor) -> Compared:
    """Read the records as understood, compare each with what is there, and keep the rows to be looked at."""
    understanding = batch.understanding
    if understanding is None:
        raise Abandoned
    reading = engine.read(content, batch.goal.layouts, understanding)
    del content  # there may be very many cells, and they are not needed twice
    reading = batch.goal.completed(reading, into=batch.into, actor=actor)
    compared = Compared(reading, _settled(batch, reading, actor))
    _keep_preview(batch, compared, actor)
    return compared


def apply(batch: Import, actor: Actor) -> None:
    """Write what was shown, all of it or nothing. Where something changed since, show it anew instead."""
    # Values and not rows, in two goes: there may be very many, and what was shown is only compared.
    records = batch.rows.values_list("record", flat=True).iterator()
    reading = Reading(tuple(map(Record.of_json, records)), tuple(batch.noted), batch.facts)
    settled = _settled(batch, reading, actor)
    shown = batch.rows.values_list("state", "act", "differences").iterator()
    if any(now != then for now, then in zip_longest(map(_as_shown, settled), shown)):
        _keep_preview(batch, Compared(reading, settled), actor)
        raise engine.NotUnderstood(say(LOOK_AGAIN))

    wanted = wanted_of(batch, settled)
    del settled  # what differs fills as much memory as the rows
    write(batch, reading, wanted, actor)


def wanted_of(batch: Import, settled: tuple[Settled, ...]) -> tuple[Change, ...]:
    """What is applied, each with the stored row that it came in. What is new differs from nothing in all it says:
    that was to be looked at, and is not kept in memory twice."""
    rows = batch.rows.values_list("pk", flat=True)
    return tuple(
        replace(each.change, row=row, differences=() if each.change.act is Act.CREATE else each.change.differences)
        for row, each in zip(rows, settled, strict=True)
        if each.is_applied
    )


def write(batch: Import, reading: Reading, wanted: tuple[Change, ...], actor: Actor) -> None:
    """All of it in one transaction. The target refuses what somebody changed since it was compared."""
    if not reading.records:
        raise engine.NotUnderstood(say(NOTHING_IN_IT))
    with transaction.atomic():
        _wait_for_others_into(batch)
        current = _wanted(batch)
        batch.goal.apply(wanted, reading, into=batch.into, answers=answers_of(batch), actor=actor)
        if batch.understanding is not None:
            remember(batch, batch.understanding)
        Import.objects.filter(pk=batch.pk).update(work="")
        life.apply(current, "apply", actor)
    batch.refresh_from_db()


def answers_of(batch: Import) -> dict[str, str]:
    """What a person answered to the doubts of this file, and to those of earlier ones."""
    return {**answers_for(batch.target), **batch.answers}


_STEPS: Mapping[Work, Callable[[Import, Actor], Any]] = {
    Work.UNDERSTAND: lambda batch, actor: understand(batch, content_of(batch), actor),
    Work.PREVIEW: lambda batch, actor: preview(batch, content_of(batch), actor),
    Work.APPLY: apply,
}


@contextmanager
def _still_wanted(batch: Import) -> Iterator[Import]:
    """One transaction in which the import stands as this job knows it."""
    with transaction.atomic():
        yield _wanted(batch)


def _wanted(batch: Import) -> Import:
    current = Import.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if current.attempt != batch.attempt:
        raise Abandoned
    return current


def _wait_for_others_into(batch: Import) -> None:
    """Two that go into one place are written one after the other, so that the second sees what the first brought.

    A row to be locked need not exist: both may begin it. On SQLite only one transaction writes anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            place = zlib.crc32(f"{batch.target} {batch.into}".encode()) - 2**31
            cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [INTO_LOCK, place])


def _settled(batch: Import, reading: Reading, actor: Actor) -> tuple[Settled, ...]:
    return engine.compare(batch.goal, reading, into=batch.into, answers=answers_of(batch), actor=actor)


def _as_shown(settled: Settled) -> tuple[str, str, list[list[str]]]:
    change = settled.change
    return settled.state.value, change.act.value, [each.as_json() for each in change.differences]


def _keep_preview(batch: Import, compared: Compared, actor: Actor) -> None:
    """The rows in short transactions, then in one more that they are all there."""
    with _still_wanted(batch):
        forget_rows(batch)
    total = len(compared.settled)
    for start in range(0, total, PIECE):
        piece = enumerate(compared.settled[start : start + PIECE], start=start + 1)
        rows = [_row(batch, position, each) for position, each in piece]  # before anybody else has to wait
        with _still_wanted(batch):
            insert_contents(ImportedRow, rows)
            Import.objects.filter(pk=batch.pk).update(
                work_done=min(start + PIECE, total), work_total=total, work_seen_at=timezone.now()
            )
    with _still_wanted(batch) as current:
        ImportDoubt.objects.bulk_create(_doubts(batch, compared), batch_size=PIECE)
        Import.objects.filter(pk=batch.pk).update(
            facts=dict(compared.reading.facts),
            problems=[each.as_json() for each in compared.reading.problems],
            counts=counts(compared.settled),
            summary=batch.goal.summary(compared.reading, compared.settled),
            work="",
        )
        life.apply(current, "preview", actor)
    batch.refresh_from_db()


def forget_rows(batch: Import) -> None:
    """Delete the rows and their doubts, by their keys and in pieces: of each, Django first reads what it deletes."""
    while keys := list(batch.rows.values_list("pk", flat=True)[:PIECE]):
        batch.rows.filter(pk__in=keys).only("pk").delete()
    batch.doubts.all().delete()


def _row(batch: Import, position: int, settled: Settled) -> dict[str, Any]:
    """What is kept of a row, an ImportedRow."""
    change = settled.change
    return {
        "batch": batch,
        "position": position,
        "state": settled.state.value,
        "title": batch.goal.title_of(change.record),
        "record": change.record.as_json(),
        "act": change.act.value,
        "differences": [each.as_json() for each in change.differences],
        "doubts": [each.name for each in change.doubts],
    }


def _doubts(batch: Import, compared: Compared) -> list[ImportDoubt]:
    """Each question once, with the number of rows it concerns and what was answered already."""
    answers = answers_of(batch)
    first: dict[str, Doubt] = {}
    times: dict[str, int] = {}
    for each in compared.settled:
        for doubt in each.change.doubts:
            first.setdefault(doubt.name, doubt)
            times[doubt.name] = times.get(doubt.name, 0) + 1
    return [
        ImportDoubt(
            batch=batch,
            position=position,
            name=doubt.name,
            question=doubt.question.as_json(),
            where=doubt.where.as_json(),
            choices=[each.as_json() for each in doubt.choices],
            default=doubt.default,
            is_remembered=doubt.is_remembered,
            rows_count=times[doubt.name],
            answer=answers.get(doubt.name, ""),
        )
        for position, doubt in enumerate(first.values(), start=1)
    ]
