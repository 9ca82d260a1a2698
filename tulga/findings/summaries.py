from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Min
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.findings.choices import About, Degree, Kind, Position, Tier
from tulga.findings.models import Assessment, Finding, Label
from tulga.findings.querysets import FindingQuerySet
from tulga.findings.which_state import StateChoice, choose_state, state_shown
from tulga.kit import charts
from tulga.kit.actor import Actor
from tulga.kit.addresses import address_of
from tulga.kit.i18n import Shown
from tulga.kit.search import fold

NO_POSITION = gettext_lazy("No position")


@dataclass(frozen=True)
class Became:
    """What became of a finding: in words, with the page that shows it where there is one."""

    words: str
    url: str = ""
    colour: str = ""


@dataclass(frozen=True)
class FindingLine:
    """A finding as one row of its assessment's page."""

    number: str
    revision: int
    words: Shown
    url: str
    kind: str | Promise
    theme: Shown
    is_paraphrase: bool
    position: str | Promise
    colour: str
    became: tuple[Became, ...] = ()


def finding_lines(findings: Iterable[Finding]) -> list[FindingLine]:
    """The rows (read with their assessment); a position nobody asked for is blank."""
    return [_line(finding) for finding in findings]


def followed_lines(findings: Iterable[Finding], actor: Actor) -> list[FindingLine]:
    """The rows (read `for_reading`), each with what became of it."""
    later = _later_assessments(actor)
    return [_line(finding, became_of(finding, later)) for finding in findings]


def _line(finding: Finding, became: tuple[Became, ...] = ()) -> FindingLine:
    position = Position(finding.position)
    return FindingLine(
        number=finding.number,
        revision=finding.revision,
        words=finding.words(),
        url=finding.get_absolute_url(),
        kind=Kind(finding.kind).label,
        theme=finding.theme.shown(),
        is_paraphrase=finding.is_paraphrase,
        position="" if position == Position.NONE else position.label,
        colour=position.colour,
        became=became,
    )


# --- What became of each -----------------------------------------------------------------------------------------
Later = dict[tuple[object, ...], list[Assessment]]


def _later_assessments(actor: Actor) -> Later:
    """Of each body and State, the assessments that hold findings, by year."""
    found: Later = {}
    rows = Assessment.objects.visible_to(actor).with_findings().order_by("year", "code")
    for assessment in rows:
        found.setdefault(_series(assessment), []).append(assessment)
    return found


def _series(assessment: Assessment) -> tuple[object, ...]:
    return assessment.body_id, tuple(sorted(assessment.body_name.items())), assessment.state


def became_of(finding: Finding, later: Later) -> tuple[Became, ...]:
    """What its sources say, where it was repeated; else whether a later assessment says it no more."""
    told = [_told(outcome.year, outcome.degree, outcome.words) for outcome in list(finding.outcomes.all())[-1:]]
    told += [
        Became(
            _("repeated in %(year)s as number %(number)s")
            % {"year": tie.later.assessment.year, "number": tie.later.number},
            tie.later.get_absolute_url(),
            "amber",
        )
        for tie in finding.repeated_in.all()
    ]
    if told:
        return tuple(told)
    assessment = finding.assessment
    following = [each for each in later.get(_series(assessment), []) if each.year > assessment.year]
    if not following:
        return ()
    words = _("not tied to any finding of %(year)s") % {"year": following[0].year}
    return (Became(words, following[0].get_absolute_url()),)


def _told(year: int, degree: str, words: str) -> Became:
    label = str(Degree(degree).label) if degree else words or _("asked for again")
    return Became(f"{label} ({year})", colour=Degree(degree).colour if degree else "")


# --- By theme ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ThemeLine:
    """A theme, how many findings are about it, and in which years."""

    code: str
    words: Shown
    count: int
    years: str


