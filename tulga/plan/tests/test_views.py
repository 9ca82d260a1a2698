from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit import once
from tulga.kit.i18n import I18nText
from tulga.places.tests.factories import PlaceFactory
from tulga.plan.choices import ActivityStatus, EditionStatus, Pillar
from tulga.plan.models import Activity, Plan, PlanItem, StatusLine
from tulga.plan.services import planning
from tulga.plan.tests.factories import (
    ActivityFactory,
    BudgetLineFactory,
    EditionFactory,
    EntryFactory,
    ItemFactory,
    PlanFactory,
    StatusLineFactory,
)
from tulga.plan.views import reading, writing

pytestmark = pytest.mark.django_db
PLAN = {"code": "NAP-2017", "title_en": "Programme", "valid_from": "2017-01-01", "valid_to": "2021-12-31"}


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT)


@pytest.fixture
def outsider():
    return actor_at(AgencyFactory(), Role.FOCAL_POINT)


def ask(view, actor, sent=None, query=None, language="en", **address):
    if sent is None:
        request = RequestFactory().get(f"/{language}/plans/", query or {})
    else:
        request = RequestFactory().post("/en/plans/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    with translation.override(language):
        return view.as_view()(request, **address)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


def test_the_list_makes_one_query(outsider, django_assert_num_queries):
    for _each in range(11):
        ActivityFactory()

    # The rows, each with the number of its activities.
    with django_assert_num_queries(1):
        shown(reading.PlanList, outsider)


def test_the_plan_at_a_glance_makes_as_many_queries_for_eleven_as_for_one(
    outsider, django_assert_num_queries, django_assert_max_num_queries
):
    plan = PlanFactory(code="NAP")
    for number in range(11):
        item = ItemFactory(edition=plan.current, number=str(number))
        StatusLineFactory(activity=ActivityFactory(plan=plan, item=item, number=f"{number}.1"))

    # The plan with its edition; its groups; its activities and latest lines; their leads; its money; a draft; its
    # history.
    with django_assert_max_num_queries(7):
        page = shown(reading.PlanDetail, outsider, code="NAP")

    assert "11" in page


def test_the_plan_shows_pillars_late_activities_and_the_tree():
    plan = PlanFactory(code="NAP", level_names=[I18nText(en="Goal")], legal_basis=I18nText(mn="148 дугаар тогтоол"))
    item = ItemFactory(edition=plan.current, number="1")
    late = ActivityFactory(plan=plan, item=item, number="1.1", pillar=Pillar.PROTECTION)
    StatusLineFactory(activity=late, status=ActivityStatus.LATE)
    ActivityFactory(plan=plan, item=item, number="1.2", ends_on=dt.date(2018, 1, 1))

    page = shown(reading.PlanDetail, actor_at(AgencyFactory(), Role.CHAIR), code="NAP")

    assert "<svg" in page
    assert all(words in page for words in ["Goal 1", "Protection", "148 дугаар тогтоол", "Not reported"])
    assert page.count(late.get_absolute_url().replace("/mn/", "/en/")) == 1


@pytest.mark.parametrize(
    ("begun_from", "told"),
    [(None, "A draft is reported on once it is in force"), ("the one in force", "as of the edition in force")],
)
def test_a_draft_says_what_its_figures_are_about_and_offers_no_search_for_what_is_late(begun_from, told):
    plan, reader = PlanFactory(code="NAP"), actor_at(AgencyFactory(), Role.SECRETARIAT)
    draft = EditionFactory(
        plan=plan, number=2, status=EditionStatus.DRAFT, begun_from=plan.current if begun_from else None
    )
    for edition in (plan.current, draft):
        EntryFactory(edition=edition, lead_agency=AgencyFactory(), ends_on=dt.date(2018, 1, 1))

    pages = [shown(reading.EditionDetail, reader, pk=each.pk) for each in (plan.current, draft)]
    trees = [shown(reading.PlanTree, reader, pk=each.pk) for each in (plan.current, draft)]

    assert [told in page for page in pages] == [False, True]
    assert ["ast the end" in page.replace(told, "") for page in pages] == [True, False]
    assert ["Past its end" in page for page in trees] == [True, False]
    assert ['name="late"' in page for page in trees] == [True, False]


def test_the_tree_is_narrowed_to_what_nobody_has_reported_on(outsider):
    plan = PlanFactory()
    StatusLineFactory(activity=ActivityFactory(plan=plan, title=I18nText(en="Reported words")))
    ActivityFactory(plan=plan, title=I18nText(en="Silent words"))

    page = shown(reading.PlanTree, outsider, query={"status": "no_line"}, pk=plan.current_id)

    assert ("Silent words" in page, "Reported words" in page) == (True, False)
    assert '<option value="no_line" selected>Not reported</option>' in page


def test_money_has_its_sum_first_and_each_amount_its_column_for_a_narrow_page(outsider):
    activity = ActivityFactory(plan=PlanFactory(code="NAP"))
    for source, year, amount in (("Fund", 2025, 5), ("Fund", 2026, 7), ("Loan", 2026, 1)):
        BudgetLineFactory(entry=activity.current, source=I18nText(en=source), year=year, amount=amount, currency="MNT")

    page = " ".join(shown(reading.PlanDetail, outsider, code="NAP").split())
    _before, _heading, money = page.partition('id="budget"')

    cell = '<td class="tu-table__number{}" data-label="{}">{}</td>'.format
    fund = " ".join(['<th scope="row">Fund</th>', cell("", "Together", 12) + cell("", 2025, 5) + cell("", 2026, 7)])
    assert fund in money
    assert cell(" tu-table__zero", 2025, 0) in money
    assert '<th scope="row">All sources</th> ' + cell("", "Together", 13) in money
    assert "tu-table--cards" in money


def test_an_empty_plan_says_so(outsider):
    PlanFactory(code="NAP")

    assert "Nothing has been entered yet." in shown(reading.PlanDetail, outsider, code="NAP")


def test_an_activity_shows_its_facts_and_every_line_said_of_it(outsider):
    activity = ActivityFactory(
        funders=[AgencyFactory(name={"en": "Donor"})],
        places=[PlaceFactory(name={"en": "Zamyn-Uud"})],
        starts_on=dt.date(2018, 1, 1),
        ends_on=dt.date(2018, 12, 31),
        period_words="every year",
        is_illustrative=True,
    )
    StatusLineFactory(activity=activity, sentence=I18nText(mn="Эхэлсэн."), dated_on=dt.date(2018, 1, 1))
    StatusLineFactory(activity=activity, status=ActivityStatus.LATE, dated_on=dt.date(2018, 3, 1))

    page = shown(reading.ActivityDetail, outsider, pk=activity.pk)

    expected = [
        "Donor",
        "Zamyn-Uud",
        "every year",
        "Эхэлсэн.",
        "Begun in two provinces.",
        "illustrative",
        "Past its end",
    ]
    assert all(words in page for words in expected)


@pytest.mark.parametrize("days", [{"starts_on": dt.date(2018, 1, 1)}, {"ends_on": dt.date(2018, 1, 1)}, {}])
def test_half_a_period_is_shown_as_far_as_it_goes(outsider, days):
    activity = ActivityFactory(**days)

    page = shown(reading.ActivityDetail, outsider, pk=activity.pk)

    assert ("2018" in page) is bool(days)
    assert "The lead agency has not reported yet." in page


@pytest.mark.parametrize("language", ["mn", "en"])
def test_pages_speak_both_languages(outsider, language):
    activity = ActivityFactory(plan=PlanFactory(code="NAP"))
    StatusLineFactory(activity=activity)

    assert ask(reading.PlanDetail, outsider, language=language, code="NAP").status_code == 200
    assert ask(reading.ActivityDetail, outsider, language=language, pk=activity.pk).status_code == 200


@pytest.mark.parametrize(
    ("view", "address"),
    [
        (reading.PlanDetail, {"code": "NONE"}),
        (writing.PlanEdit, {"code": "NONE"}),
        (reading.EditionDetail, {"pk": 404}),
        (writing.EditionEdit, {"pk": 404}),
        (writing.ItemCreate, {"pk": 404}),
        (writing.ActivityCreate, {"pk": 404}),
        (writing.ItemEdit, {"pk": 404}),
        (reading.ActivityDetail, {"pk": 404}),
        (reading.EntryDetail, {"pk": 404}),
        (writing.EntryEdit, {"pk": 404}),
        (writing.ReportStatus, {"pk": 404}),
    ],
)
def test_what_does_not_exist_is_not_found(writer, view, address):
    with pytest.raises(Http404):
        ask(view, writer, **address)


@pytest.mark.parametrize(("whose", "status"), [("writer", 200), ("outsider", 403)])
@pytest.mark.parametrize(
    ("view", "by"),
    [
        (writing.PlanCreate, None),
        (writing.PlanEdit, "code"),
        (writing.EditionEdit, "edition"),
        (writing.ItemCreate, "edition"),
        (writing.ItemEdit, "item"),
        (writing.ActivityCreate, "edition"),
        (writing.EntryEdit, "entry"),
    ],
)
def test_only_the_secretariat_opens_the_forms(request, view, by, whose, status):
    item = ItemFactory()
    entry = EntryFactory(edition=item.edition, item=item)
    address = {
        None: {},
        "code": {"code": item.edition.plan.code},
        "edition": {"pk": item.edition_id},
        "item": {"pk": item.pk},
        "entry": {"pk": entry.pk},
    }[by]

    assert ask(view, request.getfixturevalue(whose), **address).status_code == status


def test_links_to_the_forms_are_offered_to_those_who_may(writer, outsider):
    activity = ActivityFactory(plan=PlanFactory(code="NAP"))
    lead = actor_at(activity.lead_agency, Role.FOCAL_POINT)

    assert ["/edit/" in shown(reading.PlanDetail, actor, code="NAP") for actor in (writer, outsider)] == [True, False]
    assert ["/status/" in shown(reading.ActivityDetail, actor, pk=activity.pk) for actor in (lead, writer)] == [
        True,
        False,
    ]


def test_a_plan_is_entered_with_its_level_names_in_both_languages(writer):
    levels = {"level_names_mn": "Зорилго\nЗорилт", "level_names_en": "Goal"}

    answer = ask(writing.PlanCreate, writer, sent={**PLAN, **levels})

    plan = Plan.objects.get()
    assert (answer.status_code, answer.url) == (302, "/en/plans/NAP-2017/")
    assert plan.current.level_names == [{"mn": "Зорилго", "en": "Goal"}, {"mn": "Зорилт"}]
    assert "Зорилго\nЗорилт" in shown(writing.EditionEdit, writer, pk=plan.current_id)


def test_what_was_typed_survives_a_refusal(writer):
    PlanFactory(code="NAP-2017")

    answer = ask(writing.PlanCreate, writer, sent=PLAN)

    assert answer.status_code == 422
    assert "Another plan has this code." in answer.content.decode()
    assert "Programme" in answer.content.decode()


def test_of_two_edits_the_second_sees_both_texts(writer):
    edition = PlanFactory(source="theirs").current
    planning.edit_edition(edition=edition, expected_version=1, source="theirs", actor=writer)

    answer = ask(writing.EditionEdit, writer, sent={**PLAN, "source": "mine", "version": "1"}, pk=edition.pk)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "theirs" in page
    assert "mine" in page


def test_groups_and_activities_are_entered_and_edited(writer):
    edition, lead = PlanFactory(code="NAP").current, AgencyFactory()

    ask(writing.ItemCreate, writer, sent={"number": "1", "title_en": "Goal"}, pk=edition.pk)
    item = PlanItem.objects.get()
    sent = {"item": item.pk, "number": "1.1", "title_en": "Train", "pillar": "prevention", "lead_agency": lead.pk}
    answer = ask(writing.ActivityCreate, writer, sent=sent, pk=edition.pk)
    activity = Activity.objects.get()
    ask(writing.ItemEdit, writer, sent={"number": "2", "title_en": "Goal", "version": "1"}, pk=item.pk)
    ask(writing.EntryEdit, writer, sent={**sent, "co_implementers": [lead.pk], "version": "1"}, pk=activity.current_id)

    assert answer.url == f"/en/plans/activities/{activity.pk}/"
    item.refresh_from_db()
    entry = activity.entries.get()
    assert (item.number, item.version, entry.version) == ("2", 2, 2)
    assert entry.co_implementers.get() == lead


def test_a_group_of_another_plan_cannot_be_chosen(writer):
    edition, foreign = PlanFactory().current, ItemFactory()

    sent = {"parent": foreign.pk, "number": "1", "title_en": "Goal"}
    answer = ask(writing.ItemCreate, writer, sent=sent, pk=edition.pk)

    assert answer.status_code == 422


def reporter_of(activity, role=Role.FOCAL_POINT):
    return replace(actor_at(activity.lead_agency, role), user_id=UserFactory().pk)


LINE = {"status": "on_track", "sentence_mn": "Хоёр аймагт эхэлсэн.", "dated_on": "2018-03-01"}


@pytest.mark.parametrize(("role", "status"), [(Role.FOCAL_POINT, 302), (Role.AGENCY_HEAD, 302), (Role.PARTNER, 403)])
def test_the_lead_agency_reports_how_the_activity_stands(role, status):
    activity = ActivityFactory()

    answer = ask(writing.ReportStatus, reporter_of(activity, role), sent=LINE, pk=activity.pk)

    assert answer.status_code == status
    assert StatusLine.objects.exists() is (status == 302)


@pytest.mark.parametrize(
    "wrong",
    [
        {"dated_on": "2100-01-01"},
        {"sentence_mn": ""},
        {"sentence_mn": "Хохирогч Б.Болор, төрсөн 1998.05.12, хамгаалах байранд орсон."},
        {"status": "finished"},
    ],
)
def test_a_line_that_cannot_stand_is_refused(wrong):
    activity = ActivityFactory()

    answer = ask(writing.ReportStatus, reporter_of(activity), sent={**LINE, **wrong}, pk=activity.pk)

    assert answer.status_code == 422
    assert not StatusLine.objects.exists()
