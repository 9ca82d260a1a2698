from __future__ import annotations

import datetime as dt

import pytest

from tulga.agencies.models import Agency, Hotline
from tulga.agencies.services import (
    DATA,
    create_agency,
    edit_agency,
    edit_hotline,
    load_agencies,
    load_hotlines,
    set_keys,
    succeed_agency,
    verify_hotline,
)
from tulga.agencies.tests.factories import AgencyFactory, HotlineFactory
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor, Grant
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.reference import read_rows
from tulga.places.services import load_places

pytestmark = pytest.mark.django_db
LOADER = Actor.system("load_reference")
SECRETARIAT = Actor(user_id=1, label="Secretariat", grants=(Grant("secretariat", 1, frozenset({"agencies.edit"})),))
FOCAL_POINT = Actor(user_id=2, label="Focal point", grants=(Grant("focal_point", 1, frozenset()),))


@pytest.fixture
def register():
    load_places(actor=LOADER)
    load_agencies(actor=LOADER)
    load_hotlines(actor=LOADER)


def test_the_register_is_loaded_with_offices_and_successors(register):
    assert Agency.objects.count() == 43
    assert Agency.objects.get(code="CFDC").offices.count() == 9
    assert Agency.objects.get(code="MLSW").successor.code == "MFLSP"
    assert [each.code for each in Agency.objects.get(code="CFDPA").predecessors.all()] == ["NAFYCD"]
    assert Agency.objects.get(code="UMN").place.code == "MN46"
    assert Hotline.objects.get(number="1903").agency.code == "MGEC"


def test_loading_twice_changes_nothing(register):
    before = [list(model.objects.order_by("pk").values()) for model in (Agency, Hotline, AuditEvent)]

    again = [load_agencies(actor=LOADER), load_hotlines(actor=LOADER)]

    assert not any(each.is_news or each.kept for each in again)
    assert [list(model.objects.order_by("pk").values()) for model in (Agency, Hotline, AuditEvent)] == before


def test_what_somebody_edited_stays_when_the_data_is_loaded_again(register):
    agency = Agency.objects.get(code="NPA")
    edit_agency(agency=agency, expected_version=1, actor=SECRETARIAT, name={"en": "National Police"})

    again = load_agencies(actor=LOADER)

    assert again.kept == 1
    assert Agency.objects.get(code="NPA").name == {"en": "National Police"}


def test_a_newer_version_of_the_data_keeps_the_successor(register):
    Agency.objects.filter(code="MLSW").update(valid_note="old")

    again = load_agencies(actor=LOADER)

    assert again.changed == 1
    assert Agency.objects.get(code="MLSW").successor.code == "MFLSP"


def test_every_stored_key_equals_a_fresh_one(register):
    for agency in Agency.objects.all():
        stored = (agency.search_key, agency.sort_key_mn, agency.sort_key_en)
        set_keys(agency)
        assert (agency.search_key, agency.sort_key_mn, agency.sort_key_en) == stored


@pytest.mark.parametrize(("name", "key"), [("agencies_mn.csv", "code"), ("hotlines_mn.csv", "number")])
def test_every_row_of_the_data_has_a_key_a_name_and_a_source(name, key):
    rows = read_rows(DATA / name)

    assert all(row[key] and row["name_en"] and row["source"] for row in rows)
    assert len({row[key] for row in rows}) == len(rows)


def test_a_new_agency_is_found_and_recorded():
    agency = create_agency(code="NEW", name={"mn": "Шинэ газар"}, kind="agency", actor=SECRETARIAT)

    assert list(Agency.objects.search("shine")) == [agency]
    assert AuditEvent.objects.get().verb == "agencies.create"


def test_an_edit_counts_the_version_and_records_both_texts():
    agency = AgencyFactory(name={"en": "Old"})

    edit_agency(agency=agency, expected_version=1, actor=SECRETARIAT, name={"en": "New"}, reason="a letter")

    agency.refresh_from_db()
    event = AuditEvent.objects.get()
    assert (agency.version, agency.name["en"]) == (2, "New")
    assert ("Old" in event.before, "New" in event.after, event.reason) == (True, True, "a letter")


def test_a_stale_edit_is_refused_and_nothing_is_recorded():
    agency = AgencyFactory()
    edit_agency(agency=agency, expected_version=1, actor=SECRETARIAT, name={"en": "Mine"})

    with pytest.raises(StaleEdit):
        edit_agency(agency=agency, expected_version=1, actor=SECRETARIAT, name={"en": "Theirs"})

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda actor: create_agency(code="X", name={"en": "X"}, kind="agency", actor=actor),
        lambda actor: edit_agency(agency=AgencyFactory.create(), expected_version=1, actor=actor, name={"en": "X"}),
        lambda actor: succeed_agency(
            agency=AgencyFactory.create(), last_day=dt.date(2020, 1, 1), successor=None, expected_version=1, actor=actor
        ),
        lambda actor: verify_hotline(hotline=HotlineFactory.create(), called_on=dt.date(2020, 1, 1), actor=actor),
        lambda actor: edit_hotline(hotline=HotlineFactory.create(), expected_version=1, actor=actor, name={"en": "X"}),
        lambda actor: load_agencies(actor=actor),
    ],
)
@pytest.mark.parametrize("actor", [FOCAL_POINT, Actor()])
def test_others_change_nothing(act, actor):
    with pytest.raises(NotAllowed):
        act(actor)

    assert not AuditEvent.objects.exists()


def test_an_ended_agency_points_to_its_successor():
    old, new = AgencyFactory(), AgencyFactory()

    succeed_agency(agency=old, last_day=dt.date(2024, 6, 30), successor=new, expected_version=1, actor=SECRETARIAT)

    old.refresh_from_db()
    assert (old.valid_to, old.successor) == (dt.date(2024, 6, 30), new)
    assert list(new.predecessors.all()) == [old]
    assert AuditEvent.objects.get().verb == "agencies.succeed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": {}}, "name"),
        ({"valid_from": dt.date(2020, 1, 2), "valid_to": dt.date(2020, 1, 1)}, "valid_to"),
        ({"code": "TAKEN"}, "code"),
    ],
)
def test_a_broken_rule_names_the_field(changes, field):
    AgencyFactory(code="TAKEN")
    agency = AgencyFactory()

    with pytest.raises(RuleBroken) as broken:
        edit_agency(agency=agency, expected_version=1, actor=SECRETARIAT, **changes)

    assert broken.value.field == field


@pytest.mark.parametrize("field", ["parent", "successor"])
def test_no_agency_leads_in_a_circle_to_itself(field):
    above = AgencyFactory()
    below = AgencyFactory(**{field: above})

    with pytest.raises(RuleBroken):
        edit_agency(agency=above, expected_version=1, actor=SECRETARIAT, **{field: below})


def test_a_called_hotline_carries_the_day():
    hotline = HotlineFactory()

    verify_hotline(hotline=hotline, called_on=dt.date(2020, 1, 1), actor=SECRETARIAT)

    hotline.refresh_from_db()
    assert hotline.verified_on == dt.date(2020, 1, 1)
    assert AuditEvent.objects.get().after == "2020-01-01"


def test_nobody_called_tomorrow():
    with pytest.raises(RuleBroken):
        verify_hotline(hotline=HotlineFactory.create(), called_on=dt.date(2999, 1, 1), actor=SECRETARIAT)