def theme_lines(actor: Actor, state: str = "", query: str = "") -> tuple[StateChoice, list[ThemeLine]]:
    """Of the State that was asked for: themes with most findings first; of those alike, the latest."""
    labels = Label.objects.visible_to(actor).current().filter(about=About.THEME)
    counted = labels.order_by().values("code", "finding__assessment__state", "finding__assessment__year")
    counts = list(counted.annotate(n=Count("pk"), first=Min("pk")))
    choice = choose_state(state, (row["finding__assessment__state"] for row in counts))
    years: dict[str, Counter[int]] = {}
    firsts: dict[str, int] = {}
    for row in counts:
        if row["finding__assessment__state"] != choice.chosen:
            continue
        years.setdefault(row["code"], Counter())[row["finding__assessment__year"]] += row["n"]
        firsts[row["code"]] = min(row["first"], firsts.get(row["code"], row["first"]))
    words = {label.code: label.words.shown() for label in labels.filter(pk__in=firsts.values())}
    lines = [
        ThemeLine(code, words[code], by_year.total(), ", ".join(map(str, sorted(by_year, reverse=True))))
        for code, by_year in years.items()
    ]
    wanted = fold(query).split()
    found = [line for line in lines if all(word in fold(line.words.text) for word in wanted)]
    return choice, sorted(found, key=lambda line: (-line.count, -max(years[line.code]), line.words.text))


def theme_named(code: str, actor: Actor, state: str = "") -> tuple[StateChoice, Shown] | None:
    """What the theme with this code is called, and which State it is about: the one that was asked for, else the own
    one, else the one with most findings about it. None where no finding is about it."""
    labels = Label.objects.visible_to(actor).current().filter(about=About.THEME, code=code)
    rows = list(labels.order_by("pk").values_list("words", "finding__assessment__state"))
    if not rows:
        return None
    known = Counter(on for _words, on in rows)
    if not known.keys() & {state, settings.OWN_STATE} and state != settings.OWN_STATE:
        state = known.most_common(1)[0][0]
    return choose_state(state, known), rows[0][0].shown()


# --- By year -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class YearAssessment:
    """One report of a year, with its findings by the State's position."""

    title: Shown
    url: str
    tier: str | Promise
    colour: str
    count: int
    supported: int
    noted: int


@dataclass(frozen=True)
class YearLine:
    year: int
    assessments: tuple[YearAssessment, ...]
    supported: int
    noted: int
    without: int

    @property
    def count(self) -> int:
        return self.supported + self.noted + self.without


def year_lines(actor: Actor, state: str = "") -> tuple[StateChoice, list[YearLine]]:
    """Every year with a report on the State that was asked for, the latest first."""
    counts: dict[int, Counter[str]] = {}
    rows = Finding.objects.visible_to(actor).current().order_by().values_list("assessment", "position")
    for assessment, position, number in rows.annotate(n=Count("pk")):
        counts.setdefault(assessment, Counter())[position] += number
    years: dict[int, list[YearAssessment]] = {}
    totals: dict[int, Counter[str]] = {}
    assessments = list(Assessment.objects.visible_to(actor).order_by("-year", "code"))
    choice = choose_state(state, (each.state for each in assessments))
    for each in assessments:
        if each.state != choice.chosen:
            continue
        by_position = counts.get(each.pk, Counter())
        totals.setdefault(each.year, Counter()).update(by_position)
        years.setdefault(each.year, []).append(_of_year(each, by_position))
    return choice, [
        YearLine(
            year,
            tuple(of_year),
            supported=totals[year][Position.SUPPORTED],
            noted=totals[year][Position.NOTED],
            without=totals[year][Position.NONE],
        )
        for year, of_year in years.items()
    ]


def _of_year(assessment: Assessment, by_position: Counter[str]) -> YearAssessment:
    tier = Tier(assessment.tier) if assessment.tier else None
    return YearAssessment(
        title=assessment.title.shown(),
        url=assessment.get_absolute_url(),
        tier=tier.label if tier else "",
        colour=tier.colour if tier else "",
        count=by_position.total(),
        supported=by_position[Position.SUPPORTED],
        noted=by_position[Position.NOTED],
    )


def years_drawn(lines: Sequence[YearLine]) -> SafeString:
    """Findings of each year by position; years without any are left out."""
    series = [
        charts.Series("green", Position.SUPPORTED.label),
        charts.Series("amber", Position.NOTED.label),
        charts.Series("grey", NO_POSITION),
    ]
    rows = [
        (str(line.year), {"green": line.supported, "amber": line.noted, "grey": line.without})
        for line in lines
        if line.count
    ]
    return charts.stacked_bars(rows, series, title=_("Findings by year and position")) if rows else SafeString("")


# --- Tiers -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class TierYear:
    year: int
    tier: str | Promise
    colour: str
    url: str
    code: str
    source: str
    note: Shown


