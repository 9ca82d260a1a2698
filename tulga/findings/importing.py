"""The findings' side of every import: ADR 18."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, npgettext
from django.utils.translation import gettext_lazy as _

from tulga.findings.choices import Action, Position, Tier
from tulga.findings.importers.codes import code_of_year, named
from tulga.findings.importers.layouts import LAYOUTS
from tulga.findings.importers.layouts.tier_table import PLACEMENT
from tulga.findings.importers.reading import FINDING
from tulga.findings.labels import Labels
from tulga.findings.matching import complete_content, content_of, labels_of, matched, name_of_doubt, newest_of
from tulga.findings.models import Assessment, Finding, Outcome
from tulga.findings.services.entering import require_free_code
from tulga.findings.services.importing import Arrived, assessment_for, import_findings, import_placements
from tulga.findings.which_state import state_shown
from tulga.imports.models import ImportedRow
from tulga.kit.actor import Actor
from tulga.kit.addresses import address_of
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, words_to_keep
from tulga.kit.imports.changes import Act, Change, Difference, Doubt, Settled
from tulga.kit.imports.engine import NotUnderstood
from tulga.kit.imports.layouts import Choice
from tulga.kit.imports.records import Problem, Reading, Record, Where
from tulga.kit.imports.targets import Target
from tulga.kit.sentences import Sentence, say
from tulga.kit.writing import LONGEST_TEXT

TAKEN = "taken"
IN_A_TITLE = 100  # letters of a finding's text
OWN_STATE_TAKEN = gettext_noop(
    "Neither the file nor the code “%(code)s” says which State it is about: %(state)s is taken. For another, write its "
    "three letters into the code, such as TIP-2017-MNG."
)
YEAR_TAKEN = gettext_noop(
    "Neither the file nor the code “%(code)s” says which year it is of: %(year)s is taken. For another, write it into "
    "the code, such as TIP-2017-MNG."
)
TWO_STATES = gettext_noop(
    "What is read of this file is about %(read)s, and the code “%(code)s” is of a report on %(named)s. Look whether "
    "the right State was chosen."
)
OF_ANOTHER_STATE = gettext_noop(
    "What is read of this file is about %(read)s, and the assessment %(code)s is about %(there)s. Choose another "
    "State, or send the file again for the right assessment."
)
OF_OTHERS = gettext_noop(
    "Rows that name another assessment are left out (%(count)s, of %(names)s). Send the file again for each of those."
)
MOST_NAMED = 10


class Findings(Target):
    name = "findings"
    title = _("Findings of outside bodies")
    into_label = _("Assessment")
    into_help = _("The code of the report, such as TIP-2017-MNG. It is made where there is none with this code.")
    kinds = {FINDING: _("Finding"), PLACEMENT: _("Tier")}
    fields = {
        "text": _("exact text"),
        "kind": _("kind"),
        "theme": _("theme"),
        "further_themes": _("further themes"),
        "recommended_by": _("recommended by"),
        "position": _("the State's position"),
        "position_words": _("in the State's words"),
        "position_source": _("where the position is stated"),
        "goals": _("Sustainable Development Goals"),
        "groups": _("affected persons"),
        "note": _("remark"),
        "outcomes": _("what became of it"),
        "tier": _("tier"),
    }
    layouts = LAYOUTS
    permission = Action.EDIT
    longest: ClassVar = dict.fromkeys(["text", "position_words"], LONGEST_TEXT)
    takes_pasted_text = True
    told_before_applying = _(
        "What outside bodies wrote is public: once it is applied, everybody may read it through the interface for "
        "programs. The page that says what answers it is published by an act of its own."
    )

    def existing(self, actor: Actor) -> list[tuple[str, str]]:
        return [(each.code, f"{each} ({each.code})") for each in Assessment.objects.visible_to(actor)]

    def require_free(self, code: str) -> None:
        require_free_code(code)

    def destination(self, into: str, facts: Mapping[str, Any], actor: Actor) -> Sentence:
        if year := facts.get("placed"):
            each = gettext_noop("The tier of each year is compared with the assessment of that year, such as %(code)s.")
            return say(each, code=code_of_year(into, year))
        there = Assessment.objects.visible_to(actor).filter(code=into).first()
        if there is None:
            new = named(into, facts)
            return say(
                gettext_noop(
                    "The assessment %(code)s does not exist yet. It is made of this file: “%(title)s”, of the year "
                    "%(year)s, on %(state)s."
                ),
                code=into,
                title=str(I18nText(new.title)),
                year=str(new.year or timezone.localdate().year),
                state=_name_of(new.state or settings.OWN_STATE),
            )
        among = gettext_noop("Compared with the findings of %(title)s (%(code)s), and written among them.")
        return say(among, title=there, code=into)

    def title_of(self, record: Record) -> str:
        """The number and the first words: whoever moved the cuts of a text sees what came of it."""
        if record.kind == PLACEMENT:
            return str(record.values["year"])
        text = record.values["text"]
        return f"{record.values['number']} {text if len(text) <= IN_A_TITLE else f'{text[:IN_A_TITLE]}…'}"

    def completed(self, reading: Reading, *, into: str, actor: Actor) -> Reading:
        """With a row for a tier that is another than the assessment's: one of the two sources is wrong.

        What neither file nor code say of a new assessment is taken as usual here, and the preview says so.
        """
        reading = _with_what_is_taken(_of_one_assessment(reading, into, actor), into, actor)
        tier = reading.facts.get("tier", "")
        there = Assessment.objects.visible_to(actor).filter(code=into).exclude(tier__in=["", tier]).first()
        if not tier or there is None:
            return reading
        values = {"year": there.year, "tier": tier, "code": into}
        return replace(reading, records=(Record(PLACEMENT, f"{PLACEMENT}:{into}", values, Where()), *reading.records))

    def match(self, reading: Reading, *, into: str, answers: Mapping[str, str], actor: Actor) -> tuple[Change, ...]:
        there = Finding.objects.visible_to(actor).filter(assessment__code=into).current()
        findings = list(there.select_related("assessment").prefetch_related("labels"))
        told: dict[int, dict[int, Outcome]] = {}
        for outcome in Outcome.objects.filter(finding__in=there):
            told.setdefault(outcome.finding_id, {})[outcome.year] = outcome
        of_findings = iter(matched(_of(reading, FINDING), into, findings, answers, told))
        of_placements = iter(_placed(reading, into, actor))
        return tuple(next(of_findings if record.kind == FINDING else of_placements) for record in reading.records)

    def apply(
        self,
        changes: tuple[Change, ...],
        reading: Reading,
        *,
        into: str,
        answers: Mapping[str, str],
        actor: Actor,
    ) -> None:
        facts = {**reading.facts, "file": _file_of(changes)}
        placements = [change.record for change in changes if change.record.kind == PLACEMENT]
        if placements:
            tiers = {_code_of(each, into): (each.values["year"], each.values["tier"]) for each in placements}
            import_placements(placements=tiers, facts=facts, actor=actor)
        of_findings = [change for change in changes if change.record.kind == FINDING]
        if of_findings or not placements:
            assessment = assessment_for(into, facts, actor=actor)
            _require_compared(of_findings, assessment, actor)
            import_findings(
                assessment=assessment,
                arrived=self._arrived(of_findings, actor),
                tier=reading.facts.get("tier", ""),
                reason=words_to_keep(_("The file says so")),
                actor=actor,
            )

    def _arrived(self, changes: list[Change], actor: Actor) -> list[Arrived]:
        wanted = {change.pk for change in changes if change.act is Act.CHANGE}
        rows = Finding.objects.visible_to(actor).filter(pk__in=wanted) if wanted else Finding.objects.none()
        there = {finding.pk: finding for finding in rows.prefetch_related("labels")}
        return [_arrived(change, there.get(change.pk or 0)) for change in changes]

    def summary(self, reading: Reading, settled: tuple[Settled, ...]) -> dict[str, Any]:
        findings = _of(reading, FINDING)
        positions = Counter(record.values.get("position") or Position.NONE.value for record in findings)
        themes = Counter(theme for record in findings for theme in record.values.get("theme", {}).values())
        tiers = {str(record.values["year"]): record.values["tier"] for record in _of(reading, PLACEMENT)}
        return {
            "by_position": {position.value: positions[position.value] for position in Position},
            "by_theme": dict(reading.facts.get("by_theme") or themes),
            "numbers": [record.values["number"] for record in findings],
            "tier": reading.facts.get("tier") or None,
            **({"tiers": tiers} if tiers else {}),
            "themes": len(themes),
        }

    def told_of(self, summary: Mapping[str, Any]) -> list[tuple[int, str]]:
        findings, themes = len(summary.get("numbers", [])), len(summary.get("by_theme", {}))
        positions, years = summary.get("by_position", {}), len(summary.get("tiers", {}))
        return [
            (findings, npgettext("in a file", "finding", "findings", findings)),
            *((positions.get(each.value, 0), str(each.label)) for each in Position if each != Position.NONE),
            (themes, npgettext("in a file", "theme", "themes", themes)),
            (years, npgettext("in a file", "year with a tier", "years with a tier", years)),
        ]

    def language_of(self, record: Record) -> str:
        return str(record.values.get("language", ""))

    def url_of(self, into: str) -> str:
        return address_of("assessment_detail", into)


def _require_compared(changes: list[Change], assessment: Assessment, actor: Actor) -> None:
    """What somebody entered since the preview was compared with no row: it may be the same finding."""
    now = newest_of(Finding.objects.visible_to(actor).filter(assessment=assessment).current())
    if any(change.stood != now for change in changes):
        raise RuleBroken(
            gettext("Somebody entered or corrected findings since the preview. Nothing was applied: look at it again.")
        )


def _file_of(changes: tuple[Change, ...]) -> str:
    """The name of the file that the rows stand in; nothing where they were never stored."""
    rows = ImportedRow.objects.filter(pk__in=[change.row for change in changes[:1] if change.row])
    return rows.values_list("batch__file_name", flat=True).first() or ""


def _of_one_assessment(reading: Reading, into: str, actor: Actor) -> Reading:
    """Without the rows that name another assessment that is there, as a file of all findings has them."""
    named_there = {str(record.values.get("assessment", "")) for record in reading.records} - {"", into}
    codes = Assessment.objects.visible_to(actor).filter(code__in=named_there).values_list("code", flat=True)
    others = set(codes) if named_there else set()
    kept = tuple(record for record in reading.records if record.values.get("assessment") not in others)
    if len(kept) == len(reading.records):
        return reading
    names = ", ".join([*sorted(others)[:MOST_NAMED], *(["…"] if len(others) > MOST_NAMED else [])])
    sentence = say(OF_OTHERS, count=len(reading.records) - len(kept), names=names)
    return replace(reading, records=kept, problems=(Problem(Where(), sentence), *reading.problems))


def _with_what_is_taken(reading: Reading, into: str, actor: Actor) -> Reading:
    """The reading with the State and the year of a new assessment, and what is doubtful about them.

    Raises NotUnderstood where it is about another State than the assessment that is there. Rows that only place States
    in tiers name their own year.
    """
    there = Assessment.objects.visible_to(actor).filter(code=into).first()
    said_by, read = named(into, reading.facts), str(reading.facts.get("state", ""))
    if there is not None:
        if read and read != there.state:
            words = {"read": _name_of(read), "there": _name_of(there.state), "code": into}
            raise NotUnderstood(say(OF_ANOTHER_STATE, **words))
        return reading
    told = []
    state = said_by.state or settings.OWN_STATE
    if state_of_code := named(into, {}).state:
        if read and read != state_of_code:
            told.append(say(TWO_STATES, read=_name_of(read), named=_name_of(state_of_code), code=into))
    elif not read and _of(reading, FINDING):
        told.append(say(OWN_STATE_TAKEN, state=_name_of(state), code=into))
    if said_by.year is None and _of(reading, FINDING):
        told.append(say(YEAR_TAKEN, year=str(timezone.localdate().year), code=into))
    problems = (*(Problem(Where(), each) for each in told), *reading.problems)
    return replace(reading, facts={**reading.facts, "state": state}, problems=problems)


def _name_of(state: str) -> str:
    return str(state_shown(state))


def _of(reading: Reading, kind: str) -> list[Record]:
    return [record for record in reading.records if record.kind == kind]


def _arrived(change: Change, current: Finding | None) -> Arrived:
    record = change.record
    outcomes = record.values.get("outcomes", [])
    if current is None:
        return Arrived(
            record.values["number"], complete_content(record), Labels(**labels_of(record)), outcomes, row=change.row
        )
    content = content_of(record)
    for name in ("theme", "position_words"):
        if name in content:
            content[name] = getattr(current, name) | content[name]
    stored = Labels.of(current.labels.all())
    labels = Labels(**{**vars(stored), **labels_of(record)})
    return Arrived(
        current.number,
        content,
        labels,
        outcomes,
        told_before="\n".join(each.old for each in change.differences if each.field == "outcomes" and each.old),
        corrects=current.pk,
        version=change.version,
        row=change.row,
    )


def _placed(reading: Reading, into: str, actor: Actor) -> list[Change]:
    """A year that has another tier here is a question: sources differ, and one of them is wrong."""
    records = _of(reading, PLACEMENT)
    said = json.dumps([record.values for record in reading.records], sort_keys=True) if records else ""
    codes = [_code_of(record, into) for record in records]
    known = {each.code: each for each in Assessment.objects.visible_to(actor).filter(code__in=codes)}
    return [_placement(record, known.get(code), said) for record, code in zip(records, codes, strict=True)]


def _code_of(placement: Record, into: str) -> str:
    """Of the assessment whose tier it is: that of its year, unless it names another."""
    return str(placement.values.get("code") or code_of_year(into, placement.values["year"]))


def _placement(record: Record, there: Assessment | None, said: str) -> Change:
    """Which source is right is answered for this one: `said` is all that it says."""
    tier = record.values["tier"]
    if there is None:
        return Change(record, Act.CREATE, (Difference("tier", "", str(Tier(tier).label)),))
    if there.tier == tier:
        return Change(record, Act.NOTHING, pk=there.pk, version=there.version)
    differences = (Difference("tier", str(Tier(there.tier).label) if there.tier else "", str(Tier(tier).label)),)
    if not there.tier:
        return Change(record, Act.CHANGE, differences, pk=there.pk, version=there.version)
    doubt = Doubt(
        name_of_doubt("tier", there.code, there.tier, tier, said),
        record.where,
        say(
            gettext_noop("For %(year)s this file says %(new)s. Here stands %(old)s, from %(source)s."),
            year=str(record.values["year"]),
            new=say(TIERS[tier]),
            old=say(TIERS[there.tier]),
            source=there.source,
        ),
        (Choice(TAKEN, say(gettext_noop("This file is right: change the tier"))),),
    )
    return Change(record, Act.CHANGE, differences, (doubt,), pk=there.pk, version=there.version)


TIERS: dict[str, str] = {
    Tier.ONE: gettext_noop("Tier 1"),
    Tier.TWO: gettext_noop("Tier 2"),
    Tier.WATCH_LIST: gettext_noop("Tier 2 Watch List"),
    Tier.THREE: gettext_noop("Tier 3"),
}
