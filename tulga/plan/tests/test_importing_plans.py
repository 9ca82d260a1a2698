from __future__ import annotations

import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import actor_at
from tests.shared_data import SHARED, needs_shared_data
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.audit.summaries import history_of
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.imports.changes import LEAVE_OUT, State, counts, settle
from tulga.kit.imports.engine import read as read_in
from tulga.kit.imports.engine import understand
from tulga.plan.choices import Action, EditionStatus, Recurrence
from tulga.plan.importing.stands import When
from tulga.plan.importing.target import PlanTarget
from tulga.plan.models import Activity, BudgetLine, Entry, Indicator, IndicatorValue, Plan, PlanEdition, PlanItem
from tulga.plan.services.amending import begin_amendment, put_in_force
from tulga.plan.tests.factories import EntryFactory, IndicatorFactory, IndicatorValueFactory, PlanFactory
from tulga.plan.tests.sheets import across, read, sheet
from tulga.plan.tests.test_views import shown
from tulga.plan.views.reading import ActivityDetail, EntryDetail, ItemDetail

pytestmark = pytest.mark.django_db

TARGET = PlanTarget()
IMPORTER = Actor.system("import_plan")
HEAD = ("№", "Activity", "Period", "Indicator", "Baseline", "Target 2018", "Responsible", "Budget, MNT million")
TRAIN = ("1.1", "Train officers", "2018", "Trainings", "<10", "12", "NPA", "5")
FUND = ("1.2", "Fund shelters", "every year", "Shelters", "1", "2", "NPA", "320,5")
LEVEL = across("Objective 1. Prevention", 8)


@pytest.fixture
def npa():
    return AgencyFactory(code="NPA", name=I18nText(en="National Police Agency", mn="Цагдаагийн ерөнхий газар"))


def imported(*rows, into="nap", answers=None, actor=IMPORTER):
    """What was settled, after it was applied."""
    reading = read(sheet(*rows))
    settled = preview(reading, into=into, answers=answers, actor=actor)
    applied = tuple(each.change for each in settled if each.is_applied)
    TARGET.apply(applied, reading, into=into, answers=answers or {}, actor=actor)
    return settled


def preview(reading, into="nap", answers=None, actor=IMPORTER):
    return settle(TARGET.match(reading, into=into, answers=answers or {}, actor=actor), answers or {})


def states(settled):
    return {name: count for name, count in counts(settled).items() if count}


def test_new_plan_begins_as_a_draft_with_what_the_file_says(npa):
    settled = imported(("NATIONAL PLAN 2018-2021",), HEAD, LEVEL, TRAIN, FUND)

    plan = Plan.objects.get(code="nap")
    edition = plan.editions.get()
    assert states(settled) == {State.CREATED: 3}
    assert (str(plan), edition.status, edition.valid_from.year, edition.valid_to.year) == (
        "NATIONAL PLAN 2018-2021",
        EditionStatus.DRAFT,
        2018,
        2021,
    )
    assert edition.level_names == [{"en": "Objective"}]
    train, fund = edition.entries.all()
    assert (train.item.number, train.lead_agency, train.starts_on.year) == ("1", npa, 2018)
    assert (fund.recurrence, fund.period_words, fund.budget_lines.get().amount) == ("yearly", "", 320_500_000)
    assert [str(value) for value in train.indicators.get().values.all()] == ["<10", "12"]


def test_same_file_again_changes_nothing(npa):
    imported(HEAD, LEVEL, TRAIN, FUND)

    settled = imported(HEAD, LEVEL, TRAIN, FUND)

    assert states(settled) == {State.UNCHANGED: 3}
    assert Entry.objects.count() == 2


def test_what_the_file_no_longer_has_is_said_and_stays(npa):
    imported(HEAD, LEVEL, TRAIN, FUND)

    (told, *_others) = TARGET.completed(read(sheet(HEAD, LEVEL, TRAIN)), into="nap", actor=IMPORTER).problems
    imported(HEAD, LEVEL, TRAIN)

    assert str(told.message) == (
        "Activities of the plan that are not in this file (1) stay as they are: 1.2 Fund shelters"
    )
    assert Entry.objects.count() == 2
    whole = read(sheet(HEAD, LEVEL, TRAIN, FUND))
    assert TARGET.completed(whole, into="nap", actor=IMPORTER) == whole


