"""The findings that an activity answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tulga.answers.choices import Extent
from tulga.answers.models import Link
from tulga.audit.summaries import HistoryLine, history_of
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.i18n import Shown
from tulga.plan.models import Activity


@dataclass(frozen=True)
class AnsweredLine:
    """A finding in its latest words, how far the activity answers it, and for those who signed in who said so."""

    finding: Finding
    url: str
    words: Shown
    report: Shown
    extent: Extent
    link: Link
    spoken: HistoryLine | None


def findings_answered(
    activity: Activity, actor: Actor, *, address: Callable[[Finding], str] = Finding.get_absolute_url
) -> list[AnsweredLine]:
    """As far as the actor may see the links; the fullest answers first, of these the latest reports."""
    links = list(Link.objects.visible_to(actor).accepted().filter(activity=activity).select_related("finding"))
    if not links:
        return []
    numbers = {(each.finding.assessment_id, each.finding.number) for each in links}
    rows = Finding.objects.visible_to(actor).current().select_related("assessment__body")
    rows = rows.filter(
        assessment__in={assessment for assessment, _number in numbers}, number__in={number for _at, number in numbers}
    )
    latest = {(row.assessment_id, row.number): row for row in rows}
    spoken = {} if actor.is_public else _last_spoken(links)
    lines = [
        _line(latest[each.finding.assessment_id, each.finding.number], each, spoken.get(each.pk), address)
        for each in links
    ]
    lines.sort(key=lambda line: line.finding.order_key)
    lines.sort(key=lambda line: (line.extent != Extent.FULLY, -line.finding.assessment.year))
    return lines


def _line(finding: Finding, link: Link, spoken: HistoryLine | None, address: Callable[[Finding], str]) -> AnsweredLine:
    return AnsweredLine(
        finding=finding,
        url=address(finding),
        words=finding.words(),
        report=finding.assessment.title.shown(),
        extent=Extent(link.extent),
        link=link,
        spoken=spoken,
    )


def _last_spoken(links: Sequence[Link]) -> dict[int, HistoryLine]:
    """What was said last of each link: by which office, and when."""
    if len(links) == 1:
        told = history_of(links[0])
        return {links[0].pk: told[0]} if told else {}
    lines = history_of(*links, names={each: str(each.pk) for each in links})
    return {int(each.of): each for each in reversed(lines)}
