"""Queries whose SQL is written once.

Django writes a query's SQL anew each time it is asked, which takes several times as long as the database then needs:
of a page with a dozen queries it is most of the cost. A prepared query is written once for each set of its arguments
(a reader, say), on each day and in each language, because what one may see depends on all three. The SQL is kept; rows
never are: every asking asks the database.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Generic, NoReturn, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.expressions import Expression
from django.utils import timezone, translation

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql import Query
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


@dataclass(frozen=True)
class Written:
    """The SQL of one query for one set of arguments, with the places where values go; empty where nothing can match."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]

    def rows(self, given: Mapping[str, Any]) -> list[Any]:
        if not self.sql:
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        bound = tuple(
            _adapted(given[value.name], connection) if isinstance(value, Given) else value for value in self.values
        )
        compiler = copy(self.compiler)
        compiler.connection = connection  # each thread has its own
        compiler.as_sql = lambda *_, **__: (self.sql, bound)  # type: ignore[method-assign]
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=_Asked(self.queryset.query, compiler),
            _known_related_objects={},
            _fields=self.queryset._fields,  # type: ignore[attr-defined]  # of a .values() query
        )
        made: Any = self.queryset._iterable_class(cast("Any", asked))
        rows = list(made)
        prefetch_related_objects(rows, *self.queryset._prefetch_related_lookups)  # type: ignore[attr-defined]
        return rows


class _Asked:
    """A query with its compiler at hand."""

    def __init__(self, query: Query, compiler: SQLCompiler) -> None:
        self.query = query
        self.compiler = compiler

    def get_compiler(self, *_: Any, **__: Any) -> SQLCompiler:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)


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
        written = self.written(args, tuple(given), timezone.localdate(), translation.get_language())
        return written.rows(given)

    def _write(self, args: tuple[Any, ...], names: tuple[str, ...], _day: dt.date, _language: str | None) -> Written:
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.execute_wrapper(_refuse):
            queryset = self.compose(*args, **{name: Given(name) for name in names})
            compiler = queryset.query.get_compiler(connection=connection)
            try:
                sql, values = compiler.as_sql()
            except EmptyResultSet:
                sql, values = "", ()
        if any(isinstance(each, dt.datetime) or (isinstance(each, str) and MOMENT.match(each)) for each in values):
            raise NotPreparable(f"{self.compose.__qualname__} depends on the moment; it is kept for a day")
        return Written(queryset, compiler, sql, tuple(values))


prepared = Prepared


def attach(rows: Iterable[Any], name: str, related: Iterable[tuple[Any, Any]]) -> None:
    """Give each row its own of the related rows, each beside the key of its owner: as prefetching would, unasked."""
    own: dict[Any, list[Any]] = {}
    for key, each in related:
        own.setdefault(key, []).append(each)
    for row in rows:
        held: Any = QuerySet(row._meta.get_field(name).related_model)
        held._result_cache, held._prefetch_done = own.get(row.pk, []), True
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held


def _refuse(*_: Any) -> NoReturn:
    raise NotPreparable("What a prepared query asks the database while it is written would be kept, and grow old")


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value
