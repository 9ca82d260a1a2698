"""What happens to the plan when two act in the same moment, with real threads."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import transaction

from tests.people import actor_at
from tests.races import one_within_the_other, together
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.i18n import I18nText
from tulga.plan.choices import EditionStatus
from tulga.plan.importing.target import PlanTarget
from tulga.plan.models import Entry, Milestone, Plan, PlanEdition, PlanItem
from tulga.plan.services import amending, entering, parting, planning
from tulga.plan.services.recording import require_writable
from tulga.plan.tests.factories import EntryFactory, ItemFactory, MilestoneFactory, PlanFactory
from tulga.plan.tests.sheets import read, sheet
from tulga.plan.values import Value

pytestmark = pytest.mark.django_db(transaction=True)
NEW = I18nText(en="Written again")


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT)


def loaded(model):
    """The row of the first edition as a page has it, with its edition as that is now."""
    below = "edition" if model is not Milestone else "entry__edition"
    return model.objects.select_related(below).get(**{f"{below}__number": 1})


def editing_entry(actor):
    entry = loaded(Entry)
    return lambda: entering.edit_entry(entry=entry, expected_version=1, title=NEW, actor=actor)


def editing_item(actor):
    item = loaded(PlanItem)
    return lambda: planning.edit_item(item=item, expected_version=1, title=NEW, actor=actor)


def editing_milestone(actor):
    milestone = loaded(Milestone)
    return lambda: parting.edit_milestone(milestone=milestone, expected_version=1, title=NEW, actor=actor)


def editing_edition(actor):
    edition = PlanEdition.objects.get(number=1)
    return lambda: planning.edit_edition(edition=edition, expected_version=1, source="Written again", actor=actor)


@pytest.mark.parametrize("editing", [editing_entry, editing_item, editing_milestone, editing_edition])
def test_what_becomes_history_meanwhile_is_not_written_any_more(writer, editing):
    plan = PlanFactory()
    MilestoneFactory(entry=EntryFactory(edition=plan.current, item=ItemFactory(edition=plan.current)))
    draft = amending.begin_amendment(plan=plan, actor=writer)
    edit = editing(writer)

    ended = one_within_the_other(lambda: amending.put_in_force(edition=draft, actor=writer), edit)

    assert ended == ["RuleBroken", "done"]
    old = PlanEdition.objects.get(number=1)
    assert (old.status, old.source) == (EditionStatus.AMENDED, "")
    assert {str(each.title) for each in (loaded(Entry), loaded(PlanItem), loaded(Milestone))}.isdisjoint({str(NEW)})


def test_what_comes_into_force_waits_for_whoever_still_writes_in_it(writer):
    plan = PlanFactory()
    EntryFactory(edition=plan.current)
    draft = amending.begin_amendment(plan=plan, actor=writer)
    entry, is_writing = draft.entries.select_related("edition").get(), threading.Event()

    def write():
        with transaction.atomic():
            require_writable(entry.edition)
            is_writing.set()
            time.sleep(0.3)  # the act is recorded after this, and everybody records one after another
            entering.edit_entry(entry=entry, expected_version=1, title=NEW, actor=writer)

    def put_in_force():
        is_writing.wait(20)
        amending.put_in_force(edition=draft, actor=writer)

    assert together(write, put_in_force) == ["done", "done"]
    plan.refresh_from_db()
    assert (plan.current, str(plan.current.entries.get().title)) == (draft, str(NEW))


def test_an_amendment_begins_from_what_has_come_into_force_meanwhile(writer):
    plan = PlanFactory()
    EntryFactory(edition=plan.current)
    draft = amending.begin_amendment(plan=plan, actor=writer)
    shown = Plan.objects.select_related("current").get()

    ended = one_within_the_other(
        lambda: amending.put_in_force(edition=draft, actor=writer),
        lambda: amending.begin_amendment(plan=shown, actor=writer),
    )

    assert ended == ["done", "done"]
    assert PlanEdition.objects.get(number=3).begun_from == draft


# --- An import -------------------------------------------------------------------------------------------------------

HEAD = ("№", "Activity", "Period", "Indicator", "Target 2018")


def writing_notes(entry, actor):
    entering.edit_entry(entry=entry, expected_version=1, notes=NEW, actor=actor)


def raising_the_target(entry, actor):
    parting.edit_indicator(
        indicator=entry.indicators.get(),
        expected_version=1,
        baseline=None,
        targets={2018: Value.read("20")},
        actor=actor,
    )


@pytest.mark.parametrize(
    ("editing", "said"), [(writing_notes, (str(NEW), "12", 2018)), (raising_the_target, ("", "20", 2018))]
)
def test_an_import_never_writes_over_what_somebody_edits_in_the_same_moment(writer, editing, said):
    target = PlanTarget()

    def compared(period):
        reading = read(sheet(HEAD, ("1", "Train officers", period, "Trainings", "12")))
        changes = target.match(reading, into="nap", answers={}, actor=writer)

        def apply():
            with transaction.atomic():
                target.apply(changes, reading, into="nap", answers={}, actor=writer)

        return apply

    compared("2018")()
    entry, apply = Entry.objects.select_related("edition").get(), compared("2019")

    ended = one_within_the_other(lambda: editing(entry, writer), apply)

    assert ended == ["RuleBroken", "done"]
    now = Entry.objects.get()
    assert (str(now.notes), now.indicators.get().values.get().given, now.starts_on.year) == said