def test_each_changed_field_is_shown_and_written(npa):
    imported(HEAD, LEVEL, TRAIN, FUND)

    settled = imported(HEAD, LEVEL, ("1.1", "Train officers", "2019", "Trainings", "<10", "15", "NPA", "5"), FUND)

    (changed,) = (each.change for each in settled if each.state is State.CHANGED)
    assert [(each.field, each.old, each.new) for each in changed.differences] == [
        ("period", "1 January 2018 – 31 December 2018", "1 January 2019 – 31 December 2019"),
        ("indicators", "Trainings <10 → 2018: 12", "Trainings <10 → 2018: 15"),
    ]
    entry = Entry.objects.get(number="1.1")
    assert (entry.starts_on.year, entry.indicators.get().values.get(year=2018).given) == (2019, "15")


def test_what_changed_is_told_to_each_reader_in_their_own_language(npa):
    imported(HEAD, LEVEL, TRAIN, FUND)
    with translation.override("mn"):
        imported(HEAD, LEVEL, ("1.1", "Train officers", "every year", *TRAIN[3:]), FUND)

    for language, words, changed in (
        ("en", "period: every year", "1 changed"),
        ("mn", "хугацаа: жил бүр", "1 өөрчилсөн"),
    ):
        with translation.override(language):
            history = history_of(Entry.objects.get(number="1.1"))
            assert words in [line.after for line in history]
            assert history_of(PlanEdition.objects.get())[0].after.endswith(changed)


@pytest.mark.parametrize(
    ("language", "told"),
    [("mn", "хэрэгцээ гарсан тухай бүр"), ("en", "whenever needed; Хэрэгцээ гарсан тухай бүр")],
)
def test_a_rhythm_in_the_plans_own_words_is_told_once(language, told):
    with translation.override(language):
        assert str(When(recurrence=Recurrence.AS_NEEDED, words="Хэрэгцээ гарсан тухай бүр")) == told


def test_what_the_file_has_no_column_for_stays(npa):
    plan = PlanFactory(code="nap", status=EditionStatus.DRAFT)
    entry = EntryFactory(
        edition=plan.current, number="1", title=I18nText(en="Train", mn="Сургах"), notes=I18nText(en="kept")
    )
    IndicatorValueFactory(indicator=IndicatorFactory(entry=entry))

    imported(("№", "Activity", "Period"), ("1", "Train", "2019"), ("2", "Tell", "2019"))

    entry.refresh_from_db()
    assert (entry.starts_on.year, str(entry.notes), entry.title["mn"]) == (2019, "kept", "Сургах")
    assert IndicatorValue.objects.exists()


def test_plan_in_force_is_amended_not_overwritten(npa):
    imported(HEAD, LEVEL, TRAIN, FUND)
    put_in_force(edition=Plan.objects.get().editions.get(), actor=IMPORTER)
    activity = Activity.objects.get(current__number="1.1")

    settled = imported(HEAD, LEVEL, ("1.1", "Train all officers", *TRAIN[2:]), FUND)

    draft = Plan.objects.get().editions.get(status=EditionStatus.DRAFT)
    assert states(settled) == {State.CHANGED: 1, State.UNCHANGED: 2}
    assert (str(draft.entries.get(activity=activity).title), str(activity.current.title)) == (
        "Train all officers",
        "Train officers",
    )
    assert states(imported(HEAD, LEVEL, ("1.1", "Train all officers", *TRAIN[2:]), FUND)) == {State.UNCHANGED: 3}


@pytest.mark.parametrize("is_new", [True, False])
def test_acts_are_recorded_when_all_is_written_since_other_peoples_wait_from_the_first_on(npa, is_new):
    if not is_new:
        EntryFactory(edition=PlanFactory(code="nap").current)

    with CaptureQueriesContext(connection) as sent:
        imported(HEAD, LEVEL, TRAIN)

    written = [table for each in sent for table in re.findall(r'INSERT INTO "(\w+)"', each["sql"])]
    assert written[-1] == AuditEvent._meta.db_table
    assert AuditEvent._meta.db_table not in written[:-1]
    began = Action.CREATE if is_new else Action.AMEND
    assert list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True)[:2]) == [began, Action.IMPORT]


def test_activities_that_were_numbered_anew_are_the_same_activities(npa):
    imported(HEAD, LEVEL, TRAIN, FUND)
    before = {str(entry.title): entry.pk for entry in Entry.objects.all()}

    imported(HEAD, LEVEL, ("1.1", *FUND[1:]), ("1.2", *TRAIN[1:]), ("1.3", "Tell", *TRAIN[2:]))

    assert {str(entry.title): entry.number for entry in Entry.objects.all()} == {
        "Fund shelters": "1.1",
        "Train officers": "1.2",
        "Tell": "1.3",
    }
    assert before.items() <= {str(entry.title): entry.pk for entry in Entry.objects.all()}.items()


