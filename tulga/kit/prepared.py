"""Queries whose SQL is written once.

Django writes a query's SQL anew each time it is asked, which takes several times as long as the database then needs:
of a page with a dozen queries it is most of the cost. A prepared query is written once for each set of its arguments
(a reader, say), on each day and in each language, because what one may see depends on all three. The SQL is kept; rows
never are: every asking asks the database.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Generic, NoReturn, ParamSpec, Self, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Lookup, QuerySet, prefetch_related_objects
from django.db.models.expressions import Expression
from django.utils import timezone, translation

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Row = TypeVar("Row")

KEPT = 64  # of each query: as many readers as work at once
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:")


class NotPreparable(Exception):
    """The query would not be the same when asked again: a mistake of whoever wrote it."""


class Given(Expression):
    """Stands in the SQL for a value that each asking brings along."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


@Field.register_lookup
class Among(Lookup[Any]):
    """Rows whose value is one of those given: `pk__among=rows`, of which there may be another number each time."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field, before = self.process_lhs(compiler, connection)
        values, given = self.process_rhs(compiler, connection)
        if connection.vendor == "sqlite":
            return f"{field} IN (SELECT value FROM json_each({values}))", (*before, *given)  # noqa: S608 - Django's own parts
        return f"{field} = ANY({values})", (*before, *given)


@dataclass(frozen=True)
class Written:
    """The SQL of one query for one set of arguments, with the places where values go; empty where nothing can match."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    converters: tuple[tuple[int, list[Callable[..., Any]], Any], ...]


class Asking(Generic[Row]):
    """One asking of a prepared query, with the values it brings along."""

    def __init__(self, written: Written, given: Mapping[str, Any]) -> None:
        self.written, self.given = written, given

    def send(self, connection: BaseDatabaseWrapper) -> Any:
        """The cursor from which the answer can be fetched, or None where nothing can match."""
        if not self.written.sql:
            return None
        values = [
            _adapted(self.given[each.name], connection) if isinstance(each, Given) else each
            for each in self.written.values
        ]
        cursor = connection.cursor()
        cursor.execute(self.written.sql, values)
        return cursor

    def rows(self, cursor: Any) -> list[Row]:
        if cursor is None:
            return []
        with cursor:
            answer = cursor.fetchall()
        queryset: Any = self.written.queryset
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=_Answered(self.written, answer),
            _known_related_objects={},
            _fields=queryset._fields,
        )
        rows: Any = list(queryset._iterable_class(asked))
        prefetch_related_objects(rows, *queryset._prefetch_related_lookups)
        return cast("list[Row]", rows)


class _Answered:
    """What Django's makers of rows ask of a query and of its compiler, when the answer is there already."""

    def __init__(self, written: Written, answer: list[tuple[Any, ...]]) -> None:
        self.written, self.answer = written, answer
        compiler = written.compiler
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map

    def __getattr__(self, name: str) -> Any:
        return getattr(self.written.queryset.query, name)

    def get_compiler(self, *_: Any, **__: Any) -> Self:
        return self

    def execute_sql(self, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        return self.answer

    def results_iter(self, *_: Any, tuple_expected: bool = False, **__: Any) -> Iterator[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        width = self.written.compiler.col_count
        for found in self.answer:
            row = list(found[:width])
            for place, converters, expression in self.written.converters:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
            yield tuple(row) if tuple_expected else row


class Prepared(Generic[P, Row]):
    """Decorates a function that composes a queryset; calling it gives the rows, as a list.

    Positional arguments decide what the SQL is (the reader, above all) and must be hashable. Keyword arguments are
    values: while the SQL is written each is a `Given`, to be used as the right side of a comparison and nothing else.
    """

    def __init__(self, compose: Callable[P, QuerySet[Any, Row]]) -> None:
        self.compose: Callable[..., QuerySet[Any, Row]] = compose
        self.written = lru_cache(maxsize=KEPT)(self._write)
        update_wrapper(self, compose)

    def __call__(self, *args: P.args, **given: P.kwargs) -> list[Row]:
        asking = self.asked(*args, **given)
        return asking.rows(asking.send(connections[DEFAULT_DB_ALIAS]))

    def asked(self, *args: P.args, **given: P.kwargs) -> Asking[Row]:
        """The same, to be sent `together` with others."""
        today = _day_of(int(time.time()) // 60)
        return Asking(self.written(args, tuple(given), today, translation.get_language()), given)

    def _write(self, args: tuple[Any, ...], names: tuple[str, ...], _day: dt.date, _language: str | None) -> Written:
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.execute_wrapper(_refuse):
            queryset = self.compose(*args, **{name: Given(name) for name in names})
            compiler = queryset.query.get_compiler(connection=connection)
            try:
                sql, values = compiler.as_sql()
            except EmptyResultSet:
                return Written(queryset, compiler, "", (), ())
        if any(isinstance(each, dt.datetime) or (isinstance(each, str) and MOMENT.match(each)) for each in values):
            raise NotPreparable(f"{self.compose.__qualname__} depends on the moment; it is kept for a day")
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters = ((place, *found) for place, found in compiler.get_converters(columns).items())
        return Written(queryset, compiler, sql, tuple(values), tuple(converters))


prepared = Prepared


def together(askings: Mapping[str, Asking[Any]]) -> dict[str, list[Any]]:
    """The rows of each. PostgreSQL gets them all at once, and answers one while it is asked the next."""
    connection = connections[DEFAULT_DB_ALIAS]
    with _pipeline(connection):
        sent = {name: asking.send(connection) for name, asking in askings.items()}
        return {name: asking.rows(sent[name]) for name, asking in askings.items()}


def _pipeline(connection: BaseDatabaseWrapper) -> AbstractContextManager[Any]:
    connection.ensure_connection()
    begin = getattr(connection.connection, "pipeline", None)
    return begin() if begin else nullcontext()


def attach(rows: Iterable[Any], name: str, related: Iterable[tuple[Any, Any]]) -> None:
    """Give each row its own of the related rows, each beside the key of its owner: as prefetching would, unasked."""
    own: dict[Any, list[Any]] = {}
    for key, each in related:
        own.setdefault(key, []).append(each)
    for row in rows:
        held: Any = QuerySet(row._meta.get_field(name).related_model)
        held._result_cache, held._prefetch_done = own.get(row.pk, []), True
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held


@lru_cache(maxsize=2)
def _day_of(_minute: int) -> dt.date:
    return timezone.localdate()


def _refuse(*_: Any) -> NoReturn:
    raise NotPreparable("What a prepared query asks the database while it is written would be kept, and grow old")


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, list):
        return json.dumps(value) if connection.vendor == "sqlite" else value
    return value
