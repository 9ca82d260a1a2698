"""The plan's side of an import: what each record would do to an edition, and writing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, npgettext

from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText
from tulga.kit.imports.changes import Act, Change, Doubt, Settled
from tulga.kit.imports.layouts import Choice
from tulga.kit.imports.records import Problem, Reading, Record, Where
from tulga.kit.imports.targets import Target
from tulga.kit.sentences import Sentence, say
from tulga.plan.choices import Action, EditionStatus
from tulga.plan.importers.drafts import ACTIVITY, GROUP, PLAN
from tulga.plan.importers.tables import PlanTables
from tulga.plan.importers.workbook import TulgaWorkbook
from tulga.plan.importing.applying import apply_changes
from tulga.plan.importing.matching import matched
from tulga.plan.importing.register import Register
from tulga.plan.importing.stands import FIELDS, Stand, differences
from tulga.plan.importing.stored import Stored, facts_of
from tulga.plan.importing.wanted import facts_in, stand_of
from tulga.plan.models import Plan, PlanEdition
from tulga.plan.services.planning import require_free_code
from tulga.plan.services.recording import held

AT_THE_TOP, BY_POSITION, BY_NUMBER, ANOTHER = "top", "position", "number", "another"
MOST_NAMED = 20
MISPLACED = gettext_noop(
    "By their numbers, rows such as %(number)s belong to group %(named)s. In the file they stand below group "
    "%(group)s. Where do they belong?"
)
OF_NO_GROUP = gettext_noop(
    "By their numbers, rows such as %(number)s belong to a group %(named)s, and there is none. In the file they stand "
    "below group %(group)s. Where do they belong?"
)


class PlanTarget(Target):
    """A plan by its code. What differs goes into its draft, or begins one: putting in force is a person's act."""

    name = "plan"
    title = _("Plan")
    into_label = _("Plan")
    into_help = _("The code of a plan that exists, or of one that begins with this file.")
    kinds = {PLAN: _("Facts of the plan"), GROUP: _("Group"), ACTIVITY: _("Activity")}
    fields = FIELDS
    layouts = (TulgaWorkbook(), PlanTables())
    permission = Action.EDIT
    figures = frozenset({"budget", "indicators"})

    def existing(self, actor: Actor) -> list[tuple[str, str]]:
        return [(plan.code, f"{plan} ({plan.code})") for plan in Plan.objects.visible_to(actor)]

    def require_free(self, code: str) -> None:
        require_free_code(code)

    def destination(self, into: str, facts: Mapping[str, Any], actor: Actor) -> Sentence:
        edition = edition_compared(into)
        if edition is None:
            return say(
                gettext_noop("The plan %(code)s does not exist yet: it begins with this file, as a draft."), code=into
            )
        if edition.status == EditionStatus.DRAFT:
            return say(
                gettext_noop("Compared with the draft of edition %(number)s, and written into it."),
                number=edition.number,
            )
        newest = PlanEdition.objects.filter(plan=edition.plan_id).order_by("number").last()
        return say(
            gettext_noop(
                "Compared with edition %(number)s, which counts now, and written into an amendment that begins with "
                "this file: the draft of edition %(next)s."
            ),
            number=edition.number,
            next=(newest or edition).number + 1,
        )

    def title_of(self, record: Record) -> str:
        values = record.values
        number = values.get("number_in_file") or values.get("number", "")
        return f"{number} {I18nText(values.get('title', {}))}".strip()

    def language_of(self, record: Record) -> str:
        return I18nText(record.values.get("title", {})).shown().language

    def completed(self, reading: Reading, *, into: str, actor: Actor) -> Reading:
        """With what it tells of activities that stand in the plan and not in the file: nothing happens to them."""
        edition = edition_compared(into)
        entries = edition.entries.values_list("pk", "number", "title") if edition else ()
        there = {pk: (number, title) for pk, number, title in entries}
        found = set(matched(_named(reading.records, ACTIVITY), there).values())
        missing = [f"{number} {I18nText(title)}" for pk, (number, title) in there.items() if pk not in found]
        if not missing or not any(record.kind == ACTIVITY for record in reading.records):
            return reading
        sentence = say(
            gettext_noop("Activities of the plan that are not in this file (%(count)s) stay as they are: %(names)s"),
            count=len(missing),
            names="; ".join([*missing[:MOST_NAMED], *(["…"] if len(missing) > MOST_NAMED else [])]),
        )
        return replace(reading, problems=(Problem(Where(), sentence), *reading.problems))

    def match(self, reading: Reading, *, into: str, answers: Mapping[str, str], actor: Actor) -> tuple[Change, ...]:
        stored = Stored(edition_compared(into))
        register = Register(answers, reading.facts.get("abbreviations", {}), _years(stored.edition, reading))
        return tuple(_Comparison(stored, register, reading.records, answers).changes())

    def apply(
        self,
        changes: tuple[Change, ...],
        reading: Reading,
        *,
        into: str,
        answers: Mapping[str, str],
        actor: Actor,
    ) -> None:
        if changes:
            held(PlanEdition.objects.filter(plan__code=into))
            apply_changes(changes, reading, edition=edition_compared(into), code=into, actor=actor)

    def summary(self, reading: Reading, settled: tuple[Settled, ...]) -> dict[str, Any]:
        records = reading.records
        activities = [record.values for record in records if record.kind == ACTIVITY]
        holding = {record.parent for record in records if record.kind == ACTIVITY}
        groups = [record.key for record in records if record.kind == GROUP]
        unmatched = {doubt.name for each in settled for doubt in each.change.doubts if doubt.name.startswith("agency:")}
        return {
            "groups": sum(key not in holding for key in groups),
            "objectives": sum(key in holding for key in groups),
            "activities": len(activities),
            **{what: _count(activities, what) for what in ("indicators", "milestones")},
            "periods_in_words": sum(values.get("period", {}).get("is_in_words", False) for values in activities),
            "agencies_unmatched": len(unmatched),
            "former_values": _count(activities, "former"),
            "resolved_from_above": reading.facts.get("resolved", 0),
        }

    def told_of(self, summary: Mapping[str, Any]) -> list[tuple[int, str]]:
        groups, objectives, activities = (summary.get(name, 0) for name in ("groups", "objectives", "activities"))
        indicators, milestones = (summary.get(name, 0) for name in ("indicators", "milestones"))
        return [
            (groups, npgettext("in a file", "group of groups", "groups of groups", groups)),
            (objectives, npgettext("in a file", "group of activities", "groups of activities", objectives)),
            (activities, npgettext("in a file", "activity", "activities", activities)),
            (indicators, npgettext("in a file", "indicator", "indicators", indicators)),
            (milestones, npgettext("in a file", "milestone", "milestones", milestones)),
        ]

    def url_of(self, into: str) -> str:
        return reverse("plan_detail", args=[into])


