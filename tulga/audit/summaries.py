from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.translation import gettext as _

from tulga.audit.models import AuditEvent
from tulga.audit.verbs import sentence_of
from tulga.kit.i18n import words_kept
from tulga.kit.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

SHORT = 40  # letters of what is shown as "old → new" in one line


@dataclass(frozen=True)
class HistoryLine:
    """One act, in words a person understands and in the language of the moment."""

    at: dt.datetime
    who: str
    what: str
    before: str
    after: str
    reason: str
    of: str = ""  # which of several records it was done to, where they have names of their own

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """Label, old and new value of each field that changed; none where a line is long or is no field's."""
        pairs = zip_longest(self.before.split("\n"), self.after.split("\n"), fillvalue="")
        found = [_field(before, after) for before, after in pairs]
        return [each for each in found if each] if all(found) else []


def history_of(*targets: Model, limit: int = 200, names: Mapping[Model, str] | None = None) -> list[HistoryLine]:
    """What was done to these records, the latest first, in one query; of several, each line with its record's name.

    The caller has shown that the reader may see the records: give only what came through `visible_to`.
    """
    if len(targets) == 1:
        events = _of_one(targets[0]._meta.label_lower, limit, pk=str(targets[0].pk))
        return [_line(event) for event in events]

    ids: dict[str, set[str]] = {}
    for target in targets:
        ids.setdefault(target._meta.label_lower, set()).add(str(target.pk))
    if not ids:
        return []

    of_targets = Q()
    for target_type, target_ids in ids.items():
        of_targets |= Q(target_type=target_type, target_id__in=target_ids)
    called = {(each._meta.label_lower, str(each.pk)): name for each, name in (names or {}).items()}
    return [
        _line(event, called.get((event.target_type, event.target_id), ""))
        for event in AuditEvent.objects.filter(of_targets).order_by("-sequence")[:limit]
    ]


@prepared
def _of_one(target_type: str, limit: int, *, pk: str) -> QuerySet[AuditEvent]:
    told = ("at", "actor_label", "roles", "verb", "target_type", "before", "after", "reason")
    return AuditEvent.objects.filter(target_type=target_type, target_id=pk).order_by("-sequence").only(*told)[:limit]


def _line(event: AuditEvent, of: str = "") -> HistoryLine:
    return HistoryLine(
        at=event.at,
        who=_who(event),
        what=sentence_of(event.verb),
        before=_label_of(event.target_type, event.before),
        after=_label_of(event.target_type, event.after),
        reason=words_kept(event.reason),
        of=of,
    )


def _field(before: str, after: str) -> tuple[str, str, str] | None:
    label, colon, old = before.partition(": ")
    same, _colon, new = after.partition(": ")
    is_one = bool(colon) and label == same and max(len(old), len(new)) < SHORT
    return (label, old, new) if is_one else None


def _who(event: AuditEvent) -> str:
    if event.roles == "system":
        return _("Tulga, by itself")
    return words_kept(event.actor_label) or _("Somebody not signed in")


def _label_of(target_type: str, value: str) -> str:
    """The label of a status, where the value is one of the record's; else the value as it was written."""
    try:
        choices = apps.get_model(target_type)._meta.get_field("status").flatchoices
    except (LookupError, FieldDoesNotExist):
        return words_kept(value)
    return str(dict(choices).get(value) or words_kept(value))
