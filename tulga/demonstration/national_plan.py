"""The plan of 2017 with its amendment, now expired; the plan of today that began from it; and an amendment as a draft.

Its title and legal basis are real; goals, activities, money and indicators are illustrative.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tulga.agencies.models import Agency
from tulga.demonstration.clock import Story, moment, working_day, working_days_before
from tulga.demonstration.people import FOCAL_POINTS
from tulga.demonstration.story import both
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText
from tulga.places.models import Place
from tulga.plan.choices import ActivityStatus
from tulga.plan.models import Activity, Entry, Plan, PlanEdition, PlanItem
from tulga.plan.services.amending import begin_amendment, begin_plan_from, expire, put_in_force
from tulga.plan.services.entering import create_activity, edit_entry, report_status
from tulga.plan.services.parting import (
    create_budget_line,
    create_indicator,
    create_milestone,
    edit_budget_line,
    edit_indicator,
)
from tulga.plan.services.planning import create_item, create_plan, edit_edition, edit_plan
from tulga.plan.values import Value

FIRST_DAY, LAST_DAY, AMENDED_ON = dt.date(2017, 1, 1), dt.date(2021, 12, 31), dt.date(2019, 6, 3)
ENTERED_ON, LAST_REPORTS_ON = dt.date(2017, 9, 18), dt.date(2021, 12, 27)
REPORTED_ON = dt.date(2018, 9, 17)
YEARS = 5
TOGRIK = "MNT"


@dataclass(frozen=True)
class Measure:
    """An indicator: the baseline of 2016 and the targets by year, as a table would print them."""

    title: I18nText
    unit: I18nText
    baseline: str
    targets: Mapping[int, str]
    disaggregation: tuple[str, ...] = ()
    means: I18nText = field(default_factory=I18nText)


@dataclass(frozen=True)
class Promise:
    number: str
    title: I18nText
    pillar: str
    lead: str
    status: str = ""
    sentence: I18nText = field(default_factory=I18nText)
    reporter: str = ""
    with_: tuple[str, ...] = ()
    paid_by: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    first_year: int = 2017
    last_year: int = 2021
    recurrence: str = ""
    milestones: tuple[tuple[I18nText, str], ...] = ()
    money: tuple[tuple[int | None, str, str], ...] = ()  # the year, the source, million togrik as given
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Goal:
    number: str
    title: I18nText
    promises: tuple[Promise, ...]


PLAN = {
    "code": "NAP-2017-2021",
    "title": both(
        "Хүн худалдаалахтай тэмцэх үндэсний хөтөлбөр", "National Programme on Combating Trafficking in Persons"
    ),
    "legal_basis": both("Засгийн газрын 2017 оны 148 дугаар тогтоол", "Government Resolution 148 of 2017"),
    "source": "legalinfo.mn, annex of Government Resolution 148 of 2017; goals and activities here are illustrative",
}
LEVELS = [both("Зорилт", "Objective")]
STATE, OWN, DONORS = "state", "own", "donors"
SOURCES = {
    STATE: both("Улсын төсөв", "State budget"),
    OWN: both("Өөрийн хөрөнгө", "Own funds"),
    DONORS: both("Олон улсын байгууллага", "International organisations"),
}
TIMES, PERSONS, SHARE = both("удаа", "times"), both("хүн", "persons"), both("хувь", "per cent")
GOALS = (
    Goal(
        "1",
        both("Хүн худалдаалах гэмт хэргээс урьдчилан сэргийлэх", "Prevent trafficking in persons"),
        (
            Promise(
                "1.1",
                both("Боомтын сум, зам дагуу сэрэмжлүүлэх ажил хийх", "Warn people in border soums and along roads"),
                "prevention",
                "NAFYCD",
                "on_track",
                both("Хоёр аймгийн найман суманд хийв.", "Held in eight soums of two aimags."),
                "family",
                with_=("NPA", "GABP", "UMN", "DRN"),
                places=("MN46", "MN44"),
                recurrence="yearly",
                money=((2017, STATE, "9.1"), (2018, STATE, "9.1"), (2019, STATE, "9.1"), (2018, DONORS, "12")),
                measures=(
                    Measure(
                        both("Өдөрлөгийн тоо", "Information days"),
                        TIMES,
                        "4",
                        {2017: "8", 2018: "10", 2019: "12", 2020: "12", 2021: "12"},
                    ),
                    Measure(
                        both("Хамрагдсан хүн", "People reached"),
                        PERSONS,
                        "850",
                        {2017: "2 000", 2018: "3 000", 2019: "4 000", 2020: "4 500", 2021: "5 000"},
                        ("sex", "age", "place"),
                        both("Өдөрлөгийн тайлан", "Reports of the days"),
                    ),
                ),
            ),
            Promise(
                "1.2",
                both(
                    "Тээврийн компанийн хөдөлмөрийн нөхцөлийг шалгах",
                    "Inspect working conditions at transport companies",
                ),
                "prevention",
                "SSIA",
                "late",
                both("Нэгдсэн хяналт улирлын эцэст хойшлов.", "The joint inspection moved to the end of the quarter."),
                "inspection",
                with_=("NPA", "IAM"),
                places=("MN46",),
                first_year=2018,
                milestones=(
                    (both("Хяналтын хуудас батлах", "Adopt the inspection sheet"), "2018-06-30"),
                    (both("Анхны хамтарсан шалгалт", "First joint inspection"), ""),
                ),
                money=((None, STATE, "30"),),
                measures=(
                    Measure(both("Шалгалт", "Inspections"), TIMES, "0", {2018: "6", 2019: "6", 2020: "8", 2021: "8"}),
                ),
            ),
            Promise(
                "1.3",
                both("Ерөнхий боловсролын хөтөлбөрт сэдэв оруулах", "Put the subject into the school curriculum"),
                "prevention",
                "MECS",
                last_year=2017,
                measures=(
                    Measure(both("Батлагдсан эсэх", "Approved"), both("тийм/үгүй", "yes/no"), "үгүй", {2017: "тийм"}),
                ),
            ),
        ),
    ),
    Goal(
        "2",
        both("Хохирогчийг таних, хамгаалах, туслах", "Identify, protect and help victims"),
        (
            Promise(
                "2.1",
                both(
                    "Хохирогчийг таних, холбон зуучлах журам батлах", "Adopt a procedure to identify and refer victims"
                ),
                "protection",
                "NPA",
                "done",
                both("Журам батлагдаж, мөрдөгдөж байна.", "The procedure is adopted and in use."),
                "police",
                with_=("MLSW", "MGEC"),
                first_year=2018,
                last_year=2018,
                milestones=((both("Журмын төсөл хэлэлцүүлэх", "Discuss the draft"), "2018-03-31"),),
                money=((2018, STATE, "5"),),
                measures=(Measure(both("Журам", "Procedure adopted"), both("тоо", "number"), "0", {2018: "1"}),),
            ),
            Promise(
                "2.2",
                both("Хамгаалах байрыг улсын төсвөөс санхүүжүүлэх", "Fund shelters from the State budget"),
                "protection",
                "MLSW",
                "on_track",
                both("Хоёр байрны зардал төсвийн төсөлд орсон.", "Two shelters are in the draft budget."),
                "labour",
                with_=("MGEC", "TALITA"),
                recurrence="yearly",
                money=((None, STATE, "320.5"), (None, DONORS, "хандивлагчтай тохиролцсоноор")),
                measures=(
                    Measure(
                        both("Санхүүжсэн байр", "Shelters funded"),
                        both("тоо", "number"),
                        "1",
                        {2017: "2", 2018: "2", 2019: "3", 2020: "3", 2021: "4"},
                    ),
                    Measure(both("Үйлчлүүлэгч", "Persons sheltered"), PERSONS, "<10", {}, ("sex", "age")),
                ),
            ),
            Promise(
                "2.3",
                both("Гадаадад хохирсон иргэнийг эх оронд нь буцаах", "Bring home citizens trafficked abroad"),
                "protection",
                "MFA",
                with_=("MGEC", "IOM"),
                recurrence="as_needed",
                money=((None, STATE, "150"),),
                measures=(
                    Measure(
                        both("Буцаасан хувь", "Share of requests met"),
                        SHARE,
                        "75%",
                        {2017: "80%", 2018: "85%", 2019: "90%", 2020: "95%", 2021: "100%"},
                    ),
                ),
            ),
        ),
    ),
    Goal(
        "3",
        both("Гэмт хэргийг илрүүлэх, шийдвэрлэх", "Detect and prosecute the crime"),
        (
            Promise(
                "3.1",
                both("Мөрдөгч, прокурорыг хамтад нь сургах", "Train investigators and prosecutors together"),
                "prosecution",
                "NPA",
                "on_track",
                both("Эхний сургалт явагдсан.", "The first course has been held."),
                "police",
                with_=("OPG", "LEA"),
                recurrence="yearly",
                money=((None, STATE, "36"), (2019, OWN, "4.5")),
                measures=(
                    Measure(
                        both("Сургалт", "Trainings"),
                        TIMES,
                        "2",
                        {2017: "3", 2018: "3", 2019: "4", 2020: "4", 2021: "4"},
                    ),
                ),
            ),
            Promise(
                "3.2",
                both("Боомтод хамтарсан эргүүл гаргах", "Run joint patrols at border ports"),
                "partnership",
                "GABP",
                "not_started",
                both("Хамтран ажиллах журам тохиролцож байна.", "The rules of cooperation are being agreed."),
                "border",
                with_=("NPA", "IAM"),
                places=("MN46",),
                first_year=2018,
                money=((None, STATE, "40"),),
                measures=(
                    Measure(both("Эргүүл", "Patrols"), TIMES, "0", {2018: "2", 2019: "2", 2020: "2", 2021: "2"}),
                ),
            ),
        ),
    ),
    Goal(
        "4",
        both("Хамтын ажиллагаа", "Work together"),
        (
            Promise(
                "4.1",
                both("Жил бүрийн зөвлөлдөх уулзалт зохион байгуулах", "Hold the yearly consultative meeting"),
                "partnership",
                "SC",
                with_=("IOM", "MGEC", "ECPAT"),
                paid_by=("EU",),
                recurrence="yearly",
                money=((None, DONORS, "18"),),
                measures=(Measure(both("Уулзалт", "Meetings"), TIMES, "1", dict.fromkeys(range(2017, 2022), "1")),),
            ),
        ),
    ),
)
AMENDMENT = both("Засгийн газрын тогтоол (жишээ)", "A government resolution of 2019 (illustrative)")
TODAYS_BASIS = both("Засгийн газрын тогтоол (жишээ)", "A government resolution (illustrative)")
DONE_EARLIER, DONE_IN_TIME = "2.1", both("Хөтөлбөрийн хугацаанд хийв.", "Done within the years of the programme.")
NEW_WORDS = both("Боомтод хамтарсан эргүүл, шалгалт хийх", "Run joint patrols and checks at border ports")


@dataclass
class Plans:
    agencies: Mapping[str, Agency]
    actor: Callable[[str], Actor]
    today: dt.date
    # Their activities by number, once they are in force.
    of_2017: dict[str, Activity] = field(default_factory=dict)
    of_today: dict[str, Activity] = field(default_factory=dict)

    def stories(self) -> Iterable[Story]:
        yield self._story()

    def _story(self) -> Story:
        yield from self._plan_of_2017()
        yield from self._plan_of_today()
        for promise, when in _one_after_another(_reported(), working_days_before(self.today, 14)):
            yield when
            self._report(self.of_today, promise)
        yield moment(working_days_before(self.today, 11), 10)
        self._draft_amendment()

    @property
    def secretariat(self) -> Actor:
        return self.actor("secretariat")

    def _plan_of_2017(self) -> Story:
        yield moment(ENTERED_ON, 9)
        plan = create_plan(
            **PLAN,  # type: ignore[arg-type]  # the words are those of the plan's fields
            level_names=LEVELS,
            languages=["mn"],
            valid_from=FIRST_DAY,
            valid_to=LAST_DAY,
            is_illustrative=True,
            actor=self.secretariat,
        )
        for day, goal in enumerate(GOALS):
            yield moment(ENTERED_ON + dt.timedelta(days=day), 9, 30)
            item = create_item(edition=plan.edition, number=goal.number, title=goal.title, actor=self.secretariat)
            for promise, when in _one_after_another(goal.promises, ENTERED_ON + dt.timedelta(days=day)):
                yield when
                self._enter(plan.edition, item, promise)
        yield moment(ENTERED_ON + dt.timedelta(days=len(GOALS)), 15)
        put_in_force(edition=plan.edition, in_force_on=FIRST_DAY, actor=self.secretariat)
        self.of_2017.update(_by_number(plan))
        for promise, when in _one_after_another(_reported(), REPORTED_ON):
            yield when
            self._report(self.of_2017, promise)
        yield moment(AMENDED_ON - dt.timedelta(days=11), 10)
        amended = begin_amendment(plan=plan, legal_basis=AMENDMENT, actor=self.secretariat)
        self._change(amended.entries.get(number="3.2"), title=NEW_WORDS, lead_agency=self.agencies["NPA"])
        yield moment(AMENDED_ON, 11)
        put_in_force(edition=amended, in_force_on=AMENDED_ON, actor=self.secretariat)
        self.of_2017.update(_by_number(plan))
        for promise, when in _one_after_another(_reported(), LAST_REPORTS_ON):
            yield when
            self._report_the_end(self.of_2017[promise.number])
        yield moment(LAST_DAY + dt.timedelta(days=1), 2, 10)
        expire(edition=amended, actor=Actor.system("expire_editions"))

    def _enter(self, edition: PlanEdition, item: PlanItem, promise: Promise) -> None:
        actor = self.secretariat
        entry = create_activity(
            edition=edition,
            item=item,
            number=promise.number,
            title=promise.title,
            pillar=promise.pillar,
            lead_agency=self.agencies[promise.lead],
            co_implementers=[self.agencies[code] for code in promise.with_],
            funders=[self.agencies[code] for code in promise.paid_by],
            starts_on=dt.date(promise.first_year, 1, 1),
            ends_on=dt.date(promise.last_year, 12, 31),
            recurrence=promise.recurrence,
            places=Place.objects.filter(code__in=promise.places),
            is_illustrative=True,
            actor=actor,
        ).entry
        for title, day in promise.milestones:
            create_milestone(entry=entry, title=title, due_on=dt.date.fromisoformat(day) if day else None, actor=actor)
        for year, source, given in promise.money:
            create_budget_line(entry=entry, year=year, source=SOURCES[source], actor=actor, **_amount(given))
        for measure in promise.measures:
            create_indicator(
                entry=entry,
                title=measure.title,
                unit=measure.unit,
                baseline=Value.read(measure.baseline),
                baseline_year=2016,
                targets={year: Value.read(given) for year, given in measure.targets.items()},
                disaggregation=measure.disaggregation,
                means_of_verification=measure.means,
                actor=actor,
            )

    def _plan_of_today(self) -> Story:
        """The same promises, moved to the years around today."""
        first = self.today.year - 1
        begun_on = working_day(dt.date(first - 1, 10, 7))
        yield moment(begun_on, 10)
        plan = begin_plan_from(
            edition=Plan.objects.get(code=PLAN["code"]).edition,
            code=f"NAP-{first}-{first + YEARS - 1}",
            title=PLAN["title"],  # type: ignore[arg-type]  # the title among the plan's words
            valid_from=dt.date(first, 1, 1),
            valid_to=dt.date(first + YEARS - 1, 12, 31),
            actor=self.secretariat,
        )
        edit_plan(plan=plan, expected_version=1, is_illustrative=True, actor=self.secretariat)
        draft = plan.edition
        edit_edition(edition=draft, expected_version=1, legal_basis=TODAYS_BASIS, actor=self.secretariat)
        later = first - FIRST_DAY.year
        for day, entry in enumerate(draft.entries.all(), start=1):
            yield moment(working_day(begun_on + dt.timedelta(days=day)), 14, 10 * day)
            self._move(entry, later)
        yield moment(working_day(draft.valid_from), 11)
        put_in_force(edition=draft, in_force_on=draft.valid_from, actor=self.secretariat)
        self.of_today.update(_by_number(plan))

    def _move(self, entry: Entry, years: int) -> None:
        days = {name: _moved(getattr(entry, name), years) for name in ("starts_on", "ends_on")}
        self._change(entry, is_illustrative=True, **days)
        for line in entry.budget_lines.exclude(year=None):
            edit_budget_line(
                budget_line=line, expected_version=1, year=(line.year or 0) + years, actor=self.secretariat
            )
        for indicator in entry.indicators.all():
            values = {(each.role, each.year): each.value for each in indicator.values.all()}
            edit_indicator(
                indicator=indicator,
                expected_version=1,
                baseline=values.pop(("baseline", None), None),
                targets={year + years if year else None: value for (_role, year), value in values.items()},
                baseline_year=2016 + years,
                actor=self.secretariat,
            )

    def _draft_amendment(self) -> None:
        plan = Plan.objects.get(pk=self.of_today["1.1"].plan_id)
        draft = begin_amendment(plan=plan, legal_basis=TODAYS_BASIS, actor=self.secretariat)
        self._change(draft.entries.get(number="1.3"), ends_on=draft.valid_to)
        goal = draft.items.get(number="4")
        create_activity(
            edition=draft,
            item=goal,
            number="4.2",
            title=both("Иргэдийн мэдээллийн суваг ажиллуулах", "Run a channel for reports from the public"),
            pillar="partnership",
            lead_agency=self.agencies["NPA"],
            is_illustrative=True,
            actor=self.secretariat,
        )

    def _change(self, entry: Entry, **content: Any) -> None:
        edit_entry(entry=entry, expected_version=entry.version, actor=self.secretariat, **content)

    def _report(self, activities: Mapping[str, Activity], promise: Promise) -> None:
        activity = activities[promise.number]
        if activity.entry.lead_agency != self.agencies[promise.lead]:
            return  # the lead of today has said nothing yet
        report_status(
            activity=activity,
            status=promise.status,
            sentence=promise.sentence,
            dated_on=timezone.localdate(),
            actor=self.actor(promise.reporter),
        )

    def _report_the_end(self, activity: Activity) -> None:
        lead = activity.entry.lead_agency
        if lead is not None and activity.number != DONE_EARLIER:
            report_status(
                activity=activity,
                status=ActivityStatus.DONE,
                sentence=DONE_IN_TIME,
                dated_on=timezone.localdate(),
                actor=self.actor(FOCAL_POINTS[lead.code]),
            )


def _reported() -> list[Promise]:
    return [each for goal in GOALS for each in goal.promises if each.status]


def _one_after_another(promises: Iterable[Promise], day: dt.date) -> Iterable[tuple[Promise, dt.datetime]]:
    return [(each, moment(day, 10, 20 * place)) for place, each in enumerate(promises)]


def _by_number(plan: Plan) -> dict[str, Activity]:
    activities = plan.activities.select_related("current__edition", "current__lead_agency")
    return {activity.number: activity for activity in activities}


def _moved(day: dt.date | None, years: int) -> dt.date | None:
    return day and day.replace(year=day.year + years)


def _amount(given: str) -> dict[str, Any]:
    """Million togrik, as the table's heading says; words stay words."""
    number = Value.read(given).number
    if number is None:
        return {"given": given}
    return {"given": f"{given} сая төгрөг", "amount": number * Decimal(1_000_000), "currency": TOGRIK}
