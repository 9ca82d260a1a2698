from __future__ import annotations

from decimal import Decimal

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.plan.choices import Action, EditionStatus, FormerField
from tulga.plan.models import Activity, Entry, FormerValue, Indicator, IndicatorValue, PlanItem
from tulga.plan.services.importing import EntryRow, ItemRow, PartRow, Written, write_plan
from tulga.plan.tests.factories import EntryFactory, IndicatorFactory, IndicatorValueFactory, PlanFactory
from tulga.plan.values import Value

pytestmark = pytest.mark.django_db
IMPORTER = Actor.system("import_plan")


def text(words):
    return I18nText(en=words)


def written(edition, items=(), entries=(), actor=IMPORTER):
    return write_plan(edition=edition, items=items, entries=entries, actor=actor, source="plan.xlsx")


def row(number, item_number="", **more):
    parts = {
        name: more.pop(name)
        for name in ("indicators", "budget_lines", "former_values", "entry", "differs")
        if name in more
    }
    return EntryRow({"number": number, "title": text(f"Activity {number}"), **more}, item_number, **parts)


@pytest.fixture
def draft():
    return PlanFactory(status=EditionStatus.DRAFT).current


def test_a_tree_is_written_whole(draft):
    lead, helper = AgencyFactory(), AgencyFactory()
    items = [
        ItemRow({"number": "1.1", "title": text("Objective")}, "1"),
        ItemRow({"number": "1", "title": text("Goal")}),
    ]
    indicator = PartRow({"title": text("Trainings")}, baseline=Value.read("<10"), targets={2018: Value.read("75%")})
    money = PartRow({"year": 2018, "given": "5", "amount": Decimal(5_000_000), "currency": "MNT"})
    entries = [
        row("1.1.10", "1.1", lead_agency=lead, co_implementers=[helper, helper]),
        row("1.1.9", "1.1", indicators=[indicator], budget_lines=[money], former_values=[(FormerField.PERIOD, "2017")]),
    ]

    result = written(draft, items, entries)

    assert result == Written(created=4, changed=0)
    assert PlanItem.objects.get(number="1.1").parent.number == "1"
    assert [entry.number for entry in draft.entries.all()] == ["1.1.9", "1.1.10"]
    first, second = draft.entries.all()
    assert (second.lead_agency, second.co_implementers.get()) == (lead, helper)
    assert [str(value) for value in IndicatorValue.objects.all()] == ["<10", "75%"]
    assert (first.budget_lines.get().amount, FormerValue.objects.get().given) == (Decimal(5_000_000), "2017")
    assert {activity.current for activity in Activity.objects.all()} == {first, second}
    assert Entry.objects.search("1.1.9").get() == first


def test_the_history_tells_of_the_file_and_of_each_activity_and_group(draft):
    written(draft, [ItemRow({"number": "1", "title": text("Goal")})], [row(str(number)) for number in range(20)])

    of_file, of_group, *of_activities = AuditEvent.objects.order_by("sequence")
    assert (of_file.verb, of_file.target_id) == (Action.IMPORT, str(draft.pk))
    assert "plan.xlsx" in of_file.after
    assert (of_group.verb, of_group.after) == (Action.CREATE, "1 Goal")
    assert {(each.verb, each.target_type, each.target_id, each.after) for each in of_activities} == {
        (Action.CREATE, "plan.entry", str(entry.pk), str(entry)) for entry in draft.entries.all()
    }


def test_the_history_of_a_changed_activity_tells_what_changed(draft):
    entry = EntryFactory(edition=draft, number="1")

    written(draft, entries=[row("1", entry=entry, differs=("title: Old", "title: New"))])

    event = AuditEvent.objects.filter(target_type="plan.entry").get()
    assert (event.verb, event.target_id) == (Action.EDIT, str(entry.pk))
    assert (event.before, event.after) == ("title: Old", "title: New")


def test_a_changed_row_keeps_its_activity_and_what_the_file_does_not_speak_of(draft):
    indicator = IndicatorFactory(entry=EntryFactory(edition=draft, number="1", notes=text("kept")))
    IndicatorValueFactory(indicator=indicator)
    entry = indicator.entry

    result = written(draft, entries=[row("2", entry=entry)])

    entry.refresh_from_db()
    assert result == Written(created=0, changed=1)
    assert (entry.number, str(entry.notes), entry.version) == ("2", "kept", 2)
    assert Indicator.objects.get() == indicator
    assert IndicatorValue.objects.exists()


def test_a_given_list_of_parts_is_the_whole_list(draft):
    gone = IndicatorFactory(entry=EntryFactory(edition=draft))
    kept = IndicatorFactory(entry=gone.entry)
    parts = [PartRow({"title": text("Kept")}, part=kept, baseline=Value.read("3")), PartRow({"title": text("New")})]

    written(draft, entries=[row("1", entry=gone.entry, indicators=parts)])

    assert [str(each) for each in gone.entry.indicators.all()] == ["Kept", "New"]
    assert not Indicator.objects.filter(pk=gone.pk).exists()
    assert kept.values.get().number == 3


def test_an_activity_of_an_earlier_edition_stays_what_it_is(draft):
    activity = EntryFactory(edition=PlanFactory().current).activity

    written(draft, entries=[EntryRow({"number": "1", "title": text("Again")}, activity=activity)])

    assert draft.entries.get().activity == activity
    activity.refresh_from_db()
    assert activity.current.edition != draft


def test_a_row_of_no_known_group_stops_everything(draft):
    with pytest.raises(RuleBroken):
        written(draft, entries=[row("1"), row("2", "7")])

    assert not Entry.objects.exists()


def test_what_is_history_is_not_imported_into():
    with pytest.raises(RuleBroken):
        written(PlanFactory(status=EditionStatus.EXPIRED).current, entries=[row("1")])


@pytest.mark.parametrize("role", [Role.CHAIR, Role.FOCAL_POINT, Role.ADMINISTRATOR])
def test_only_the_secretariat_imports(draft, role):
    with pytest.raises(NotAllowed):
        written(draft, actor=actor_at(AgencyFactory(), role))


def test_five_hundred_rows_make_as_many_statements_as_fifty(draft, django_assert_max_num_queries):
    indicator = [PartRow({"title": text("Trainings")}, baseline=Value.read("1"))]

    # Numbers of groups; activities, entries, what is current, links, parts and values in batches; the audit's head.
    with django_assert_max_num_queries(40):
        written(draft, entries=[row(str(number), indicators=indicator) for number in range(500)])

    assert Entry.objects.count() == 500
