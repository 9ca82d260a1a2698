"""What Tulga exports is read back without a difference, and what was changed in it, and nothing else, is a change."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest

from tests.shared_data import SHARED, needs_shared_data
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.kit.exports import write_csv, write_workbook
from tulga.kit.i18n import I18nText
from tulga.kit.imports import engine
from tulga.kit.imports.changes import State, counts, settle
from tulga.kit.tabular.content import Cell, Content, Grid
from tulga.kit.tabular.reading import read_file
from tulga.places.tests.factories import PlaceFactory
from tulga.plan.choices import EditionStatus, FormerField, ValueKind
from tulga.plan.importing.target import PlanTarget
from tulga.plan.models import Entry, FormerValue, Plan, PlanEdition
from tulga.plan.services.importing import EntryRow, ItemRow, PartRow, write_plan
from tulga.plan.sheets import read_whole, sheets_of
from tulga.plan.tests.factories import PlanFactory
from tulga.plan.values import Value

pytestmark = pytest.mark.django_db

TARGET = PlanTarget()
IMPORTER = Actor.system("import_plan")


def text(en, mn=""):
    return I18nText(en=en, mn=mn)


@pytest.fixture
def edition():
    """An edition with everything that one can say."""
    lead, other = AgencyFactory(), AgencyFactory()
    edition = PlanFactory(code="nap", status=EditionStatus.DRAFT).current
    indicator = PartRow(
        {
            "title": text("Trainings", "Сургалт"),
            "unit": text("times"),
            "baseline_year": 2016,
            "disaggregation": ["sex", "age"],
            "means_of_verification": text("=2+2 reports"),
        },
        baseline=Value.read("<10"),
        targets={2018: Value("1,234", ValueKind.NUMBER, Decimal(1234)), None: Value.read("75%")},
    )
    words = PartRow({"title": text("Approved")}, baseline=Value.read("үгүй"), targets={2018: Value.read("not yet")})
    unclear = PartRow({"title": text("Counted")}, targets={2019: Value("12", ValueKind.WORDS)})
    money = PartRow(
        {"year": 2018, "source": text("Budget"), "funder": other, "given": "320,5", "amount": Decimal(320_500_000)}
        | {"currency": "MNT"}
    )
    bare = PartRow({"given": "within the budget", "source": text("", "УТ")})
    step = PartRow({"title": text("Draft"), "due_on": dt.date(2018, 3, 1), "due_words": "early"})
    full = EntryRow(
        {
            **{
                "number": "1.1.1",
                "title": text("Train\nofficers", "Сургах"),
                "notes": text("'quoted"),
                "pillar": "prevention",
            },
            **{"lead_agency": lead, "co_implementers": [other, lead], "co_implementers_words": "ТББ-ууд"},
            **{"funders": [other], "funders_words": "donors", "places": [PlaceFactory()]},
            **{"starts_on": dt.date(2018, 1, 1), "ends_on": dt.date(2018, 12, 31), "recurrence": "yearly"},
            **{"period_words": "жил бүр, 1 дүгээр сар", "is_illustrative": True},
        },
        "1.1",
        milestones=[step],
        budget_lines=[money, bare],
        indicators=[indicator, words, unclear],
        former_values=[(FormerField.PERIOD, "June 30, 2017")],
    )
    plain = EntryRow({"number": "2", "title": text("-begins with a sign"), "lead_words": "Somebody, unknown"})
    items = [
        ItemRow({"number": "1", "title": text("Goal")}),
        ItemRow({"number": "1.1", "title": text("Objective")}, "1"),
    ]
    write_plan(edition=edition, items=items, entries=[full, plain], actor=IMPORTER, source="")
    return PlanEdition.objects.get(pk=edition.pk)


def exported(edition):
    return write_workbook(sheets_of(read_whole(edition)), "plan")


def content_of(exported_bytes, tmp_path, name="plan.xlsx"):
    path = tmp_path / name
    path.write_bytes(exported_bytes)
    return read_file(path, name)


def compared(content, into="nap", answers=None):
    understanding = engine.surest(engine.understand(content, TARGET.layouts))
    reading = engine.read(content, TARGET.layouts, understanding)
    answers = answers or {}
    return reading, settle(TARGET.match(reading, into=into, answers=answers, actor=IMPORTER), answers)


def states(settled):
    return {name: count for name, count in counts(settled).items() if count}


def applied(content, into="nap", answers=None):
    reading, settled = compared(content, into, answers)
    changes = tuple(each.change for each in settled if each.is_applied)
    TARGET.apply(changes, reading, into=into, answers=answers or {}, actor=IMPORTER)
    return settled


def replaced(content, sheet, old, new):
    """The content with a cell's words changed, as a person would."""

    def in_row(row):
        return tuple(Cell(new) if cell.text == old else cell for cell in row)

    blocks = [
        Grid(grid.name, grid.form, grid.number, tuple(map(in_row, grid.rows))) if grid.name == sheet else grid
        for grid in content.grids
    ]
    return Content(content.kind, tuple(blocks), content.remarks)


def test_exported_workbook_holds_no_difference(edition, tmp_path):
    reading, settled = compared(content_of(exported(edition), tmp_path))

    assert [
        (each.change.record.key, each.change.differences) for each in settled if each.state is not State.UNCHANGED
    ] == []
    assert (states(settled), reading.problems) == ({State.UNCHANGED: 5}, ())


