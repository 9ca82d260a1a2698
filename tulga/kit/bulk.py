"""Thousands of records at once, where making them one by one is what takes the time."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Max,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    QuerySet,
    TextField,
)

from tulga.kit.i18n import I18nText

_USUAL = gc.get_threshold()
_RARELY = (5_000_000, 20, 20)  # as many as thirty thousand rows of a plan make
# These only: a field of ours that is one of them may write its value in another way.
_PLAIN = {CharField, TextField, IntegerField, PositiveIntegerField, PositiveSmallIntegerField, ForeignKey}
_REPEATED = (BooleanField, DateField, DecimalField)
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
    insert_rows(model, [field.name for field in fields], map(_values_of(fields, add=True), records))


def insert_contents(model: type[Model], contents: Iterable[Mapping[str, Any]]) -> None:
    """Insert what these mappings say, by the names of fields; of what one does not name, the field's default.

    Making a record of each first, only to take it apart again, cost more than all the rest.
    """
    fields = _filled(model)
    taken = [_taken_from_content(field) for field in fields]
    insert_rows(model, [field.name for field in fields], ([each(content) for each in taken] for content in contents))


def insert_keyed(model: type[Model], records: Sequence[Model], *, by: Sequence[str], among: QuerySet[Any]) -> None:
    """Insert records and tell each its key, found again by the columns that name it `among` rows nobody else writes."""
    last = among.aggregate(last=Max("pk"))["last"] or 0
    insert_records(model, records)
    keys = {tuple(named): pk for *named, pk in among.filter(pk__gt=last).values_list(*by, "pk")}
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
        map(_values_of(fields, add=False), records),
    )


def _execute(statement: str, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Send the statement with every row. Values are prepared column by column: a call for each took longer than SQL."""
    database = connections[DEFAULT_DB_ALIAS]
    columns = [*zip(*rows, strict=True)]
    prepared = [_prepared(field, database, values) for field, values in zip(fields, columns, strict=bool(columns))]
    with database.cursor() as cursor:
        cursor.executemany(statement, [*zip(*prepared, strict=True)])


def _values_of(fields: Sequence[Any], *, add: bool) -> Callable[[Model], Sequence[Any]]:
    """How a record's values are taken: at once, unless a field has something to do when it is saved."""
    if len(fields) > 1 and not any(map(_acts_when_saved, fields)):
        return attrgetter(*(field.attname for field in fields))
    return lambda record: [field.pre_save(record, add=add) for field in fields]


def _acts_when_saved(field: Any) -> bool:
    if isinstance(field, DateField):
        return bool(field.auto_now or field.auto_now_add)
    return type(field).pre_save is not Field.pre_save


def _taken_from_content(field: Any) -> Callable[[Mapping[str, Any]], Any]:
    name, usual = field.name, field.get_default()
    if not isinstance(field, ForeignKey):
        return lambda content: content.get(name, usual)

    def key(content: Mapping[str, Any]) -> Any:
        given = content.get(name, usual)
        return content[field.attname] if field.attname in content else given.pk if isinstance(given, Model) else given

    return key


def _prepared(field: Any, database: Any, values: Iterable[Any]) -> list[Any]:
    """A column as the database is handed it: words and whole numbers as they are; the rest as its field says.

    Days and amounts come over and over, and so do the empty lists and texts in columns of JSON.
    """

    def prepared(value: Any) -> Any:
        return field.get_db_prep_save(value, database)

    if type(field) in _PLAIN:
        return [value if isinstance(value, _AS_IT_IS) else prepared(value) for value in values]
    if isinstance(field, _REPEATED):
        return [*map(lru_cache(maxsize=1024, typed=True)(prepared), values)]
    if isinstance(field, JSONField):
        encoded: Callable[[Any], Any] = _encoder(field) if database.vendor == "sqlite" else prepared
        nothing = {kind: encoded(kind()) for kind in (list, dict, I18nText)}
        return [encoded(each) if each or type(each) not in nothing else nothing[type(each)] for each in values]
    return [*map(prepared, values)]


def _encoder(field: Any) -> Callable[[Any], str | None]:
    """JSON as the text that SQLite is handed: making an encoder for each value took as long as all else."""
    encode = (field.encoder or json.JSONEncoder)().encode
    return lambda value: None if value is None else encode(value)


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