def edition_compared(code: str) -> PlanEdition | None:
    """The draft that an import writes to, else the edition that counts."""
    editions = PlanEdition.objects.filter(plan__code=code).select_related("plan__current")
    draft = editions.filter(status=EditionStatus.DRAFT).first()
    return draft or editions.filter(current_of__isnull=False).first()


def _count(activities: Iterable[Mapping[str, Any]], what: str) -> int:
    return sum(len(values.get(what, [])) for values in activities)


def _years(edition: PlanEdition | None, reading: Reading) -> tuple[int, int] | None:
    if edition:
        return edition.valid_from.year, edition.valid_to.year
    years = [int(year) for year in reading.facts.get("years", "").split("-") if year.strip().isdigit()]
    return (years[0], years[-1]) if years else None


def _named(records: Iterable[Record], kind: str) -> dict[int, tuple[str, Any]]:
    """Number and words of each record of a kind, by its place among all."""
    return {
        at: (record.values["number"], record.values["title"])
        for at, record in enumerate(records)
        if record.kind == kind
    }


class _Comparison:
    """Each record beside what is stored."""

    def __init__(
        self, stored: Stored, register: Register, records: tuple[Record, ...], answers: Mapping[str, str]
    ) -> None:
        self.stored, self.register, self.records, self.answers = stored, register, records, answers
        self.items = {item.pk: item for item in stored.items}
        self.entries = {entry.pk: entry for entry in stored.entries}
        self.found = {
            **self._matched(GROUP, {pk: (item.number, item.title) for pk, item in self.items.items()}),
            **self._matched(ACTIVITY, {pk: (entry.number, entry.title) for pk, entry in self.entries.items()}),
        }
        self.groups = {record.key for record in records if record.kind == GROUP}
        self.groups |= {f"group:{item.number}" for item in stored.items}
        kept = set(self.entries) - {pk for at, pk in self.found.items() if records[at].kind == ACTIVITY}
        self.numbers_kept = {self.entries[pk].number for pk in kept}

    def changes(self) -> Iterable[Change]:
        for at, record in enumerate(self.records):
            if record.kind == PLAN:
                yield self._of_facts(record)
            elif record.kind == GROUP:
                yield self._of_group(record, self.found.get(at))
            else:
                yield self._of_activity(record, self.found.get(at))

    def _matched(self, kind: str, there: Mapping[int, Any]) -> dict[int, int]:
        return matched(_named(self.records, kind), there)

    def _of_facts(self, record: Record) -> Change:
        edition = self.stored.edition
        old = facts_of(edition) if edition else None
        different = differences(old, facts_in(record.values, old))
        if edition is None:
            return Change(record, Act.CREATE, different)
        return Change(record, Act.CHANGE if different else Act.NOTHING, different, (), edition.pk, edition.version)

    def _of_group(self, record: Record, pk: int | None) -> Change:
        item = self.items[pk] if pk is not None else None
        old = self.stored.stand_of_item(item) if item else None
        new, _none = stand_of(record, self.register, old)
        return _change(record, old, new, [], pk, item.version if item else None)

    def _of_activity(self, record: Record, pk: int | None) -> Change:
        entry = self.entries[pk] if pk is not None else None
        old = self.stored.stands[entry.pk] if entry else None
        new, doubts = stand_of(record, self.register, old)
        doubts += _doubts_of_number(record, new, self.numbers_kept)
        if old and _was_answered(record, old, new):
            new = replace(new, group=old.group)
        elif not old or (old.number, old.group) != (new.number, new.group):  # else it stands there already
            for doubt in _doubts_of_place(record, new, self.groups):
                doubts.append(doubt)
                new = replace(new, group=_group_answered(self.answers.get(doubt.name, ""), record, new))
        return _change(record, old, new, doubts, pk, entry.version if entry else None)