def test_exported_workbook_makes_the_same_plan_under_another_code(edition, tmp_path):
    first = content_of(exported(edition), tmp_path)

    applied(first, into="copy")

    copy = Plan.objects.get(code="copy").editions.get()
    second = content_of(exported(copy), tmp_path, "copy.xlsx")
    for sheet, again in zip(first.grids, second.grids, strict=True):
        if sheet.name != "plan":
            assert [[cell.text for cell in row] for row in sheet.rows] == [
                [cell.text for cell in row] for row in again.rows
            ]
    assert FormerValue.objects.filter(entry__edition=copy).get().given == "June 30, 2017"


@pytest.mark.parametrize(
    ("sheet", "old", "new", "field"),
    [
        ("activities", "donors", "IOM and donors", "funders"),
        ("activities", "yearly", "quarterly", "period"),
        ("activities", "Сургах", "", "title"),
        ("indicators", "<10", "12", "indicators"),
        ("indicators", "times", "persons", "indicators"),
        ("budget", "within the budget", "5 million", "budget"),
        ("milestones", "early", "late", "milestones"),
        ("former", "June 30, 2017", "May 1, 2017", "former"),
        ("groups", "Objective", "Other objective", "title"),
        ("plan", "2021-12-31", "2022-12-31", "valid_to"),
    ],
)
def test_what_was_changed_in_the_workbook_is_the_only_change(sheet, old, new, field, edition, tmp_path):
    content = replaced(content_of(exported(edition), tmp_path), sheet, old, new)

    settled = applied(content)

    (changed,) = (each.change for each in settled if each.state is State.CHANGED)
    assert [difference.field for difference in changed.differences] == [field]
    assert states(compared(content)[1]) == {State.UNCHANGED: 5}


def test_csv_of_the_activities_changes_activities_alone(edition, tmp_path):
    activities = next(each for each in sheets_of(read_whole(edition)) if each.name == "activities")
    csv = b"".join(write_csv(activities.columns, activities.rows))

    _reading, settled = compared(content_of(csv, tmp_path, "plan.csv"))

    assert states(settled) == {State.UNCHANGED: 2}
    assert Entry.objects.get(number="1.1.1").indicators.count() == 3


def test_an_activity_of_no_group_waits_until_somebody_puts_it_at_the_top(edition, tmp_path):
    activities = next(each for each in sheets_of(read_whole(edition)) if each.name == "activities")
    csv = content_of(b"".join(write_csv(activities.columns, activities.rows)), tmp_path, "plan.csv")
    top = {"group:1.1": "top"}

    waiting = applied(csv, "other")
    answered = applied(csv, "other", top)

    (doubt,) = waiting[0].change.doubts
    assert (states(waiting), doubt.name, doubt.is_remembered) == (
        {State.DOUBTFUL: 1, State.CREATED: 1},
        "group:1.1",
        False,
    )
    assert states(answered) == {State.CREATED: 1, State.UNCHANGED: 1}
    assert Entry.objects.get(edition__plan__code="other", number="1.1.1").item is None
    assert states(compared(csv, "other", top)[1]) == {State.UNCHANGED: 2}


def test_an_answer_to_what_is_not_asked_changes_nothing(edition, tmp_path):
    whole, top = content_of(exported(edition), tmp_path), {"group:1.1": "top"}

    applied(whole, "other", top)

    assert Entry.objects.get(edition__plan__code="other", number="1.1.1").item.number == "1.1"
    assert states(compared(whole, "other", top)[1]) == {State.UNCHANGED: 5}


@needs_shared_data
def test_sample_plan_goes_out_and_comes_back(tmp_path):
    sample = SHARED / "data" / "made" / "mongolia-plan-sample.xlsx"
    applied(read_file(sample, sample.name))

    _reading, settled = compared(content_of(exported(Plan.objects.get().editions.get()), tmp_path))

    assert states(settled) == {State.UNCHANGED: 19}


@pytest.mark.parametrize(
    ("sheet", "old", "new", "message"),
    [
        ("activities", "2018-12-31", "soon", "sheet activities, row 2, column"),
        ("budget", "2018", "some year", "“some year” is no year such as 2018."),
        ("budget", "320500000", "much", "“much” is no amount in digits"),
        ("indicators", "1.1.1", "9.9", "There is no activity 9.9 in this file."),
        ("activities", "2", "1.1.1", "The number 1.1.1 stands in an earlier row too."),
        ("activities", "2", "", "This row has no number"),
        ("indicators", "2018=number:1234", "nonsense", "“nonsense” cannot be read here."),
        ("activities", "prevention", "prevetion", "“prevetion” is none of the words that stand here: prevention"),
        ("activities", "yearly", "sometimes", "“sometimes” is none of the words"),
        ("activities", "2018-12-31", "2017-12-31", "The end is before the start: 2018-01-01 – 2017-12-31."),
        ("budget", "MNT", "", "Say in which currency the amount is."),
        ("budget", "within the budget", "x" * 101, "This is longer than the 100 characters that fit."),
        ("groups", "", "1.1", "This group stands below itself."),
    ],
)
def test_cell_that_holds_something_else_is_told_with_its_place(sheet, old, new, message, edition, tmp_path):
    content = replaced(content_of(exported(edition), tmp_path), sheet, old, new)

    reading, _settled = compared(content)

    told = [*reading.problems, *(each for record in reading.records for each in record.remarks)]
    applied(content)
    entry = Entry.objects.get(number="1.1.1")
    assert (entry.budget_lines.count(), entry.indicators.count(), entry.milestones.count()) == (2, 3, 1)
    assert any(message in f"{problem.where}: {problem.message}" for problem in told), [
        str(each.message) for each in told
    ]


def test_formulas_leave_neutralised_and_come_back_as_words(edition, tmp_path):
    workbook = exported(edition)

    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    assert states(compared(content_of(workbook, tmp_path))[1]) == {State.UNCHANGED: 5}
