from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.places.tests.factories import PlaceFactory
from tulga.plan.choices import Action, EditionStatus, ValueKind
from tulga.plan.models import Activity, Entry, Indicator, Plan, PlanEdition, PlanItem
from tulga.plan.services import amending, entering, planning
from tulga.plan.tasks import expire_editions
from tulga.plan.tests.factories import (
    ActivityFactory,
    BudgetLineFactory,
    EditionFactory,
    EntryFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    ItemFactory,
    MilestoneFactory,
    PlanFactory,
    StatusLineFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2019, 6, 1)


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT)


@pytest.fixture
def plan():
    """A plan in force with a group below a group, and an activity with everything that can hang below it."""
    plan = PlanFactory(level_names=[I18nText(en="Goal")], legal_basis=I18nText(en="Resolution 148"), languages=["mn"])
    top = ItemFactory(edition=plan.current, number="1")
    below = ItemFactory(edition=plan.current, number="1.1", parent=top)
    entry = EntryFactory(
        edition=plan.current,
        item=below,
        number="1.1.1",
        co_implementers=[AgencyFactory(code="HELPER")],
        funders=[AgencyFactory(code="PAYER")],
        places=[PlaceFactory()],
    )
    MilestoneFactory(entry=entry)
    BudgetLineFactory(entry=entry, year=2018, amount=Decimal(5), currency="MNT")
    IndicatorValueFactory(indicator=IndicatorFactory(entry=entry), given="<10", kind=ValueKind.BELOW, number=10)
    return plan


def shape(edition):
    """All that an edition says, without the rows' own numbers."""
    return (
        [(item.number, str(item.title), item.parent and item.parent.number) for item in edition.items.all()],
        [
            (
                *(entry.number, str(entry.title), entry.item and entry.item.number, entry.lead_agency),
                *(list(entry.co_implementers.all()), list(entry.funders.all()), list(entry.places.all())),
                [str(each) for each in entry.milestones.all()],
                [(each.year, each.amount, each.currency) for each in entry.budget_lines.all()],
                [(str(each), [str(value) for value in each.values.all()]) for each in entry.indicators.all()],
            )
            for entry in edition.entries.all()
        ],
    )


def test_an_amendment_begins_as_a_copy_of_everything(writer, plan):
    draft = amending.begin_amendment(plan=plan, legal_basis=I18nText(en="Resolution 7"), actor=writer)

    assert (draft.number, draft.status, draft.begun_from) == (2, EditionStatus.DRAFT, plan.current)
    assert (str(draft.legal_basis), draft.level_names, draft.languages) == ("Resolution 7", [{"en": "Goal"}], ["mn"])
    assert shape(draft) == shape(plan.current)
    plan.refresh_from_db()
    assert plan.current.number == 1


def test_what_points_to_an_activity_stays_tied_when_the_amendment_comes_into_force(writer, plan):
    activity = Activity.objects.get()
    StatusLineFactory(activity=activity)
    draft = amending.begin_amendment(plan=plan, actor=writer)
    changed = draft.entries.get()
    entering.edit_entry(entry=changed, expected_version=1, number="1.1.9", title=I18nText(en="New"), actor=writer)
    activity.refresh_from_db()
    assert activity.number == "1.1.1"

    amending.put_in_force(edition=draft, in_force_on=DAY, actor=writer)

    found = Activity.objects.for_listing().get()
    assert (found.pk, found.number, str(found.title), found.status) == (activity.pk, "1.1.9", "New", "on_track")
    old = PlanEdition.objects.get(number=1)
    assert (old.status, old.entries.get().number) == (EditionStatus.AMENDED, "1.1.1")
    assert Plan.objects.get().current.in_force_on == DAY


def test_groups_and_indicators_know_the_first_row_they_continue_through_all_editions(writer, plan):
    first_item, first_indicator = PlanItem.objects.get(number="1.1"), Indicator.objects.get()

    for _each in range(2):
        plan.refresh_from_db()
        amending.put_in_force(edition=amending.begin_amendment(plan=plan, actor=writer), actor=writer)

    assert {item.identity for item in PlanItem.objects.filter(number="1.1")} == {first_item.pk}
    assert {indicator.identity for indicator in Indicator.objects.all()} == {first_indicator.pk}
    assert Indicator.objects.count() == 3