def _change(
    record: Record, old: Stand | None, new: Stand, doubts: list[Doubt], pk: int | None, version: int | None
) -> Change:
    different = differences(old, new)
    act = Act.CREATE if old is None else Act.CHANGE if different else Act.NOTHING
    once = tuple({doubt.name: doubt for doubt in doubts}.values())
    return Change(record, act, different, once, pk, version, wanted=new, stood=old)


def _doubts_of_place(record: Record, stand: Stand, groups: set[str]) -> Iterator[Doubt]:
    """What is doubtful about where an activity stands: a group that is nowhere, or another than its number names.

    Another plan has a group of this number, and another file brings it: what is answered is not remembered.
    """
    at_the_top = Choice(AT_THE_TOP, say(gettext_noop("Nowhere: put it at the top of the plan")))
    if record.parent and record.parent not in groups:
        question = say(gettext_noop("There is no group %(number)s. Where does this belong?"), number=stand.group)
        yield Doubt(record.parent, record.where, question, (at_the_top,), is_remembered=False)
    elif named := record.values.get("other_group"):
        is_there = f"group:{named}" in groups
        words = {"number": stand.number, "named": named, "group": stand.group}
        choices = [Choice(BY_POSITION, say(gettext_noop("Below group %(group)s, as in the file"), group=stand.group))]
        if is_there:
            choices.append(Choice(BY_NUMBER, say(gettext_noop("Below group %(group)s, by the number"), group=named)))
        yield Doubt(
            f"misplaced:{named}:{stand.group}",
            record.place_of("number"),
            say(MISPLACED if is_there else OF_NO_GROUP, **words),
            (*choices, at_the_top),
            is_remembered=False,
        )


def _was_answered(record: Record, old: Stand, new: Stand) -> bool:
    """Whether it stands already where an answer has put it: the same file asks no more."""
    named = record.values.get("other_group")
    return bool(named) and old.number == new.number and old.group in ("", named, new.group)


def _group_answered(answer: str, record: Record, stand: Stand) -> str:
    """The number of the group that an activity is put in."""
    return {AT_THE_TOP: "", BY_NUMBER: record.values.get("other_group", "")}.get(answer, stand.group)


def _doubts_of_number(record: Record, stand: Stand, numbers_kept: set[str]) -> Iterator[Doubt]:
    """Whether another activity has the number already, in the file or in the plan."""
    if given := record.values.get("duplicate_of"):
        question = say(
            gettext_noop("This row has the number of an earlier one (%(place)s). Is it another activity?"),
            place=Where.of_json(given).sentence,
        )
        choice = Choice(ANOTHER, say(gettext_noop("Yes: take it as number %(number)s"), number=stand.number))
        yield Doubt(f"duplicate:{record.key}", record.place_of("number"), question, (choice,), "", False)
    if stand.number in numbers_kept:
        question = say(
            gettext_noop("The number %(number)s belongs to another activity that this file does not have."),
            number=stand.number,
        )
        yield Doubt(f"number:{stand.number}", record.place_of("number"), question, (), "", False)
