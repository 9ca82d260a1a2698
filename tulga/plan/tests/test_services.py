from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.audit.summaries import history_of
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.places.tests.factories import PlaceFactory
from tulga.plan.choices import Action, ActivityStatus, EditionStatus, Pillar
from tulga.plan.models import Activity, BudgetLine, Plan, PlanItem, StatusLine
from tulga.plan.services import entering, parting, planning
from tulga.plan.tests.factories import ActivityFactory, EntryFactory, ItemFactory, PlanFactory, StatusLineFactory

pytestmark = pytest.mark.django_db
TITLE = I18nText(mn="Үндэсний хөтөлбөр", en="National programme")
PLAN: dict[str, Any] = {"title": TITLE, "valid_from": dt.date(2017, 1, 1), "valid_to": dt.date(2021, 12, 31)}


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT)


@pytest.fixture
def outsider():
    return actor_at(AgencyFactory(), Role.FOCAL_POINT)


def reporter_of(activity, role=Role.FOCAL_POINT):
    return replace(actor_at(activity.lead_agency, role), user_id=UserFactory().pk)


def last_event():
    return AuditEvent.objects.latest("sequence")


def test_a_new_plan_is_searchable_and_in_the_history(writer):
    levels = [I18nText(mn="Зорилго", en="Goal")]

    plan = planning.create_plan(code="NAP-2017", level_names=levels, actor=writer, **PLAN)

    assert Plan.objects.search("NAP-2017 хөтөлбөр").get() == plan
    assert plan.current.level_name(1) in {"Goal", "Зорилго"}
    assert (last_event().verb, last_event().target_id) == (Action.CREATE, str(plan.pk))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "new"}, "code"),
        ({"code": "TAKEN"}, "code"),
        ({"valid_to": dt.date(2016, 12, 31)}, "valid_to"),
    ],
)
def test_an_unsound_plan_is_refused_and_nothing_is_kept(writer, changes, field):
    PlanFactory(code="TAKEN")

    with pytest.raises(RuleBroken) as refused:
        planning.create_plan(**{"code": "NAP", **PLAN, **changes}, actor=writer)

    assert refused.value.field == field
    assert Plan.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_an_edit_says_what_it_changed(writer):
    edition = PlanFactory(source="old").current

    planning.edit_edition(
        edition=edition, expected_version=1, actor=writer, source="new", legal_basis=edition.legal_basis
    )

    edition.refresh_from_db()
    assert (edition.source, edition.version) == ("new", 2)
    assert "old" in last_event().before
    assert "new" in last_event().after
    assert "basis" not in last_event().after


def test_a_stale_edit_changes_nothing(writer):
    plan = PlanFactory(version=3, code="THEIRS")

    with pytest.raises(StaleEdit):
        planning.edit_plan(plan=plan, expected_version=2, actor=writer, code="MINE")

    assert Plan.objects.get().code == "THEIRS"
    assert not AuditEvent.objects.exists()


def test_groups_go_to_any_depth(writer):
    edition, above = PlanFactory().current, None

    for number in ("1", "1.1", "1.1.1", "1.1.1.1"):
        above = planning.create_item(edition=edition, parent=above, number=number, title=TITLE, actor=writer)

    assert above.parent.parent.parent.parent is None


def test_a_number_is_given_once_in_a_plan_and_again_in_another(writer):
    item, activity = ItemFactory(number="1"), ActivityFactory(number="1.1")
    other = ActivityFactory(plan=activity.plan, number="1.2").current

    with pytest.raises(RuleBroken):
        planning.create_item(edition=item.edition, number="1", title=TITLE, actor=writer)
    with pytest.raises(RuleBroken):
        entering.edit_entry(entry=other, expected_version=1, number="1.1", actor=writer)
    planning.create_item(edition=PlanFactory().current, number="1", title=TITLE, actor=writer)

    assert PlanItem.objects.count() == 2


def test_a_group_is_never_part_of_itself(writer):
    top = ItemFactory()
    below = ItemFactory(edition=top.edition, parent=ItemFactory(edition=top.edition, parent=top))

    with pytest.raises(RuleBroken) as refused:
        planning.edit_item(item=top, expected_version=1, parent=below, actor=writer)

    assert refused.value.field == "parent"


def test_a_group_moves_to_another_part_of_the_plan(writer):
    item = ItemFactory()
    other = ItemFactory(edition=item.edition)

    planning.edit_item(item=item, expected_version=1, parent=other, number="2.10", actor=writer)

    item.refresh_from_db()
    assert (item.parent, item.number, item.version) == (other, "2.10", 2)
    assert "2.10" in last_event().after


def test_nothing_hangs_in_another_plan(writer):
    foreign = ItemFactory()

    with pytest.raises(RuleBroken) as refused:
        planning.create_item(edition=PlanFactory().current, parent=foreign, number="1", title=TITLE, actor=writer)
    assert refused.value.field == "parent"

    with pytest.raises(RuleBroken) as refused:
        entering.edit_entry(entry=EntryFactory(), expected_version=1, item=foreign, actor=writer)
    assert refused.value.field == "item"


def test_an_activity_has_one_lead_and_many_others(writer):
    lead, helper, payer, place = AgencyFactory(), AgencyFactory(), AgencyFactory(), PlaceFactory()

    activity = entering.create_activity(
        edition=PlanFactory().current,
        number="1.1",
        title=TITLE,
        pillar=Pillar.PROTECTION,
        lead_agency=lead,
        co_implementers=[helper],
        funders=[payer],
        places=[place],
        actor=writer,
    )

    entry = activity.current
    assert (activity.lead_agency, entry.co_implementers.get(), entry.funders.get()) == (lead, helper, payer)
    assert entry.places.get() == place
    assert Activity.objects.search("үндэсний").get() == activity
    assert history_of(entry)[0].after == str(activity)


