from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from tulga.agencies.models import Agency
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.prepared import NotPreparable, attach, prepared, together
from tulga.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


@prepared
def by_code(*, code):
    return Agency.objects.filter(code=code).select_related("place").order_by("pk")


@prepared
def codes(*kinds, before):
    return Agency.objects.filter(kind__in=kinds, pk__lt=before).order_by("-pk").values_list("code", "version")


def test_rows_are_those_of_the_values_given():
    one, two = AgencyFactory(place=PlaceFactory()), AgencyFactory()

    assert by_code(code=one.code) == [one]
    assert by_code(code=two.code) == [two]
    assert by_code(code="none") == []
    assert codes(one.kind, before=two.pk) == [(one.code, 1)]
    assert codes("no kind", before=two.pk + 1) == []
    assert codes(before=two.pk + 1) == []  # nothing can match: no query


def test_related_rows_come_along(django_assert_num_queries):
    agency = AgencyFactory(place=PlaceFactory())

    with django_assert_num_queries(1):
        found = by_code(code=agency.code)[0]
        assert found.place == agency.place
        assert found.name == agency.name
        assert not found._state.adding


def test_related_lists_are_fetched_as_the_query_says(django_assert_num_queries):
    parent = AgencyFactory()
    office = AgencyFactory(parent=parent)

    @prepared
    def with_offices(*, pk):
        return Agency.objects.filter(pk=pk).prefetch_related("offices")

    for _ in range(2):
        with django_assert_num_queries(2):
            assert list(with_offices(pk=parent.pk)[0].offices.all()) == [office]


def test_rows_that_are_there_already_are_attached_without_a_query(django_assert_num_queries):
    parent, other = AgencyFactory(), AgencyFactory()
    office = AgencyFactory(parent=parent)

    attach([parent, other], "offices", [(office.parent_id, office)])

    with django_assert_num_queries(0):
        assert list(parent.offices.all()) == [office]
        assert list(other.offices.all()) == []


def test_rows_are_among_those_given_however_many():
    agencies = [AgencyFactory() for _ in range(3)]

    @prepared
    def among(*, numbers):
        return Agency.objects.filter(pk__among=numbers).order_by("pk")

    assert among(numbers=[each.pk for each in agencies]) == agencies
    assert among(numbers=[agencies[1].pk]) == [agencies[1]]
    assert among(numbers=[]) == []
    assert among.written.cache_info().misses == 1


def test_several_are_sent_together(django_assert_num_queries):
    one, two = AgencyFactory(), AgencyFactory()
    askings = {
        "one": by_code.asked(code=one.code),
        "nothing": codes.asked(before=0),
        "two": by_code.asked(code=two.code),
        "codes": codes.asked(one.kind, two.kind, before=two.pk),
    }

    with django_assert_num_queries(3):
        found = together(askings)

    assert found == {"one": [one], "nothing": [], "two": [two], "codes": [(one.code, 1)]}


def test_one_that_fails_among_several_fails_as_it_would_alone():
    @prepared
    def fails():
        return Agency.objects.extra(where=["no_such_column = 1"])

    askings = {"good": by_code.asked(code="x"), "bad": fails.asked(), "next": by_code.asked(code="x")}

    with pytest.raises(DatabaseError, match="no_such_column"), transaction.atomic():
        together(askings)
    assert by_code(code="x") == []


def test_every_asking_asks_the_database():
    agency = AgencyFactory()
    by_code(code=agency.code)

    Agency.objects.filter(pk=agency.pk).update(version=7)

    assert by_code(code=agency.code)[0].version == 7


@pytest.mark.parametrize("value", ["' OR 1=1 --", "%s", "%", "\\", "Ө", '"'])
def test_a_value_is_never_part_of_the_sql(value):
    AgencyFactory()
    mine = AgencyFactory(code=value)

    assert by_code(code=value) == [mine]


def test_it_is_written_once_for_its_arguments_a_day_and_a_language():
    written = []

    @prepared
    def sample(kind, *, on):
        written.append((kind, str(timezone.localdate()), translation.get_language()))
        return Agency.objects.filter(kind=kind, valid_from__lte=on)

    today = timezone.localdate()
    AgencyFactory(valid_from=today)
    with translation.override("en"):
        for on in (today, today - dt.timedelta(days=1)):
            sample("ministry", on=on)
        sample("agency", on=today)
    with translation.override("mn"), time_machine.travel(dt.datetime(2031, 5, 5, 3, tzinfo=dt.UTC)):
        sample("ministry", on=today)

    assert written == [
        ("ministry", str(today), "en"),
        ("agency", str(today), "en"),
        ("ministry", "2031-05-05", "mn"),
    ]


def test_a_day_is_compared_as_a_day():
    today = timezone.localdate()
    agency = AgencyFactory(valid_from=today)

    @prepared
    def begun(*, on):
        return Agency.objects.filter(valid_from__lte=on)

    assert begun(on=today) == [agency]
    assert begun(on=today - dt.timedelta(days=1)) == []


def test_what_would_grow_old_is_refused():
    """A visible_to that asked the database while it is written would keep yesterday's answer."""
    AgencyFactory()

    @prepared
    def asks():
        return Agency.objects.filter(pk__in=list(Agency.objects.values_list("pk", flat=True)))

    @prepared
    def depends_on_the_moment():
        return Agency.objects.filter(memberships__ended_at__gt=timezone.now())

    for query in (asks, depends_on_the_moment):
        with pytest.raises(NotPreparable):
            query()


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_sql_and_not_the_connection():
    agencies = [AgencyFactory() for _ in range(8)]
    by_code(code=agencies[0].code)

    def ask(agency):
        try:
            return [by_code(code=agency.code)[0].pk for _ in range(25)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, agencies))

    assert found == [[agency.pk] * 25 for agency in agencies]
