"""Pages of editions, of the tree, of an agency, of the parts of an activity; and files."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.http import Http404
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents import storage
from tulga.documents.models import Document
from tulga.documents.tests.conftest import documents_dir  # noqa: F401 - a fixture
from tulga.documents.tests.factories import sent
from tulga.documents.tests.samples import office
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText
from tulga.kit.writing import LONGEST_TITLE
from tulga.places.tests.factories import PlaceFactory
from tulga.plan.choices import EditionStatus, Pillar, ValueKind, ValueRole
from tulga.plan.models import BudgetLine, Entry, Indicator, IndicatorValue, Milestone, Plan, PlanEdition
from tulga.plan.services import parting
from tulga.plan.services.amending import begin_amendment, put_in_force
from tulga.plan.services.entering import edit_entry, remove_entry
from tulga.plan.services.importing import EntryRow, write_plan
from tulga.plan.tests.factories import (
    ActivityFactory,
    BudgetLineFactory,
    EditionFactory,
    EntryFactory,
    FormerValueFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    ItemFactory,
    MilestoneFactory,
    PlanFactory,
    StatusLineFactory,
)
from tulga.plan.tests.test_views import ask, shown
from tulga.plan.values import Value
from tulga.plan.views import amending, files, parts, reading, writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT)


@pytest.fixture
def reader():
    return actor_at(AgencyFactory(), Role.NATIONAL_RAPPORTEUR)


@pytest.fixture
def edition():
    return PlanFactory(code="NAP", level_names=[I18nText(en="Goal"), I18nText(en="Objective")]).edition


# --- Choosing activities --------------------------------------------------------------------------------------------
def test_activities_of_two_plans_are_told_apart_by_their_plan_where_they_are_chosen(reader):
    for code in ("NAP-1", "NAP-2"):
        ActivityFactory(plan=PlanFactory(code=code), number="1.1", title=I18nText(en="Watch the ports"))
    EntryFactory(edition=PlanFactory(code="NAP-3", status=EditionStatus.DRAFT).edition, title=I18nText(en="Watch all"))

    offered = json.loads(ask(reading.ActivityChoices, reader, query={"q": "watch"}).content)["choices"]

    assert [each["label"] for each in offered] == [f"1.1 Watch the ports ({code})" for code in ("NAP-1", "NAP-2")]


# --- Its document ---------------------------------------------------------------------------------------------------
def test_the_document_of_an_edition_is_sent_and_taken_along(edition, reader):
    facts = {"valid_from": "2018-01-01", "valid_to": "2021-12-31", "version": edition.version}

    sender = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)

    ask(writing.EditionEdit, sender, {**facts, "upload": sent("plan.docx", office())}, pk=edition.pk)

    edition.refresh_from_db()
    assert edition.document.original_name == "plan.docx"
    answer = ask(files.EditionDocument, reader, pk=edition.pk)
    assert (answer.status_code, "plan.docx" in answer.headers["Content-Disposition"]) == (200, True)
    page = shown(reading.PlanDetail, reader, code="NAP")
    assert f"/editions/{edition.pk}/document/" in page


def test_of_a_replaced_document_nothing_stays_but_its_name_in_the_history(
    edition, reader, django_capture_on_commit_callbacks
):
    sender = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)
    facts = {"valid_from": "2018-01-01", "valid_to": "2021-12-31"}
    documents = []

    with django_capture_on_commit_callbacks(execute=True):
        for version, name in ((1, "first.docx"), (2, "second.docx")):
            sending = {**facts, "version": version, "upload": sent(name, office())}
            ask(writing.EditionEdit, sender, sending, pk=edition.pk)
            documents.append(Document.objects.get())

    assert [each.original_name for each in documents] == ["first.docx", "second.docx"]
    assert [storage.path_of(each.public_name).exists() for each in documents] == [False, True]
    page = shown(reading.PlanDetail, reader, code="NAP")
    assert page.index("first.docx") < page.rindex("second.docx")


def test_an_edition_without_a_document_has_none_to_take(edition, reader):
    with pytest.raises(Http404):
        ask(files.EditionDocument, reader, pk=edition.pk)
    assert "/document/" not in shown(reading.PlanDetail, reader, code="NAP")


# --- The tree --------------------------------------------------------------------------------------------------------
def test_the_tree_opens_at_any_group(edition, reader):
    goal = ItemFactory(edition=edition, number="1")
    objective = ItemFactory(edition=edition, number="1.1", parent=goal, title=I18nText(en="Protect"))
    EntryFactory(edition=edition, item=objective, title=I18nText(en="Fund shelters"))
    EntryFactory(edition=edition, title=I18nText(en="Elsewhere"))

    whole, opened = shown(reading.PlanTree, reader, pk=edition.pk), shown(reading.ItemDetail, reader, pk=objective.pk)

    assert all(words in whole for words in ["Objective 1.1", "Fund shelters", "Elsewhere"])
    assert "Fund shelters" in opened
    assert "Elsewhere" not in opened
    assert goal.get_absolute_url().replace("/mn/", "/en/") in opened


@pytest.mark.parametrize(
    "query",
    [
        {"q": "shelters"},
        {"pillar": "protection"},
        {"year": "2019"},
        {"status": "late"},
        {"late": "on"},
        {"agency": "lead"},
        {"agency": "funder"},
        {"place": "port"},
    ],
)
def test_the_tree_is_narrowed(edition, reader, query):
    lead, funder, port = AgencyFactory(), AgencyFactory(), PlaceFactory()
    wanted = EntryFactory(
        edition=edition,
        title=I18nText(en="Fund shelters"),
        pillar=Pillar.PROTECTION,
        lead_agency=lead,
        funders=[funder],
        places=[port],
        starts_on=dt.date(2019, 1, 1),
    )
    StatusLineFactory(activity=wanted.activity, status="late")
    EntryFactory(edition=edition, title=I18nText(en="Train judges"), ends_on=dt.date(2018, 6, 1))
    StatusLineFactory(activity=Entry.objects.get(ends_on__isnull=False).activity, status="done")
    known = {"lead": lead.pk, "funder": funder.pk, "port": port.pk}
    query = {name: str(known.get(value, value)) for name, value in query.items()}

    page = shown(reading.PlanTree, reader, query=query, pk=edition.pk)

    assert "Fund shelters" in page
    assert "Train judges" not in page


def test_what_nothing_matches_says_so_and_offers_all(edition, reader):
    EntryFactory(edition=edition)

    page = shown(reading.PlanTree, reader, query={"q": "nothing like it"}, pk=edition.pk)

    assert "No activity matches these filters." in page


@pytest.mark.parametrize("count", [11, 500])
def test_the_tree_makes_as_many_queries_for_five_hundred_as_for_eleven(
    edition, reader, count, django_assert_num_queries
):
    item = ItemFactory(edition=edition)
    lead = AgencyFactory()
    for number in range(count):
        EntryFactory(edition=edition, item=item, number=f"1.{number}", lead_agency=lead)

    # The edition; its groups; which group each activity is in; the agencies and places to narrow by; the activities
    # with their leads and latest lines.
    with django_assert_num_queries(6):
        page = shown(reading.PlanTree, reader, pk=edition.pk)

    assert f"{count} activities" in page


def test_a_large_plan_shows_its_groups_first(edition, reader, monkeypatch):
    monkeypatch.setattr(reading, "MOST_SHOWN", 1)
    item = ItemFactory(edition=edition)
    for number in range(2):
        EntryFactory(edition=edition, item=item, number=f"1.{number}", title=I18nText(en=f"Promise {number}"))

    assert "Promise" not in shown(reading.PlanTree, reader, pk=edition.pk)
    narrowed = shown(reading.ItemDetail, reader, query={"pillar": "prevention"}, pk=item.pk)
    assert "Promise 0" in narrowed
    assert "These are the first 1." in narrowed


# --- At a glance, an activity, an agency -----------------------------------------------------------------------------
def test_the_glance_shows_money_by_source_and_what_starts_and_ends(edition, reader):
    item = ItemFactory(edition=edition, number="1")
    soon = timezone.localdate() + dt.timedelta(days=30)
    entry = EntryFactory(edition=edition, item=item, title=I18nText(en="Ends soon"), ends_on=soon)
    EntryFactory(edition=edition, item=item, title=I18nText(en="Starts soon"), starts_on=soon)
    state = I18nText(en="State budget")
    BudgetLineFactory(entry=entry, source=state, year=2018, amount=Decimal(45_500_000), currency="MNT")
    BudgetLineFactory(entry=entry, source=state, amount=Decimal("0.5"), currency="USD")
    BudgetLineFactory(entry=entry, given="as agreed")

    page = shown(reading.PlanDetail, reader, code="NAP")

    expected = ["State budget", "45,500,000", "USD", "1 budget line gives no number", "Ends soon", "Starts soon"]
    assert all(words in page for words in expected)
    assert page.count("<svg") >= 4


def test_an_activity_shows_what_its_plan_says_as_it_says_it(edition, reader):
    entry = EntryFactory(edition=edition, notes=I18nText(en="Reported each quarter."))
    indicator = IndicatorFactory(entry=entry, unit=I18nText(en="persons"), disaggregation=["sex"], baseline_year=2016)
    IndicatorValueFactory(indicator=indicator, given="<10", kind=ValueKind.BELOW, number=10)
    IndicatorValueFactory(indicator=indicator, role=ValueRole.TARGET, year=2018, given="75%", kind="percent", number=75)
    IndicatorValueFactory(indicator=indicator, role=ValueRole.TARGET, given="yes", kind="yes")
    MilestoneFactory(entry=entry, due_words="third quarter")
    BudgetLineFactory(entry=entry, given="45.5 million", amount=Decimal(45_500_000), currency="MNT")
    FormerValueFactory(entry=entry)

    page = shown(reading.ActivityDetail, reader, pk=entry.activity_id)

    expected = [
        *("&lt;10", "75%", "at the end", "2016", "persons", "parted by sex", "third quarter", "45.5 million"),
        *("45,500,000 MNT", "<del>30 June 2020</del>", "Reported each quarter."),
    ]
    assert [words for words in expected if words not in page] == []


def test_an_activity_leads_to_what_other_editions_and_plans_say_of_it(edition, writer, reader):
    earlier = ActivityFactory(number="0.9")
    entry = EntryFactory(edition=edition, number="1.1")
    entry.activity.continues = earlier
    entry.activity.save()
    put_in_force(edition=begin_amendment(plan=edition.plan, actor=writer), actor=writer)

    page = shown(reading.ActivityDetail, reader, pk=entry.activity_id)
    old = shown(reading.EntryDetail, reader, pk=entry.pk)

    assert f"/en/plans/entries/{entry.pk}/" in page
    assert "0.9" in page
    assert "This is an earlier edition." in old


def test_activities_of_several_plans_say_of_which(edition, reader):
    agency, other = AgencyFactory(code="NPA"), PlanFactory(title=I18nText(en="The plan after it"))
    EntryFactory(edition=edition, lead_agency=agency)
    alone = shown(reading.PlanOfAgency, reader, code="NPA")

    EntryFactory(edition=other.current, co_implementers=[agency])
    together = shown(reading.PlanOfAgency, reader, code="NPA")

    assert [str(edition.plan.title) in page for page in (alone, together)] == [False, True]
    assert "The plan after it" in together


def test_an_agency_sees_what_it_carries_and_reports_from_there(edition):
    agency = AgencyFactory(code="NPA")
    EntryFactory(edition=edition, title=I18nText(en="Led by it"), lead_agency=agency)
    EntryFactory(edition=edition, title=I18nText(en="Shared by it"), co_implementers=[agency])
    EntryFactory(edition=edition, title=I18nText(en="Of another"))

    own = shown(reading.PlanOfAgency, actor_at(agency, Role.FOCAL_POINT), code="NPA")
    others = shown(reading.PlanOfAgency, actor_at(AgencyFactory(), Role.FOCAL_POINT), code="NPA")

    assert "Led by it" in own
    assert "Shared by it" in own
    assert "Of another" not in own
    assert [page.count("/status/") for page in (own, others)] == [1, 0]


def test_an_agencys_page_makes_two_queries(edition, reader, django_assert_num_queries):
    agency = AgencyFactory(code="NPA")
    for number in range(11):
        EntryFactory(edition=edition, number=str(number), lead_agency=agency)

    # The agency; its activities with their plans and latest lines.
    with django_assert_num_queries(2):
        shown(reading.PlanOfAgency, reader, code="NPA")


def test_an_agencys_page_shows_twenty_five_at_a_time_what_it_leads_first(edition, reader):
    agency = AgencyFactory(code="NPA")
    for number in range(27):
        EntryFactory(edition=edition, number=f"2.{number}", title=I18nText(en=f"Led {number}."), lead_agency=agency)
    EntryFactory(edition=edition, number="1", title=I18nText(en="Shared by it"), co_implementers=[agency])

    first = shown(reading.PlanOfAgency, reader, code="NPA")
    second = shown(reading.PlanOfAgency, reader, query={"page": "2"}, code="NPA")
    third = shown(reading.PlanOfAgency, reader, query={"page": "3"}, code="NPA")

    assert [(page.count(">Led "), page.count("Shared by it")) for page in (first, second, third)] == [
        *((25, 0), (2, 1), (0, 0)),
    ]
    assert ("?page=2" in first, "?page=3" in second) == (True, False)


# --- Editions --------------------------------------------------------------------------------------------------------
def test_an_amendment_is_begun_changed_compared_and_put_in_force(edition, writer):
    entry = EntryFactory(edition=edition, number="1.1", title=I18nText(en="Inspect ports"))
    begun = {"legal_basis_en": "Resolution 7", "valid_from": "2017-01-01", "valid_to": "2022-12-31"}

    answer = ask(amending.AmendmentBegin, writer, sent=begun, code="NAP")
    draft = PlanEdition.objects.get(number=2)
    edit_entry(entry=draft.entries.get(), expected_version=1, title=I18nText(en="Inspect all ports"), actor=writer)
    compared = shown(reading.EditionComparison, writer, pk=draft.pk)
    put = ask(amending.EditionPutInForce, writer, sent={"in_force_on": "2019-06-03"}, pk=draft.pk)

    assert answer.url == f"/en/plans/editions/{draft.pk}/"
    assert all(words in compared for words in ["Inspect", "all", "<ins>", "Resolution 7", "2022-12-31"])
    assert put.status_code == 302
    entry.activity.refresh_from_db()
    assert str(entry.activity.title) == "Inspect all ports"
    assert "Amended" in shown(reading.EditionList, writer, code="NAP")


def test_a_comparison_names_what_came_and_what_went(edition, writer, reader):
    EntryFactory(edition=edition, number="1", title=I18nText(en="Gone"))
    later = EditionFactory(plan=edition.plan, status=EditionStatus.AMENDED)
    EntryFactory(edition=later, number="2", title=I18nText(en="Come"))

    page = shown(reading.EditionComparison, reader, query={"with": "1"}, pk=later.pk)

    assert all(words in page for words in ["Gone", "Come", "No longer there"])


def test_a_comparison_of_the_same_says_so_and_an_unknown_one_is_not_found(edition, reader):
    assert "Nothing differs." in shown(reading.EditionComparison, reader, query={"with": "1"}, pk=edition.pk)
    assert "began from no other" in shown(reading.EditionComparison, reader, pk=edition.pk)
    for unknown in ("7", "x", "9" * 30):
        with pytest.raises(Http404):
            shown(reading.EditionComparison, reader, query={"with": unknown}, pk=edition.pk)


def test_two_editions_are_compared_in_as_many_queries_however_large(edition, writer, django_assert_max_num_queries):
    for number in range(11):
        IndicatorFactory(entry=EntryFactory(edition=edition, item=ItemFactory(edition=edition), number=f"1.{number}"))
    draft = begin_amendment(plan=edition.plan, actor=writer)

    # The edition and the one it began from; of each its groups and activities, and what hangs below them.
    with django_assert_max_num_queries(24):
        shown(reading.EditionComparison, writer, pk=draft.pk)


def test_a_draft_is_set_aside_with_a_reason(edition, writer):
    draft = EditionFactory(plan=edition.plan)

    refused = ask(amending.EditionSetAside, writer, sent={"reason": " "}, pk=draft.pk)
    answer = ask(amending.EditionSetAside, writer, sent={"reason": "Not adopted."}, pk=draft.pk)

    assert (refused.status_code, answer.status_code) == (422, 302)
    assert PlanEdition.objects.get(pk=draft.pk).status == EditionStatus.SET_ASIDE


def test_an_edition_past_its_last_day_is_noted_as_expired_and_a_plan_begins_from_it(edition, writer):
    EntryFactory(edition=edition)
    ask(amending.EditionExpire, writer, sent={}, pk=edition.pk)
    sent = {"code": "NAP-2022", "title_en": "Next", "valid_from": "2022-01-01", "valid_to": "2026-12-31"}

    answer = ask(amending.NextPlanBegin, writer, sent=sent, pk=edition.pk)

    edition.refresh_from_db()
    assert edition.status == EditionStatus.EXPIRED
    assert answer.url == "/en/plans/NAP-2022/"
    assert Plan.objects.get(code="NAP-2022").edition.entries.count() == 1


def test_an_empty_draft_cannot_be_put_in_force(edition, writer):
    draft = EditionFactory(plan=edition.plan)

    assert ask(amending.EditionPutInForce, writer, pk=draft.pk).status_code == 403


@pytest.mark.parametrize("role", [Role.CHAIR, Role.FOCAL_POINT, Role.AGENCY_HEAD, Role.SECRETARIAT])
def test_a_draft_is_read_by_those_who_carry_the_plan(edition, role):
    draft = EditionFactory(plan=edition.plan)
    entry = EntryFactory(edition=draft)
    actor = actor_at(AgencyFactory(), role)

    assert "This is a draft." in shown(reading.EditionDetail, actor, pk=draft.pk)
    assert "This is a draft." in shown(reading.ActivityDetail, actor, pk=entry.activity_id)


@pytest.mark.parametrize("role", [Role.NATIONAL_RAPPORTEUR, Role.PARTNER, Role.CASE_OFFICER, Role.ADMINISTRATOR])
def test_for_everybody_else_a_draft_does_not_exist(edition, role):
    draft = EditionFactory(plan=edition.plan)
    item, entry = ItemFactory(edition=draft), EntryFactory(edition=draft)
    actor = actor_at(AgencyFactory(), role)
    pages = [
        *((view, draft.pk) for view in (reading.EditionDetail, reading.PlanTree, reading.EditionComparison)),
        (reading.ItemDetail, item.pk),
        (reading.EntryDetail, entry.pk),
        (reading.ActivityDetail, entry.activity_id),
        (writing.EntryEdit, entry.pk),
    ]

    for view, pk in pages:
        with pytest.raises(Http404):
            ask(view, actor, pk=pk)
    with pytest.raises(Http404):
        ask(files.EditionFile, actor, pk=draft.pk, format="json")
    assert "being prepared" not in shown(reading.PlanDetail, actor, code="NAP")


def amendment_with_every_act(edition, writer):
    """An amendment in which each act names itself, beside the activity that stays."""
    stays, goes = EntryFactory(edition=edition), EntryFactory(edition=edition)
    IndicatorFactory(entry=stays)
    draft = begin_amendment(plan=edition.plan, actor=writer)
    entry, gone = (draft.entries.get(activity=each.activity_id) for each in (stays, goes))
    edit_entry(entry=entry, expected_version=1, title=I18nText(en="Unheard title"), actor=writer)
    parting.create_milestone(entry=entry, title=I18nText(en="Unheard milestone"), actor=writer)
    parting.edit_indicator(
        indicator=entry.indicators.get(),
        expected_version=1,
        baseline=Value.read("Unheard figure"),
        targets={},
        actor=writer,
    )
    parting.remove_part(part=entry.milestones.get(), actor=writer)
    remove_entry(entry=gone, actor=writer)
    row = EntryRow({"number": entry.number, "title": entry.title}, entry=entry, differs=("", "Unheard import"))
    write_plan(edition=draft, items=[], entries=[row], actor=writer, source="unheard.xlsx")
    return draft, stays.activity_id


@pytest.mark.parametrize("role", [Role.NATIONAL_RAPPORTEUR, Role.PARTNER, Role.CASE_OFFICER, Role.ADMINISTRATOR])
def test_nobodys_history_tells_of_a_draft_that_they_do_not_read(edition, writer, role):
    _draft, activity = amendment_with_every_act(edition, writer)
    outside = actor_at(AgencyFactory(), role)

    seen = shown(reading.ActivityDetail, outside, pk=activity) + shown(reading.PlanDetail, outside, code="NAP")

    assert all(words not in seen for words in ["Unheard", "unheard", "took it out", "began an amendment"])


def test_the_history_of_a_draft_is_read_with_it_and_by_everybody_once_it_is_in_force(edition, writer, reader):
    draft, activity = amendment_with_every_act(edition, writer)
    of_activity = ["Unheard title", "Unheard milestone", "Unheard figure", "Unheard import"]
    of_edition = ["began an amendment", "took it out", "unheard.xlsx"]

    written = shown(reading.ActivityDetail, writer, pk=activity)
    prepared = shown(reading.EditionDetail, writer, pk=draft.pk)
    put_in_force(edition=draft, actor=writer)

    assert all(words in written for words in of_activity)
    assert "· edition 2" in written
    assert all(words in prepared for words in of_edition)
    assert all(words in shown(reading.ActivityDetail, reader, pk=activity) for words in of_activity)
    assert all(words in shown(reading.PlanDetail, reader, code="NAP") for words in of_edition)


def test_history_refuses_before_anybody_has_typed(writer):
    past = PlanFactory(status=EditionStatus.EXPIRED).edition
    entry = EntryFactory(edition=past)
    milestone = MilestoneFactory(entry=entry)
    pages = [
        *((view, past.pk) for view in (writing.EditionEdit, writing.ItemCreate, writing.ActivityCreate)),
        *((view, entry.pk) for view in (writing.EntryEdit, writing.EntryRemove, parts.MilestoneCreate)),
        *((view, milestone.pk) for view in (parts.MilestoneEdit, parts.MilestoneRemove)),
    ]

    assert [ask(view, writer, pk=pk).status_code for view, pk in pages] == [403] * len(pages)


# --- Parts -----------------------------------------------------------------------------------------------------------
INDICATOR = {
    "title_en": "Persons sheltered",
    "baseline": "<10",
    "baseline_year": "2016",
    "target_2018": "75%",
    "target_at_the_end": "many",
    "disaggregation": ["sex", "age"],
}


def test_an_indicator_is_entered_as_the_plan_prints_it(edition, writer):
    entry = EntryFactory(edition=edition)

    answer = ask(parts.IndicatorCreate, writer, sent=INDICATOR, pk=entry.pk)

    indicator = Indicator.objects.get()
    values = {(each.role, each.year): each.value for each in indicator.values.all()}
    assert answer.url == entry.get_absolute_url().replace("/mn/", "/en/")
    assert (values["baseline", None].kind, values["baseline", None].number) == (ValueKind.BELOW, 10)
    assert (values["target", 2018].kind, values["target", 2018].given) == (ValueKind.PERCENT, "75%")
    assert (values["target", None].kind, values["target", None].number) == (ValueKind.WORDS, None)
    assert indicator.disaggregation == ["sex", "age"]


@pytest.mark.parametrize("ambiguous", ["1,234", "1.234", "1,2,3"])
def test_a_value_that_can_be_read_in_two_ways_is_asked_about(edition, writer, ambiguous):
    answer = ask(
        parts.IndicatorCreate, writer, sent={**INDICATOR, "target_2018": ambiguous}, pk=EntryFactory(edition=edition).pk
    )

    assert answer.status_code == 422
    assert "can be read in two ways" in answer.content.decode()
    assert ambiguous in answer.content.decode()


def test_an_edited_indicator_keeps_what_an_importer_knew(edition, writer):
    indicator = IndicatorFactory(entry=EntryFactory(edition=edition))
    IndicatorValueFactory(indicator=indicator, given="1,234", kind=ValueKind.NUMBER, number=1234)
    form = shown(parts.IndicatorEdit, writer, pk=indicator.pk)

    sent = {"title_en": "Renamed", "baseline": "1,234", "target_2019": "7", "version": "1"}
    ask(parts.IndicatorEdit, writer, sent=sent, pk=indicator.pk)

    assert "1,234" in form
    assert {(each.given, each.number) for each in IndicatorValue.objects.all()} == {("1,234", 1234), ("7", 7)}
    assert str(Indicator.objects.get()) == "Renamed"


def test_money_is_entered_as_given_and_as_a_number(edition, writer):
    entry = EntryFactory(edition=edition)
    sent = {
        "year": "2018",
        "source_en": "State budget",
        "given": "45.5 million",
        "amount": "45500000",
        "currency": "mnt",
    }

    ask(parts.BudgetLineCreate, writer, sent={**sent, "currency": "mnt"}, pk=entry.pk)
    ask(parts.BudgetLineCreate, writer, sent={"given": "within the budget"}, pk=entry.pk)

    first, second = BudgetLine.objects.all()
    assert (first.given, first.amount, first.currency) == ("45.5 million", Decimal(45_500_000), "MNT")
    assert (second.amount, second.currency) == (None, "")
    assert 'value="MNT"' in shown(parts.BudgetLineCreate, writer, pk=entry.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"given": "5", "amount": "5"},
        {"given": "5", "amount": "5", "currency": "togrik"},
        {"given": "5", "amount": "-5", "currency": "MNT"},
        {"given": "5", "amount": "about five", "currency": "MNT"},
        {"given": "5", "amount": "0.001", "currency": "MNT"},
        {"given": "5", "amount": "NaN", "currency": "MNT"},
        {"given": "", "amount": "5", "currency": "MNT"},
        {"given": "5", "year": "20188"},
    ],
)
def test_money_that_cannot_stand_is_refused_and_kept_in_the_form(edition, writer, wrong):
    answer = ask(parts.BudgetLineCreate, writer, sent=wrong, pk=EntryFactory(edition=edition).pk)

    assert answer.status_code == 422
    assert not BudgetLine.objects.exists()


PERSONAL = "born 1990-05-03, phone 99112233, register УБ90050312"


@pytest.mark.parametrize(
    ("view", "sent"),
    [
        (writing.ActivityCreate, {"title_en": PERSONAL}),
        (writing.ActivityCreate, {"title_en": "Warn people", "notes_en": PERSONAL}),
        (writing.ActivityCreate, {"title_en": "Warn people", "lead_words": PERSONAL}),
        (writing.ItemCreate, {"number": "7", "title_en": PERSONAL}),
        (parts.MilestoneCreate, {"title_en": PERSONAL}),
        (parts.MilestoneCreate, {"title_en": "Draft", "due_words": PERSONAL}),
        (parts.IndicatorCreate, {**INDICATOR, "title_en": PERSONAL}),
        (parts.IndicatorCreate, {**INDICATOR, "target_2018": PERSONAL}),
        (parts.BudgetLineCreate, {"given": PERSONAL}),
    ],
)
def test_a_plan_takes_no_persons_data(edition, writer, view, sent):
    of_edition = view in (writing.ActivityCreate, writing.ItemCreate)
    pk = edition.pk if of_edition else EntryFactory(edition=edition).pk

    answer = ask(view, writer, sent=sent, pk=pk)

    assert answer.status_code == 422
    assert all(f"{what} number. Take it out." in answer.content.decode() for what in ("registration", "telephone"))


def test_an_amount_of_eight_digits_is_no_telephone_number(edition, writer):
    entry = EntryFactory(edition=edition)
    ask(parts.BudgetLineCreate, writer, sent={"given": "95500123"}, pk=entry.pk)
    ask(parts.IndicatorCreate, writer, sent={**INDICATOR, "target_2018": "95500123"}, pk=entry.pk)

    assert BudgetLine.objects.get().given == "95500123"
    assert IndicatorValue.objects.filter(given="95500123").exists()


def test_a_title_is_not_as_long_as_a_book(edition, writer):
    answer = ask(writing.ActivityCreate, writer, sent={"title_en": "w" * (LONGEST_TITLE + 1)}, pk=edition.pk)

    assert answer.status_code == 422
    assert "Shorten the text (English)" in answer.content.decode()


def test_parts_are_changed_and_taken_out(edition, writer):
    entry = EntryFactory(edition=edition)
    ask(parts.MilestoneCreate, writer, sent={"title_en": "Draft"}, pk=entry.pk)
    milestone, line, indicator = Milestone.objects.get(), BudgetLineFactory(entry=entry), IndicatorFactory(entry=entry)

    ask(parts.MilestoneEdit, writer, sent={"title_en": "Final", "version": "1"}, pk=milestone.pk)
    ask(parts.BudgetLineEdit, writer, sent={"given": "7", "version": "1"}, pk=line.pk)
    page = shown(reading.ActivityDetail, writer, pk=entry.activity_id)
    for view, pk in [
        (parts.MilestoneRemove, milestone.pk),
        (parts.BudgetLineRemove, line.pk),
        (parts.IndicatorRemove, indicator.pk),
    ]:
        assert ask(view, writer, sent={}, pk=pk).status_code == 302

    assert "Final" in page
    assert [model.objects.count() for model in (Milestone, BudgetLine, Indicator)] == [0, 0, 0]


def test_groups_and_activities_are_taken_out_of_a_draft(writer):
    edition = PlanFactory(status=EditionStatus.DRAFT).edition
    item = ItemFactory(edition=edition)
    entry = EntryFactory(edition=edition, item=item)

    refused = ask(writing.ItemRemove, writer, sent={}, pk=item.pk)
    answers = [
        ask(writing.EntryRemove, writer, sent={}, pk=entry.pk),
        ask(writing.ItemRemove, writer, sent={}, pk=item.pk),
    ]

    assert "still has parts" in refused.content.decode()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert not edition.entries.exists()


def test_what_is_added_from_a_group_begins_in_it(edition, writer):
    item = ItemFactory(edition=edition)

    page = shown(writing.ActivityCreate, writer, query={"under": str(item.pk)}, pk=edition.pk)
    foreign = shown(writing.ActivityCreate, writer, query={"under": str(ItemFactory().pk)}, pk=edition.pk)

    assert f'value="{item.pk}" selected' in page
    assert f'value="{item.pk}" selected' not in foreign


# --- Files -----------------------------------------------------------------------------------------------------------
def test_an_edition_is_taken_along_as_xlsx_csv_and_json(edition, reader):
    item = ItemFactory(edition=edition, number="1")
    entry = EntryFactory(edition=edition, item=item, number="1.1", title=I18nText(en="=1+1"))
    indicator = IndicatorFactory(entry=entry)
    IndicatorValueFactory(indicator=indicator, given="1,234", kind=ValueKind.NUMBER, number=1234)
    IndicatorValueFactory(indicator=indicator, role=ValueRole.TARGET, year=2018, given="75%", kind="percent", number=75)
    BudgetLineFactory(entry=entry, amount=Decimal("45.50"), currency="MNT")

    xlsx, csv, whole = (
        ask(files.EditionFile, reader, pk=edition.pk, format=each).content for each in ("xlsx", "csv", "json")
    )

    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    heads, row = sheets["indicators"]
    assert list(sheets) == ["plan", "groups", "activities", "milestones", "budget", "indicators", "former"]
    assert sheets["plan"][1] == ["layout", "tulga-plan-1"]
    assert dict(zip(heads, row, strict=True))["kinds"] == "baseline=number:1234"
    assert dict(zip(heads, row, strict=True))["target_2018"] == "75%"
    assert "'=1+1" in sheets["activities"][1]
    assert "'=1+1" in csv.decode("utf-8-sig")
    activity = json.loads(whole)["activities"][0]
    assert (activity["group"], activity["budget"][0]["amount"]) == ("1", "45.5")


def test_a_whole_edition_is_read_in_as_many_queries_however_large(edition, reader, django_assert_max_num_queries):
    for number in range(11):
        IndicatorFactory(entry=EntryFactory(edition=edition, number=f"1.{number}"))

    # The edition; its activities, and of them seven kinds of things below; the groups.
    with django_assert_max_num_queries(12):
        ask(files.EditionFile, reader, pk=edition.pk, format="xlsx")


def test_there_is_no_other_form_of_a_file(edition, reader):
    with pytest.raises(Http404):
        ask(files.EditionFile, reader, pk=edition.pk, format="exe")


def test_pages_of_editions_speak_both_languages(edition, writer):
    draft = EditionFactory(plan=edition.plan)
    entry = EntryFactory(edition=draft, item=ItemFactory(edition=draft))
    of = {
        draft.pk: (reading.EditionDetail, reading.PlanTree, amending.EditionPutInForce, amending.EditionSetAside),
        entry.pk: (reading.EntryDetail, writing.EntryEdit, parts.IndicatorCreate, parts.BudgetLineCreate),
    }

    for language in ("mn", "en"):
        assert ask(reading.EditionList, writer, language=language, code="NAP").status_code == 200
        for pk, views in of.items():
            assert [ask(view, writer, language=language, pk=pk).status_code for view in views] == [200] * 4


def test_the_public_finds_no_signed_in_page_of_its_own(edition):
    assert edition in PlanEdition.objects.visible_to(Actor())
    assert EditionFactory(plan=edition.plan) not in PlanEdition.objects.visible_to(Actor())
