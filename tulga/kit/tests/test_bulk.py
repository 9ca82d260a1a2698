from __future__ import annotations

import gc
from decimal import Decimal

import pytest

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.bulk import collected_rarely, insert_contents, insert_keyed, insert_records, insert_rows, update_records
from tulga.kit.i18n import I18nText
from tulga.plan.choices import ValueKind, ValueRole
from tulga.plan.models import BudgetLine, Entry, IndicatorValue
from tulga.plan.tests.factories import BudgetLineFactory, EditionFactory, EntryFactory, IndicatorFactory


@pytest.mark.django_db
def test_rows_are_stored_as_their_fields_store_them():
    indicator = IndicatorFactory()
    columns = ["indicator", "role", "year", "given", "kind", "number"]
    rows = [
        (indicator.pk, ValueRole.BASELINE, None, "<10", ValueKind.BELOW, Decimal("10.5")),
        (indicator.pk, "target", 2018, "үгүй", "no", None),
    ]

    insert_rows(IndicatorValue, columns, rows)

    assert [*IndicatorValue.objects.values_list(*columns)] == rows


@pytest.mark.django_db
def test_a_column_left_out_is_refused_before_anything_is_written():
    with pytest.raises(ValueError, match="other columns"):
        insert_rows(IndicatorValue, ["indicator", "role"], [(1, "target")])


@pytest.mark.django_db
def test_records_are_stored_with_their_texts_and_defaults():
    entry = EntryFactory()

    insert_records(
        BudgetLine,
        [BudgetLine(entry=entry, source=I18nText(mn="Улсын төсөв"), given="5", amount=Decimal(5), currency="MNT")],
    )

    line = entry.budget_lines.get()
    assert (line.source, line.amount, line.funder, line.version, line.imported_place) == (
        {"mn": "Улсын төсөв"},
        Decimal(5),
        None,
        1,
        [],
    )


@pytest.mark.django_db
def test_contents_are_stored_with_what_their_fields_have_where_they_say_nothing():
    entry, funder = EntryFactory(), AgencyFactory()

    insert_contents(
        BudgetLine,
        [
            {"entry_id": entry.pk, "position": 1, "funder": funder, "amount": Decimal("7.50"), "currency": "MNT"},
            {"entry": entry, "position": 2, "source": I18nText(mn="Улсын төсөв"), "imported_place": ["sheet"]},
        ],
    )

    first, second = entry.budget_lines.order_by("position")
    assert (first.funder, first.amount, first.source, first.version) == (funder, Decimal("7.50"), {}, 1)
    assert (second.funder, second.amount, second.source["mn"], second.imported_place) == (
        *(None, None, "Улсын төсөв"),
        ["sheet"],
    )


@pytest.mark.django_db
def test_keyed_records_learn_their_own_keys():
    edition = EditionFactory()
    old = EntryFactory(edition=edition)
    made = [
        Entry(edition=edition, activity=EntryFactory().activity, number=f"9.{number}", position="9")
        for number in (2, 1)
    ]

    insert_keyed(Entry, made, by=["activity_id"], among=edition.entries.all())

    assert {each.pk: each.number for each in made} == dict(
        edition.entries.exclude(pk=old.pk).values_list("pk", "number")
    )
    made[0].save()  # a stored record: written over, not inserted again
    assert edition.entries.count() == 3


@pytest.mark.django_db
def test_an_update_writes_the_named_columns_of_each_record_and_no_others():
    lines = [BudgetLineFactory(given="1"), BudgetLineFactory(given="1")]
    for number, line in enumerate(lines):
        line.given, line.source, line.currency = f"new {number}", I18nText(en=f"From {number}"), "EUR"

    update_records(BudgetLine, lines, ["given", "source"])

    assert [*BudgetLine.objects.order_by("pk").values_list("given", "source", "currency")] == [
        ("new 0", {"en": "From 0"}, ""),
        ("new 1", {"en": "From 1"}, ""),
    ]


def test_circles_are_looked_for_as_usual_again_afterwards():
    usual = gc.get_threshold()

    with collected_rarely():
        assert gc.get_threshold() != usual

    assert gc.get_threshold() == usual
