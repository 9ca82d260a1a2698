"""Findings and what answers them, line by line, and each agency's share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.answers.choices import IN_FORCE, PROPOSED, Extent, Standing
from tulga.answers.models import Link
from tulga.answers.querysets import activities_that_count, named_by_drafters
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText, Shown
from tulga.plan.models import Activity
from tulga.recommendations.models import Recommendation

Text = str | Promise
Answer = Activity | Recommendation
Key = tuple[int, str]  # an assessment and a number in it: the finding through its revisions
Address = Callable[[Answer], str]

NAMED_BY_DRAFTERS = gettext_lazy("named by its drafters")
NOT_JUDGED = gettext_lazy("Named, not judged")


@dataclass(frozen=True)
class AnswerLine:
    """An activity or a recommendation as an answer to one finding."""

    kind: Text
    number: str
    words: Shown
    url: str
    extent: Text
    colour: str
    note: str
    counts: bool
    link: Link | None = None

    @property
    def said(self) -> str:
        return self.link.words if self.link else ""


@dataclass(frozen=True)
class GapLine:
    """One finding with what answers it. Its standing is that of the best answer."""

    finding: Finding
    words: Shown
    theme: Shown
    standing: Standing
    answers: Sequence[AnswerLine]

    @property
    def is_only_named(self) -> bool:
        """Counted as answered in part because drafters named an answer; nobody has said how far it answers."""
        return self.standing == Standing.PARTLY and not any(each.counts and each.link for each in self.answers)

    @property
    def label(self) -> Text:
        return NOT_JUDGED if self.is_only_named else self.standing.label


@dataclass(frozen=True)
class Share:
    """What one lead agency's activities of plans in force answer."""

    agency: I18nText
    activities: int
    answering: int
    findings: int


def gap_lines(findings: Iterable[Finding], actor: Actor, *, address: Address | None = None) -> list[GapLine]:
    """The findings (read with their standing and assessment), in the order given."""
    findings = list(findings)
    answers = answers_to(findings, actor, address=address)
    return [
        GapLine(
            finding=finding,
            words=finding.words(),
            theme=finding.theme.shown(),
            standing=Standing(finding.standing),  # type: ignore[attr-defined]  # annotated by with_standing
            answers=answers[finding.assessment_id, finding.number],
        )
        for finding in findings
    ]


def answers_to(
    findings: Iterable[Finding], actor: Actor, *, address: Address | None = None
) -> dict[Key, list[AnswerLine]]:
    """What the actor may see of what answers each finding, the fullest first: five queries however many findings."""
    rows = Finding.objects.filter(pk__in=[finding.pk for finding in findings])
    links = list(Link.objects.visible_to(actor).accepted().about(rows).select_related("finding").order_by("pk"))
    keys = set(rows.values_list("assessment", "number"))
    ties = named_by_drafters(actor).filter(finding__assessment__in={assessment for assessment, _number in keys})
    named = [
        (recommendation, (assessment, number))
        for recommendation, assessment, number in ties.values_list(
            "recommendation", "finding__assessment", "finding__number"
        )
        if (assessment, number) in keys
    ]
    return _lines(links, named, actor, address)


def refused_answers(finding: Finding, actor: Actor) -> list[AnswerLine]:
    """What answers the finding not at all, as far as the actor may know that somebody said so."""
    rows = Finding.objects.filter(pk=finding.pk)
    links = list(Link.objects.visible_to(actor).refused().about(rows).select_related("finding").order_by("pk"))
    return _lines(links, [], actor)[finding.assessment_id, finding.number] if links else []