def test_changed_links_are_in_the_history_and_unchanged_ones_are_not(writer):
    old, new = AgencyFactory(), AgencyFactory()
    entry = EntryFactory(co_implementers=[old], funders=[old])

    entering.edit_entry(entry=entry, expected_version=1, co_implementers=[new], funders=[old], actor=writer)

    assert entry.co_implementers.get() == new
    assert str(old) in last_event().before
    assert str(new) in last_event().after
    assert str(old) not in last_event().after


@pytest.mark.parametrize(("language", "told"), [("en", "illustrative: yes"), ("mn", "жишээ: тийм")])
def test_yes_and_no_are_words_in_the_history(writer, language, told):
    entry = EntryFactory()
    entering.edit_entry(entry=entry, expected_version=1, is_illustrative=True, actor=writer)

    with translation.override(language):
        (line, *_earlier) = history_of(entry)
        assert line.after == told
        assert len(line.fields) == 1


def test_an_activity_cannot_end_before_it_starts(writer):
    with pytest.raises(RuleBroken) as refused:
        entering.edit_entry(
            entry=EntryFactory(),
            expected_version=1,
            starts_on=dt.date(2018, 2, 1),
            ends_on=dt.date(2018, 1, 1),
            actor=writer,
        )

    assert refused.value.field == "ends_on"


@pytest.mark.parametrize(
    ("content", "field"),
    [({"amount": Decimal(5), "currency": ""}, "currency"), ({"amount": Decimal(-5), "currency": "MNT"}, "amount")],
)
def test_an_amount_has_a_currency_and_is_never_below_zero(writer, content, field):
    with pytest.raises(RuleBroken) as refused:
        parting.create_budget_line(entry=EntryFactory(), actor=writer, year=2019, given="5", **content)

    assert refused.value.field == field
    assert not BudgetLine.objects.exists()


def test_an_activity_that_others_speak_of_is_not_taken_out(writer):
    draft = PlanFactory(status=EditionStatus.DRAFT).current
    entry = EntryFactory(edition=draft)
    StatusLineFactory(activity=entry.activity)

    with pytest.raises(RuleBroken, match="speaks of this activity"):
        entering.remove_entry(entry=entry, actor=writer)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.AGENCY_HEAD])
def test_the_lead_agency_reports_and_history_stays(role):
    activity = ActivityFactory()
    actor = reporter_of(activity, role)
    StatusLineFactory(activity=activity, status=ActivityStatus.ON_TRACK)

    line = entering.report_status(
        activity=activity,
        status=ActivityStatus.LATE,
        sentence=I18nText(mn="Хоцорсон."),
        dated_on=dt.date(2018, 3, 1),
        actor=actor,
    )

    assert (line.agency, line.written_by_id) == (activity.lead_agency, actor.user_id)
    assert activity.status_lines.count() == 2
    assert last_event().verb == Action.REPORT_STATUS
    assert "Begun in two provinces." in last_event().before
    assert "Хоцорсон." in last_event().after


def test_what_was_said_stays_the_words_of_the_lead_that_said_it(writer):
    activity = ActivityFactory()
    line = StatusLineFactory(activity=activity)

    entering.edit_entry(entry=activity.current, expected_version=1, lead_agency=AgencyFactory(), actor=writer)

    assert StatusLine.objects.get(pk=line.pk).agency != activity.lead_agency


def test_nobody_reports_the_future():
    activity = ActivityFactory()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(RuleBroken) as refused:
        entering.report_status(
            activity=activity,
            status=ActivityStatus.DONE,
            sentence=I18nText(en="Done."),
            dated_on=tomorrow,
            actor=reporter_of(activity),
        )

    assert refused.value.field == "dated_on"


def test_the_same_line_twice_is_refused():
    line = StatusLineFactory()

    with pytest.raises(RuleBroken):
        entering.report_status(
            activity=line.activity,
            status=line.status,
            sentence=line.sentence,
            dated_on=line.dated_on,
            actor=reporter_of(line.activity),
        )

    assert StatusLine.objects.count() == 1


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor: planning.create_plan(code="NAP", actor=actor, **PLAN),
        lambda actor: planning.edit_plan(plan=PlanFactory.create(), expected_version=1, code="x", actor=actor),
        lambda actor: planning.create_item(edition=PlanFactory.create().edition, number="1", title=TITLE, actor=actor),
        lambda actor: planning.edit_item(item=ItemFactory.create(), expected_version=1, number="9", actor=actor),
        lambda actor: entering.create_activity(
            edition=PlanFactory.create().edition, number="1", title=TITLE, actor=actor
        ),
        lambda actor: entering.edit_entry(entry=EntryFactory.create(), expected_version=1, number="9", actor=actor),
        lambda actor: entering.report_status(
            activity=ActivityFactory.create(),
            status=ActivityStatus.DONE,
            sentence=TITLE,
            dated_on=dt.date(2018, 1, 1),
            actor=actor,
        ),
    ],
)
def test_everybody_else_is_refused_and_leaves_no_trace(outsider, attempt):
    with pytest.raises(NotAllowed):
        attempt(outsider)

    assert not AuditEvent.objects.exists()
    assert not StatusLine.objects.exists()
