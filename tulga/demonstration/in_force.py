"""An order of what was endorsed, the release that follows it, and what the offices say that receive it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tulga.demonstration.clock import Story, moment, working_day, working_days_before
from tulga.demonstration.papers import illustrative_scan
from tulga.demonstration.people import FOCAL_POINTS
from tulga.demonstration.story import CHAIRS_OFFICE
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.services import approving, delivering, preparing
from tulga.documents.paper import CameBy, Paper
from tulga.kit.audience import Audience
from tulga.recommendations.models import Decision
from tulga.recommendations.services import deciding

if TYPE_CHECKING:
    from tulga.demonstration import story
    from tulga.demonstration.rounds import Days, Round, Sitting
    from tulga.kit.i18n import I18nText
    from tulga.recommendations.models import Recommendation

REACH_FORCE = {"released", "implemented", "superseded", "replaces"}
MADE_KNOWN = "Хэлтсүүдэд танилцуулсан."


@dataclass
class PutInForce:
    """What these sittings brought as far as an order and a release."""

    round: Round
    sittings: Sequence[Sitting]
    number: str
    title: I18nText
    is_acting: bool = False
    release: Release | None = field(default=None, init=False)

    @property
    def days(self) -> Days:
        return self.sittings[0].days

    @property
    def told(self) -> list[story.Recommendation]:
        return [each for sitting in self.sittings for each in sitting.told if each.reaches in REACH_FORCE]

    def row(self, told: story.Recommendation) -> Recommendation:
        row = self.round.rows[told.title["en"]]
        row.refresh_from_db()
        return row

    def story(self) -> Story:
        days = self.days
        yield moment(days.printed, 11)
        secretariat = self.round.actor("secretariat")
        rows = [self.row(each) for each in self.told]
        order = deciding.print_order(
            decisions=Decision.objects.filter(item__recommendation__in=rows),
            signatory_title=CHAIRS_OFFICE,
            actor=secretariat,
        )
        yield moment(days.ordered, 15)
        deciding.register_order(
            order=order,
            number=self.number,
            dated_on=days.ordered,
            signatory_title=CHAIRS_OFFICE,
            is_acting=self.is_acting,
            scan=illustrative_scan(f"Order {self.number}"),
            expected_version=order.version,
            actor=secretariat,
        )
        yield moment(days.prepared, 10)
        release = preparing.prepare_release(
            title=self.title,
            recommendations=rows,
            audiences=frozenset(Audience),
            year=days.ordered.year,
            is_illustrative=True,
            actor=secretariat,
        )
        yield moment(days.released, 16)
        self.release = approving.approve_release(release=release, actor=self.round.actor("secretariat2"))

    # --- What the offices say ---------------------------------------------------------------------------------------
    def all_acknowledge(self) -> Story:
        """Offices with people here within a few days; the others on the telephone, one after another."""
        first = working_day(self.days.released + dt.timedelta(days=1))
        for place, (code, name) in enumerate(FOCAL_POINTS.items()):
            yield moment(working_day(first + dt.timedelta(days=place // 2)), 9, 25 * place)
            self._acknowledge(code, name)
        day = working_day(first + dt.timedelta(days=7))
        silent = Delivery.objects.open().filter(release=self._released()).order_by("pk")
        for place, code in enumerate(silent.values_list("agency__code", flat=True)):
            yield moment(day, 9, 5 * place)
            self._answer_by_telephone(code, day)

    def some_acknowledge(self, today: dt.date) -> Story:
        """Some here, one by telephone, one only opened it, one says why it takes longer, and some nothing yet."""
        for days, code in ((5, "NAFYCD"), (4, "GABP")):
            yield moment(working_days_before(today, days), 11)
            self._acknowledge(code, FOCAL_POINTS[code])
        day = working_days_before(today, 3)
        yield moment(day, 15)
        self._answer_by_telephone("IAM", day)
        yield moment(day, 16)
        delivering.open_release(release=self._released(), actor=self.round.actor("labour"))
        yield moment(working_days_before(today, 2), 10)
        delivering.explain_delay(
            delivery=self._delivery("SSIA"), reason="Дарга томилолттой байна.", actor=self.round.actor("inspection")
        )

    def _released(self) -> Release:
        if self.release is None:
            raise LookupError(f"nothing is released by order {self.number} yet")
        return self.release

    def _delivery(self, code: str) -> Delivery:
        return Delivery.objects.select_related("agency", "release").get(release=self._released(), agency__code=code)

    def _acknowledge(self, code: str, name: str) -> None:
        actor = self.round.actor(name)
        delivering.open_release(release=self._released(), actor=actor)
        delivering.acknowledge(delivery=self._delivery(code), words=MADE_KNOWN, actor=actor)

    def _answer_by_telephone(self, code: str, day: dt.date) -> None:
        called = Paper(CameBy.TELEPHONE, "", day, caller="Бичиг хэргийн ажилтан")
        delivering.acknowledge(delivery=self._delivery(code), paper=called, actor=self.round.actor("secretariat"))