def _lines(
    links: Sequence[Link], named: Sequence[tuple[int, Key]], actor: Actor, address: Address | None = None
) -> dict[Key, list[AnswerLine]]:
    """What was said and what drafters named, as lines of each finding, as far as the actor may see the answers."""
    wanted = {link.recommendation_id for link in links} | {recommendation for recommendation, _key in named}
    recommendations = Recommendation.objects.visible_to(actor).in_bulk([pk for pk in wanted if pk])
    activities = _activities({link.activity_id for link in links if link.activity_id}, actor)
    counting = set(activities_that_count().filter(pk__in=activities).values_list("pk", flat=True))
    place = address or (lambda answer: str(answer.get_absolute_url()))

    found: dict[Key, list[AnswerLine]] = defaultdict(list)
    for link in sorted(links, key=lambda link: link.extent != Extent.FULLY):
        key = link.finding.assessment_id, link.finding.number
        if link.activity_id in activities:
            activity = activities[link.activity_id]
            found[key].append(_of_activity(activity, link, place, counts=activity.pk in counting))
        elif link.recommendation_id in recommendations:
            found[key].append(_of_recommendation(recommendations[link.recommendation_id], link, place))
    for pk, key in named:
        if recommendations[pk].status in {*PROPOSED, *IN_FORCE}:
            found[key].append(_of_recommendation(recommendations[pk], None, place))
    return found


def shares_of(actor: Actor, state: str) -> list[Share]:
    """Of the findings on a State, for each lead agency of plans in force; who answers most of them first."""
    answered: dict[int, set[Key]] = defaultdict(set)
    links = Link.objects.visible_to(actor).accepted().filter(finding__assessment__state=state).exclude(activity=None)
    for activity, assessment, number in links.values_list("activity", "finding__assessment", "finding__number"):
        answered[activity].add((assessment, number))
    by_agency: dict[int, list[Any]] = defaultdict(list)
    names: dict[int, I18nText] = {}
    rows = activities_that_count().visible_to(actor).exclude(current__lead_agency=None).order_by()
    for pk, agency, name in rows.values_list("pk", "current__lead_agency", "current__lead_agency__name"):
        by_agency[agency].append(pk)
        names[agency] = name
    shares = [
        Share(
            agency=names[agency],
            activities=len(own),
            answering=sum(pk in answered for pk in own),
            findings=len(set().union(*(answered.get(pk, ()) for pk in own))),
        )
        for agency, own in by_agency.items()
    ]
    return sorted(shares, key=lambda share: (-share.findings, -share.activities, str(share.agency)))


def _activities(wanted: Iterable[int], actor: Actor) -> dict[int, Activity]:
    rows: QuerySet[Activity] = Activity.objects.visible_to(actor).for_listing()
    return rows.in_bulk(list(wanted))


def lead_of(activity: Activity) -> str:
    """The lead agency, or the plan's words where Tulga knows no such agency."""
    entry = activity.entry
    return str(entry.lead_agency.name) if entry.lead_agency else entry.lead_words


def _of_activity(activity: Activity, link: Link, place: Address, *, counts: bool) -> AnswerLine:
    note = " · ".join(each for each in (lead_of(activity), str(activity.plan.title)) if each)
    return AnswerLine(
        kind=_("Activity"),
        number=activity.number,
        words=activity.title.shown(),
        url=place(activity),
        extent=Extent(link.extent).label,
        colour=Extent(link.extent).colour if counts else "grey",
        note=note if counts else f"{note} · {_('not in force any more')}",
        counts=counts,
        link=link,
    )


def _of_recommendation(recommendation: Recommendation, link: Link | None, place: Address) -> AnswerLine:
    counts = recommendation.in_force_on is not None and recommendation.status in IN_FORCE
    title: Any = recommendation.title
    return AnswerLine(
        kind=_("Recommendation") if recommendation.reference else _("Draft recommendation"),
        number=recommendation.reference or "",
        words=title.shown(),
        url=place(recommendation),
        extent=Extent(link.extent).label if link else NOT_JUDGED,
        colour=(Extent(link.extent).colour if link else "blue") if counts else "amber",
        note=" · ".join(str(each) for each in (recommendation.state.label, "" if link else NAMED_BY_DRAFTERS) if each),
        counts=counts,
        link=link,
    )