def test_number_of_an_activity_that_the_file_does_not_have_is_asked_about(npa):
    imported(HEAD, LEVEL, TRAIN, FUND)

    settled = imported(HEAD, LEVEL, ("1.2", *TRAIN[1:]))

    assert states(settled) == {State.UNCHANGED: 1, State.DOUBTFUL: 1}
    assert "1.2 belongs to another activity" in str(settled[1].change.doubts[0].question)
    assert {entry.number for entry in Entry.objects.all()} == {"1.1", "1.2"}


# --- Agencies ------------------------------------------------------------------------------------------------------


def lead_of(words):
    imported(("№", "Activity", "Responsible"), ("1", "Train", words))
    return Entry.objects.get()


@pytest.mark.parametrize(
    "words", ["NPA", "npa", "National Police Agency", "ЦАГДААГИЙН ЕРӨНХИЙ ГАЗАР", "ЦЕГ*", "Police (ЦЕГ)"]
)
def test_agency_is_known_by_any_of_its_names(words, npa):
    npa.abbreviation = I18nText(mn="ЦЕГ")
    npa.save()

    assert lead_of(words).lead_agency == npa


def test_several_agencies_in_one_cell_are_lead_and_co_implementers(npa):
    border = AgencyFactory(code="BORDER", name=I18nText(en="Justice, border and others"))
    iom = AgencyFactory(code="IOM")

    entry = lead_of("NPA / Justice, border and others; IOM, somebody else")

    assert (entry.lead_agency, set(entry.co_implementers.all())) == (npa, {border, iom})
    assert entry.co_implementers_words == "somebody else"


def test_unknown_agency_is_asked_about_and_kept_as_words_meanwhile(npa):
    settled = imported(HEAD, (*TRAIN[:6], "МХЕГ", "5"))

    (doubt,) = settled[0].change.doubts
    assert (settled[0].state, settled[0].is_applied, doubt.name) == (State.DOUBTFUL, True, "agency:МХЕГ")
    assert str(doubt.where) == "sheet Plan, row 2, column G"
    assert (Entry.objects.get().lead_agency, Entry.objects.get().lead_words) == (None, "МХЕГ")


def test_answer_names_the_agency_everywhere(npa):
    settled = imported(HEAD, (*TRAIN[:6], "МХЕГ", "5"), (*FUND[:6], "МХЕГ", "5"), answers={"agency:МХЕГ": "NPA"})

    assert states(settled) == {State.CREATED: 2}
    assert [entry.lead_agency for entry in Entry.objects.all()] == [npa, npa]


def test_abbreviation_of_the_files_own_list_is_used(npa):
    reading = read(sheet(HEAD, (*TRAIN[:6], "ABC", "5")))
    reading.facts["abbreviations"]["ABC"] = "National Police Agency"

    (settled,) = preview(reading)

    assert settled.state is State.CREATED


def test_renamed_agencies_are_told_apart_by_the_plans_years():
    import datetime as dt

    old = AgencyFactory(code="OLD", abbreviation=I18nText(mn="ХЗЯ"), valid_to=dt.date(2015, 12, 31))
    new = AgencyFactory(code="NEW", abbreviation=I18nText(mn="ХЗЯ"), valid_from=dt.date(2016, 1, 1))

    imported(("PLAN 2018-2021",), ("№", "Activity", "Responsible"), ("1", "Train", "ХЗЯ"))

    assert Entry.objects.get().lead_agency == new != old


# --- Doubts and refusals ---------------------------------------------------------------------------------------------


def test_number_given_twice_waits_for_an_answer(npa):
    rows = [HEAD, TRAIN, ("1.1", "Tell", *TRAIN[2:])]

    waiting = imported(*rows)

    assert states(waiting) == {State.CREATED: 1, State.DOUBTFUL: 1}
    assert "sheet Plan, row 2" in str(waiting[1].change.doubts[0].question)
    assert Entry.objects.count() == 1
    assert TARGET.title_of(waiting[1].change.record) == "1.1 Tell"
    name = waiting[1].change.doubts[0].name
    assert states(imported(*rows, answers={name: LEAVE_OUT})) == {State.UNCHANGED: 1, State.LEFT_OUT: 1}
    imported(*rows, answers={name: "another"})
    assert {entry.number: str(entry.title) for entry in Entry.objects.all()} == {"1.1": "Train officers", "1": "Tell"}


