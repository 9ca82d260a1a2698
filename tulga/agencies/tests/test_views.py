from __future__ import annotations

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import translation

from tulga.agencies import views
from tulga.agencies.models import Agency, Hotline
from tulga.agencies.tests.factories import AgencyFactory, HotlineFactory
from tulga.kit import once
from tulga.kit.actor import Actor, Grant
from tulga.kit.audience import Audience

pytestmark = pytest.mark.django_db
SECRETARIAT = Actor(user_id=1, label="Secretariat", grants=(Grant("secretariat", 1, frozenset({"agencies.edit"})),))
SOMEBODY = Actor(user_id=2, label="Somebody")


def ask(view, actor=SOMEBODY, query=None, sent=None, **address):
    if sent is None:
        request = RequestFactory().get("/en/agencies/", query or {})
    else:
        request = RequestFactory().post("/en/agencies/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    call = view.as_view() if hasattr(view, "as_view") else view
    with translation.override("en"):
        return call(request, **address)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


def test_the_list_makes_one_query(django_assert_num_queries):
    above = AgencyFactory()
    for _each in range(11):
        AgencyFactory(parent=above)

    # The rows, with the names of their parents.
    with django_assert_num_queries(1):
        shown(views.AgencyList)


@pytest.mark.parametrize(
    "query", [{"q": "ЦЕГ"}, {"kind": "judicial"}, {"audience": "law_enforcement"}, {"today": "on"}]
)
def test_the_list_is_filtered(query):
    AgencyFactory(
        name={"en": "Police"},
        abbreviation={"mn": "ЦЕГ"},
        kind="judicial",
        audiences={Audience.GOVERNMENT, Audience.LAW_ENFORCEMENT},
    )
    AgencyFactory(name={"en": "Gone"}, valid_to=dt.date(2020, 1, 1), audiences={Audience.GOVERNMENT})

    page = shown(views.AgencyList, query=query)

    assert "Police" in page
    assert "Gone" not in page


@pytest.mark.parametrize(("actor", "is_offered"), [(SECRETARIAT, True), (SOMEBODY, False)])
def test_only_the_secretariat_is_offered_to_change_the_register(actor, is_offered):
    AgencyFactory(code="NPA")

    assert ("/agencies/new/" in shown(views.AgencyList, actor)) is is_offered
    assert ("/agencies/NPA/edit/" in shown(views.AgencyDetail, actor, code="NPA")) is is_offered


def test_an_agency_shows_those_before_after_and_below_it():
    new = AgencyFactory(name={"en": "Newer"})
    agency = AgencyFactory(code="MID", successor=new, valid_from=dt.date(2018, 1, 10), mandate={"mn": "Үүрэг"})
    AgencyFactory(name={"en": "Older"}, successor=agency)
    AgencyFactory(name={"en": "Office"}, parent=agency)

    page = shown(views.AgencyDetail, code="MID")

    assert all(name in page for name in ["Newer", "Older", "Office", "Үүрэг", "since"])


@pytest.mark.parametrize("view", [views.CreateAgency, views.EditAgency, views.EndAgency, views.VerifyHotline])
def test_others_are_refused_with_the_reason(view):
    AgencyFactory(code="NPA")
    HotlineFactory(number="1903")
    address = {views.CreateAgency: {}, views.VerifyHotline: {"number": "1903"}}.get(view, {"code": "NPA"})

    response = ask(view, SOMEBODY, **address)

    assert response.status_code == 403
    assert "Only the secretariat" in response.content.decode()


NEW = {"code": "NEW", "name_en": "A new agency", "kind": "agency", "audiences": ["government"], "aliases": "Old\nOlder"}


def test_a_new_agency_is_added_by_the_form():
    response = ask(views.CreateAgency, SECRETARIAT, sent=NEW)

    assert response.status_code == 302
    agency = Agency.objects.get(code="NEW")
    assert (agency.name, agency.aliases) == ({"en": "A new agency"}, ["Old", "Older"])
    assert agency.audiences == {Audience.GOVERNMENT}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "TAKEN"}, "Another agency has this code"),
        ({"code": "small letters"}, "Use capital Latin letters"),
        ({"name_en": ""}, "at least one language"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(changes, sentence):
    AgencyFactory(code="TAKEN")

    response = ask(views.CreateAgency, SECRETARIAT, sent={**NEW, **changes})

    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "Older" in page


def edited(agency, **changes):
    form = {"version": agency.version, "name_en": "Edited", "kind": agency.kind, "audiences": ["government"]}
    return ask(views.EditAgency, SECRETARIAT, sent={**form, **changes}, code=agency.code)


def test_an_edit_is_stored():
    agency = AgencyFactory()

    assert edited(agency).status_code == 302
    assert Agency.objects.get().name == {"en": "Edited"}


def test_the_page_tells_its_history():
    agency = AgencyFactory(name={"en": "Before"})
    edited(agency)

    page = shown(views.AgencyDetail, code=agency.code)

    assert "edited the agency" in page
    assert "Before" in page


def test_a_stale_edit_shows_both_texts_and_stores_nothing():
    agency = AgencyFactory()
    edited(agency, name_en="Theirs")

    response = edited(agency, name_en="Mine")

    assert response.status_code == 409
    assert "Theirs" in response.content.decode()
    assert Agency.objects.get().name == {"en": "Theirs"}


def test_an_agency_is_ended_by_an_act():
    agency, successor = AgencyFactory(), AgencyFactory()
    sent = {"version": 1, "valid_to": "2024-06-30", "successor": successor.pk, "reason": "Resolution 12"}

    response = ask(views.EndAgency, SECRETARIAT, sent=sent, code=agency.code)

    assert response.status_code == 302
    agency.refresh_from_db()
    assert (agency.valid_to, agency.successor) == (dt.date(2024, 6, 30), successor)


def test_hotlines_say_whether_anybody_called():
    HotlineFactory(number="1903", verified_on=dt.date(2026, 11, 1), agency=AgencyFactory())
    HotlineFactory(number="108")

    page = shown(views.hotline_list)

    assert "Last called on" in page
    assert "Nobody has called it yet" in page


def test_a_call_is_recorded():
    HotlineFactory(number="1903")

    response = ask(views.VerifyHotline, SECRETARIAT, sent={"called_on": "2026-01-02"}, number="1903")

    assert response.status_code == 302
    assert Hotline.objects.get().verified_on == dt.date(2026, 1, 2)
