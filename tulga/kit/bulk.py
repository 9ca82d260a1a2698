"""Thousands of records at once, where making them one by one is what takes the time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import NoneType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, CharField, ForeignKey, IntegerField, Model, QuerySet, TextField

_USUAL = gc.get_threshold()
_RARELY = (1_000_000, 20, 20)
# These only: a field of ours that is one of them may write its value in another way.
_PLAIN = {CharField, TextField, IntegerField, ForeignKey}
_AS_IT_IS = (str, int, NoneType)


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert values that nobody needs back as records: a third of the time of `bulk_create`, which makes each a model.

    Every column but a key of the database's own must be named, since no default is filled in. A foreign key is given
    as what it holds.
    """
    if set(columns) != {field.name for field in _filled(model)}:
        raise ValueError(f"{model._meta.label} has other columns than {', '.join(columns)}.")
    fields = _named(model, columns)
    names, places = ", ".join(map(_quoted, fields)), ", ".join(["%s"] * len(fields))
    _execute(f"INSERT INTO {_table(model)} ({names}) VALUES ({places})", fields, rows)  # noqa: S608 - our own names


def insert_records(model: type[Model], records: Iterable[Model]) -> None:
    """Insert records whose keys nobody needs: they are not told them."""
    fields = _filled(model)
    insert_rows(
        model,
        [field.name for field in fields],
        ([field.pre_save(record, add=True) for field in fields] for record in records),
    )


def insert_keyed(model: type[Model], records: Sequence[Model], *, by: Sequence[str], among: QuerySet[Any]) -> None:
    """Insert records and tell each its key, found again by the columns that name it `among` rows nobody else writes."""
    insert_records(model, records)
    keys = {tuple(named): pk for *named, pk in among.values_list(*by, "pk")}
    for record in records:
        record.pk = keys[tuple(getattr(record, name) for name in by)]
        record._state.adding = False


def update_records(model: type[Model], records: Iterable[Model], columns: Sequence[str]) -> None:
    """Write these columns of stored records, each in a statement of its own that is sent once: `bulk_update` writes one
    that weighs every row against every other, and takes seconds for some hundreds."""
    fields = [*_named(model, columns), model._meta.pk]
    *changes, key = [f"{_quoted(field)} = %s" for field in fields]
    _execute(
        f"UPDATE {_table(model)} SET {', '.join(changes)} WHERE {key}",  # noqa: S608 - our own names
        fields,
        ([field.pre_save(record, add=False) for field in fields] for record in records),
    )


def _execute(statement: str, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    database = connections[DEFAULT_DB_ALIAS]
    prepare = [_prepared(field, database) for field in fields]
    with database.cursor() as cursor:
        cursor.executemany(statement, [[each(value) for each, value in zip(prepare, row, strict=True)] for row in rows])


def _prepared(field: Any, database: Any) -> Callable[[Any], Any]:
    """How a value of this field is handed to the database; words and whole numbers mostly as they are."""
    if type(field) in _PLAIN:
        return lambda value: value if isinstance(value, _AS_IT_IS) else field.get_db_prep_save(value, database)
    return lambda value: field.get_db_prep_save(value, database)


def _filled(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]


def _named(model: type[Model], columns: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in columns]


def _quoted(field: Any) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(field.column)


def _table(model: type[Model]) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.db_table)


@contextmanager
def collected_rarely() -> Iterator[None]:
    """Look for circles among the objects rarely, while very many are made that have none: it took a third of the time.

    What nobody holds any more is still let go of at once.
    """
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