SECOND = across("Objective 2. Protection", 8)
WHERE = "row 4, column A"


@pytest.mark.parametrize(
    ("rows", "answer", "told", "group"),
    [
        ([TRAIN, ("9.4", *FUND[1:])], "", "9.4 belong to a group 9, and there is none", None),
        ([TRAIN, ("9.4", *FUND[1:])], LEAVE_OUT, "", None),
        ([TRAIN, ("9.4", *FUND[1:])], "position", "stand below group 1", "1"),
        ([TRAIN, ("9.9.9.9", *FUND[1:])], "top", "a group 9.9.9,", ""),
        ([TRAIN, ("2.7", *FUND[1:]), SECOND, ("2.1", "Tell", *FUND[2:])], "number", "2.7 belong to group 2.", "2"),
    ],
)
def test_a_number_that_names_another_group_waits_for_somebody_to_say_where_it_belongs(npa, rows, answer, told, group):
    (doubt,) = (doubt for each in preview(read(sheet(HEAD, LEVEL, *rows))) for doubt in each.change.doubts)
    settled = imported(HEAD, LEVEL, *rows, answers={doubt.name: answer})

    assert str(doubt.where) == f"sheet Plan, {WHERE}"
    assert told in str(doubt.question)
    assert ("number" in {choice.value for choice in doubt.choices}) == (group == "2")
    (misplaced,) = (each for each in settled if "other_group" in each.change.record.values)
    assert misplaced.state is {"": State.DOUBTFUL, LEAVE_OUT: State.LEFT_OUT}.get(answer, State.CREATED)
    entry = Entry.objects.filter(number=rows[1][0]).first()
    assert (entry and (entry.item.number if entry.item else "")) == group
    if group is not None:  # it stands there now: the same file asks no more
        assert states(imported(HEAD, LEVEL, *rows)) == {State.UNCHANGED: 1 + len(rows)}


def test_change_of_somebody_else_since_the_preview_stops_everything(npa):
    imported(HEAD, LEVEL, TRAIN)
    reading = read(sheet(HEAD, LEVEL, ("1.1", "Other words", *TRAIN[2:]), FUND))
    settled = preview(reading)
    Entry.objects.update(version=7)

    with pytest.raises(RuleBroken, match="since the preview"):
        TARGET.apply(tuple(each.change for each in settled), reading, into="nap", answers={}, actor=IMPORTER)

    assert Entry.objects.count() == 1


@pytest.mark.parametrize("code", ["a b", "новый", "x" * 41, "new"])
def test_code_that_no_address_can_have_is_refused(code, npa):
    with pytest.raises(RuleBroken):
        imported(HEAD, TRAIN, into=code)

    assert not Plan.objects.exists()


def test_where_it_goes_and_what_it_is_compared_with_is_said_beforehand(npa):
    def destination():
        return str(TARGET.destination("nap", {}, IMPORTER))

    assert destination() == "The plan nap does not exist yet: it begins with this file, as a draft."
    imported(HEAD, LEVEL, TRAIN)
    assert destination() == "Compared with the draft of edition 1, and written into it."
    put_in_force(edition=Plan.objects.get().editions.get(), actor=IMPORTER)
    assert destination() == (
        "Compared with edition 1, which counts now, and written into an amendment that begins with this file: the "
        "draft of edition 2."
    )
    imported(HEAD, LEVEL, TRAIN, FUND)
    assert destination() == "Compared with the draft of edition 2, and written into it."


@pytest.mark.parametrize(("code", "told"), [("nap", "Another plan has this code"), ("new", "used by Tulga itself")])
def test_a_code_that_a_new_plan_cannot_have_is_refused_before_all_the_work(npa, code, told):
    PlanFactory(code="nap")

    with pytest.raises(RuleBroken, match=told):
        TARGET.require_free(code)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.FOCAL_POINT])
def test_only_the_secretariat_imports_a_plan(role, npa):
    with pytest.raises(NotAllowed):
        imported(HEAD, TRAIN, actor=actor_at(npa, role))

    assert not Plan.objects.exists()


def test_comparing_takes_as_many_queries_for_many_rows_as_for_few(npa, django_assert_num_queries):
    rows = [(f"1.{number}", f"Activity {number}", *TRAIN[2:]) for number in range(1, 121)]
    imported(HEAD, LEVEL, *rows)
    reading = read(sheet(HEAD, LEVEL, *rows))

    # Draft; groups, entries, codes, milestones, money, values, indicators, former words, three kinds of links, what the
    # entries say; two registers.
    with django_assert_num_queries(15):
        settled = preview(reading)

    assert states(settled) == {State.UNCHANGED: 121}