def test_an_activity_that_an_amendment_leaves_out_keeps_what_was_last_said_of_it(writer, plan):
    dropped = ActivityFactory(plan=plan, number="1.1.2")
    draft = amending.begin_amendment(plan=plan, actor=writer)
    entering.remove_entry(entry=draft.entries.get(activity=dropped), actor=writer)

    amending.put_in_force(edition=draft, actor=writer)

    dropped.refresh_from_db()
    assert dropped.number == "1.1.2"
    assert list(Activity.objects.in_their_plans().values_list("pk", flat=True)) != []
    assert dropped not in Activity.objects.in_their_plans()
    assert Entry.objects.current().count() == 1


def test_only_one_amendment_is_prepared_at_a_time(writer, plan):
    amending.begin_amendment(plan=plan, actor=writer)

    with pytest.raises(RuleBroken):
        amending.begin_amendment(plan=plan, actor=writer)


def test_a_plan_that_was_never_in_force_has_no_amendment(writer):
    plan = PlanFactory(status=EditionStatus.DRAFT)

    with pytest.raises(RuleBroken):
        amending.begin_amendment(plan=plan, actor=writer)


def test_a_draft_set_aside_makes_room_for_another_and_is_kept(writer, plan):
    draft = amending.begin_amendment(plan=plan, actor=writer)

    amending.set_aside(edition=draft, reason="The government did not adopt it.", actor=writer)

    assert AuditEvent.objects.latest("sequence").reason
    assert amending.begin_amendment(plan=plan, actor=writer).number == 3
    assert PlanEdition.objects.get(number=2).entries.exists()


def test_a_draft_is_set_aside_with_a_reason_only(writer, plan):
    draft = amending.begin_amendment(plan=plan, actor=writer)

    with pytest.raises(RuleBroken):
        amending.set_aside(edition=draft, reason=" ", actor=writer)


def test_an_edition_without_activities_promises_nothing(writer):
    edition = EditionFactory(plan=PlanFactory(), status=EditionStatus.DRAFT)

    with pytest.raises(NotAllowed):
        amending.put_in_force(edition=edition, actor=writer)

    assert edition.plan.current.status == EditionStatus.IN_FORCE


def test_nothing_comes_into_force_tomorrow(writer, plan):
    draft = amending.begin_amendment(plan=plan, actor=writer)

    with pytest.raises(RuleBroken) as refused:
        amending.put_in_force(edition=draft, in_force_on=timezone.localdate() + dt.timedelta(days=1), actor=writer)

    assert refused.value.field == "in_force_on"


def test_an_edition_was_not_in_force_before_the_one_it_follows(plan, writer):
    PlanEdition.objects.filter(pk=plan.current_id).update(in_force_on=DAY)
    draft = amending.begin_amendment(plan=plan, actor=writer)

    with pytest.raises(RuleBroken, match="1 June 2019") as refused:
        amending.put_in_force(edition=draft, in_force_on=DAY - dt.timedelta(days=1), actor=writer)

    assert refused.value.field == "in_force_on"
    amending.put_in_force(edition=draft, in_force_on=DAY, actor=writer)


def test_what_was_in_force_is_history_and_not_written_any_more(writer, plan):
    old = plan.current.entries.get()
    amending.put_in_force(edition=amending.begin_amendment(plan=plan, actor=writer), actor=writer)
    old = Entry.objects.select_related("edition").get(pk=old.pk)

    with pytest.raises(RuleBroken, match="history"):
        entering.edit_entry(entry=old, expected_version=1, number="9", actor=writer)


def test_what_is_in_force_is_corrected_but_loses_nothing(writer, plan):
    entry = plan.current.entries.get()

    entering.edit_entry(entry=entry, expected_version=1, period_words="every year", actor=writer)
    with pytest.raises(RuleBroken, match="amendment"):
        entering.remove_entry(entry=entry, actor=writer)
    with pytest.raises(RuleBroken, match="amendment"):
        planning.remove_item(item=PlanItem.objects.get(number="1"), actor=writer)

    assert Entry.objects.get().period_words == "every year"