@dataclass(frozen=True)
class TierHistory:
    """A State's tiers by year: the drawing, and the same beside it with the source of each."""

    state: str
    name: Shown
    drawn: SafeString
    years: tuple[TierYear, ...]


def tier_histories(actor: Actor) -> list[TierHistory]:
    """Each State's, the one with most years first."""
    states: dict[str, list[Assessment]] = {}
    for each in Assessment.objects.visible_to(actor).exclude(tier="").order_by("-year", "code"):
        states.setdefault(each.state, []).append(each)
    ordered = sorted(states.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        TierHistory(state, state_shown(state), _tiers_drawn(state, rows), tuple(map(_tier_year, rows)))
        for state, rows in ordered
    ]


def _tiers_drawn(state: str, rows: Sequence[Assessment]) -> SafeString:
    levels = [charts.Series(tier.colour, tier.label) for tier in Tier]
    points = {row.year: Tier(row.tier).colour for row in reversed(rows)}
    return charts.steps(points, levels, title=_("Tiers of %(state)s by year") % {"state": state_shown(state)})


def _tier_year(assessment: Assessment) -> TierYear:
    tier = Tier(assessment.tier)
    return TierYear(
        assessment.year,
        tier.label,
        tier.colour,
        assessment.get_absolute_url(),
        assessment.code,
        assessment.source,
        remark(assessment.note),
    )


def remark(words: str) -> Shown:
    """Words that are kept without their language: English, unless a letter is Cyrillic."""
    return Shown(words, "mn" if re.search("[а-яёөү]", words, re.IGNORECASE) else "en")


# --- One finding, one theme --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class LabelLine:
    """All that a finding is labelled with of one kind."""

    term: str | Promise
    values: tuple[tuple[Shown, str], ...]  # the words, and the page of that label where there is one


def labels_shown(finding: Finding) -> list[LabelLine]:
    """Further themes, goals, affected persons (read with its labels); States stand by their names elsewhere."""
    by_kind: dict[str, list[tuple[Shown, str]]] = {}
    for label in finding.labels.all():
        by_kind.setdefault(label.about, []).append((label.words.shown(), _page_of(label, finding)))
    return [LabelLine(About(about).label, tuple(values)) for about, values in by_kind.items() if about != About.STATE]


def _page_of(label: Label, finding: Finding) -> str:
    if label.about == About.THEME:
        return address_of("theme_detail", label.code) + StateChoice(finding.assessment.state).query
    return f"{address_of('finding_list')}?goal={label.code}" if label.about == About.GOAL else ""


@dataclass(frozen=True)
class OutcomeLine:
    year: int
    degree: str | Promise
    colour: str
    words: str
    is_asked: bool
    source: str


def outcome_lines(finding: Finding) -> list[OutcomeLine]:
    """What became of it year by year (read with its outcomes)."""
    return [
        OutcomeLine(
            each.year,
            Degree(each.degree).label if each.degree else "",
            Degree(each.degree).colour if each.degree else "",
            each.words,
            each.is_asked,
            each.source,
        )
        for each in finding.outcomes.all()
    ]


@dataclass(frozen=True)
class AssessmentGroup:
    """Findings of one assessment about a theme."""

    year: int
    title: Shown
    url: str
    findings: tuple[FindingLine, ...]


def by_assessment(findings: Sequence[Finding], actor: Actor) -> list[AssessmentGroup]:
    """In the order given, each group under its assessment."""
    lines = followed_lines(findings, actor)
    groups: dict[int, list[FindingLine]] = {}
    assessments: dict[int, Assessment] = {}
    for finding, line in zip(findings, lines, strict=True):
        groups.setdefault(finding.assessment_id, []).append(line)
        assessments[finding.assessment_id] = finding.assessment
    return [
        AssessmentGroup(each.year, each.title.shown(), each.get_absolute_url(), tuple(groups[pk]))
        for pk, each in assessments.items()
    ]


def positions_of(findings: FindingQuerySet) -> list[tuple[str | Promise, str, int]]:
    """How many findings the State answered how, where it answered any."""
    counts = dict(findings.order_by().values_list("position").annotate(n=Count("pk")))
    if set(counts) <= {Position.NONE}:
        return []
    return [(position.label, position.colour, counts[position]) for position in Position if counts.get(position)]