# --- The command -----------------------------------------------------------------------------------------------------


def command(file, *options, capsys, code="nap"):
    capsys.readouterr()
    call_command("import_plan", str(file), "--plan", code, "--json", *options)
    return json.loads(capsys.readouterr().out)


SAMPLE = SHARED / "data" / "made" / "mongolia-plan-sample.xlsx"
TRUE_PLAN = SHARED / "data" / "real" / "plans" / "us-data-strategy-2019-2020-draft-plan.docx"


@needs_shared_data
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (SAMPLE, {"groups": 0, "objectives": 4, "activities": 14, "indicators": 16, "periods_in_words": 1}),
        (
            TRUE_PLAN,
            {
                "groups": 3,
                "objectives": 20,
                "activities": 66,
                "indicators": 64,
                "former_values": 5,
                "resolved_from_above": 4,
            },
        ),
    ],
    ids=["sample", "true"],
)
def test_command_tells_what_is_in_the_file_and_applies_it_once(file, expected, capsys):
    dry = command(file, "--dry-run", capsys=capsys)
    assert not Plan.objects.exists()

    told = command(file, capsys=capsys)
    again = command(file, capsys=capsys)

    assert dry["summary"].items() >= expected.items()
    assert told["summary"] == dry["summary"]
    assert told["rows"] == sum(expected[name] for name in ("groups", "objectives", "activities"))
    assert (Entry.objects.count(), PlanItem.objects.count()) == (
        expected["activities"],
        told["rows"] - expected["activities"],
    )
    assert (again["created"], again["changed"]) == (0, 0)
    entries = Entry.objects.select_related("imported_row")
    assert {(entry.number, entry.imported_row.record["values"]["number"]) for entry in entries} == {
        (entry.number, entry.number) for entry in entries
    }
    assert not any(model.objects.filter(imported_row=None).exists() for model in (PlanItem, Indicator, BudgetLine))


@needs_shared_data
def test_small_count_and_decimal_comma_of_the_sample_stay_what_they_are(capsys):
    command(SAMPLE, capsys=capsys)

    below = IndicatorValue.objects.get(given="<10")
    assert (below.kind, BudgetLine.objects.get(given="320,5").amount) == ("below", 320_500_000)


@needs_shared_data
def test_activity_shows_the_row_of_the_file_to_whoever_may_import_and_to_nobody_else(capsys):
    command(SAMPLE, capsys=capsys)
    activity = Activity.objects.get(current__number="1.1")
    agency = AgencyFactory()

    for_writer, for_reader = (
        shown(ActivityDetail, actor_at(agency, role), pk=activity.pk) for role in (Role.SECRETARIAT, Role.FOCAL_POINT)
    )

    row = activity.current.imported_row
    assert f'/imports/{row.batch_id}/file/">mongolia-plan-sample.xlsx</a>, sheet' in for_writer
    assert ", row 7<" in for_writer
    assert for_writer.count("row 8<") == 1  # its second indicator
    assert [words for words in ("mongolia-plan-sample", "/imports/", "row 7", "row 8") if words in for_reader] == []


@needs_shared_data
def test_group_shows_its_row_and_an_amended_activity_still_its_own(capsys):
    command(SAMPLE, capsys=capsys)
    plan = Plan.objects.get()
    put_in_force(edition=plan.edition, actor=IMPORTER)
    draft = begin_amendment(plan=plan, actor=IMPORTER)
    writer = actor_at(AgencyFactory(), Role.SECRETARIAT)

    group = shown(ItemDetail, writer, pk=draft.items.get(number="1").pk)
    entry = shown(EntryDetail, writer, pk=draft.entries.get(number="1.1").pk)

    assert ", row 6<" in group
    assert ", row 7<" in entry


def test_file_that_cannot_be_read_ends_with_two_and_a_sentence(tmp_path, capsys):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"\xff\xd8\xff" + bytes(99))

    with pytest.raises(CommandError) as refused:
        command(path, capsys=capsys)

    assert refused.value.returncode == 2
    assert not Plan.objects.exists()


def test_layouts_of_the_target_take_a_table():
    (understanding, *_others) = understand(sheet(HEAD, TRAIN), TARGET.layouts)

    assert understanding.layout == "plan-tables"
    assert read_in(sheet(HEAD, TRAIN), TARGET.layouts, understanding).records