def test_an_activity_of_one_draft_only_goes_altogether(writer):
    edition = PlanFactory(status=EditionStatus.DRAFT).current
    entry = EntryFactory(edition=edition)

    entering.remove_entry(entry=entry, actor=writer)

    assert not Activity.objects.exists()
    assert AuditEvent.objects.latest("sequence").verb == Action.REMOVE


def test_a_group_with_parts_stays(writer):
    edition = PlanFactory(status=EditionStatus.DRAFT).current
    item = ItemFactory(edition=edition)
    EntryFactory(edition=edition, item=item)

    with pytest.raises(RuleBroken):
        planning.remove_item(item=item, actor=writer)
    planning.remove_item(item=ItemFactory(edition=edition), actor=writer)

    assert PlanItem.objects.get() == item


def test_an_expired_plan_is_still_reported_on_and_a_new_one_starts_from_it(writer, plan):
    lead = Activity.objects.get().lead_agency
    amending.expire(edition=plan.current, actor=Actor.system("expire_plans"))
    plan.refresh_from_db()

    line = entering.report_status(
        activity=Activity.objects.get(),
        status="done",
        sentence=I18nText(en="Done after all."),
        dated_on=timezone.localdate(),
        actor=replace(actor_at(lead, Role.FOCAL_POINT), user_id=UserFactory().pk),
    )
    new = amending.begin_plan_from(
        edition=plan.current,
        code="NAP-2022",
        title=I18nText(en="The next plan"),
        valid_from=dt.date(2022, 1, 1),
        valid_to=dt.date(2026, 12, 31),
        actor=writer,
    )

    assert plan.current.status == EditionStatus.EXPIRED
    draft = new.editions.get()
    assert (draft.status, draft.begun_from, shape(draft)) == (EditionStatus.DRAFT, plan.current, shape(plan.current))
    assert new.activities.get().continues == line.activity
    assert new.activities.get().current == draft.entries.get()


def test_an_edition_expires_after_its_last_day_only(writer):
    edition = PlanFactory(valid_to=timezone.localdate()).current

    with pytest.raises(NotAllowed):
        amending.expire(edition=edition, actor=writer)


def test_the_clock_notes_what_has_expired_once():
    PlanFactory()
    current = PlanFactory(valid_to=timezone.localdate()).edition

    assert [expire_editions.func(), expire_editions.func()] == [1, 0]
    assert PlanEdition.objects.get(status=EditionStatus.IN_FORCE) == current
    assert AuditEvent.objects.get().actor_label == "expire_editions"


def test_how_a_draft_stands_is_not_reported(writer):
    activity = ActivityFactory(plan=PlanFactory(status=EditionStatus.DRAFT))

    with pytest.raises(RuleBroken):
        entering.report_status(
            activity=activity,
            status="done",
            sentence=I18nText(en="Done."),
            dated_on=timezone.localdate(),
            actor=actor_at(activity.lead_agency, Role.FOCAL_POINT),
        )


@pytest.mark.parametrize(
    "attempt",
    [
        lambda plan, actor: amending.begin_amendment(plan=plan, actor=actor),
        lambda plan, actor: amending.put_in_force(edition=EditionFactory.create(plan=plan), actor=actor),
        lambda plan, actor: amending.set_aside(edition=EditionFactory.create(plan=plan), reason="x", actor=actor),
        lambda plan, actor: amending.expire(edition=plan.current, actor=actor),
        lambda plan, actor: amending.begin_plan_from(
            edition=plan.current, code="N", title=I18nText(en="N"), valid_from=DAY, valid_to=DAY, actor=actor
        ),
        lambda plan, actor: entering.remove_entry(entry=plan.current.entries.get(), actor=actor),
        lambda plan, actor: planning.remove_item(item=ItemFactory.create(), actor=actor),
    ],
)
@pytest.mark.parametrize("role", [Role.CHAIR, Role.FOCAL_POINT, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR])
def test_editions_are_the_secretariats(plan, role, attempt):
    with pytest.raises(NotAllowed):
        attempt(plan, actor_at(AgencyFactory(), role))

    assert not AuditEvent.objects.exists()
