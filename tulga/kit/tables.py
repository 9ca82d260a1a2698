"""Lists are declared: a column takes values of a row and gives a cell. One table serves the page and the export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from tulga.kit.addresses import address_of
from tulga.kit.i18n import I18nText, day_words
from tulga.kit.markup import escaped, language_mark, status_tag

if TYPE_CHECKING:
    from django.db.models import QuerySet, TextChoices
    from django.utils.functional import _StrPromise

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place of a table shows. `lang` is set where the words are not in the page's language."""

    text: str
    url: str = ""
    colour: str = ""
    lang: str = ""
    note: str = ""
    is_late: bool = False

    def __html__(self) -> str:
        """In Python and not in a template, because a list has a hundred of them."""
        lang = f' lang="{escaped(self.lang)}"' if self.lang else ""
        text = escaped(self.text)
        drawn = ""
        if self.colour:
            drawn = status_tag(self.text, self.colour)
        elif self.url:
            drawn = f'<a class="govuk-link" href="{escaped(self.url)}"{lang}>{text}</a>'
        elif self.text:
            late = ' class="tu-late"' if self.is_late else ""
            drawn = f"<span{lang}{late}>{text}</span>"
        mark = language_mark(self.lang) if self.lang and self.text else ""
        note = f'<span class="tu-record__note">{escaped(self.note)}</span>' if self.note else ""
        return f"{drawn}{mark}{note}"


def drawn_rows(rows: Iterable[Iterable[Cell]], labels: Iterable[str | _StrPromise]) -> SafeString:
    """The rows of a table's body. Each cell repeats its column's label, which a phone shows in front of it."""
    starts = [f'<td data-label="{escaped(label)}">' for label in labels]
    return SafeString(
        "".join(
            f"<tr>{''.join(f'{start}{escaped(cell)}</td>' for start, cell in zip(starts, row, strict=True))}</tr>\n"
            for row in rows
        )
    )


class Column:
    """One column: the values it needs by their ORM path, and how they become a cell."""

    def __init__(self, label: str | _StrPromise, *values: str, note: str = "") -> None:
        self.label = label
        self.values = values
        self.name = ""
        self.note = note

    def __set_name__(self, owner: type[Table], name: str) -> None:
        self.name = name
        self.values = self.values or (name,)

    def needs(self) -> set[str]:
        return {*self.values, *([self.note] if self.note else [])}

    def cell(self, row: Row) -> Cell:
        return Cell(text=_words(row[self.values[0]])[0], note=_words(row[self.note])[0] if self.note else "")

    def exported(self, row: Row) -> Any:
        """The bare value for a spreadsheet."""
        return self.cell(row).text


class TextColumn(Column):
    """Words people wrote, marked with their language where it is not the page's."""

    def cell(self, row: Row) -> Cell:
        text, language = _words(row[self.values[0]])
        return Cell(text=text, lang=language, note=_words(row[self.note])[0] if self.note else "")


class LinkColumn(TextColumn):
    """The words that lead to the record's own page."""

    def __init__(
        self, label: str | _StrPromise, *values: str, url_name: str, url_value: str = "pk", note: str = ""
    ) -> None:
        super().__init__(label, *values, note=note)
        self.url_name, self.url_value = url_name, url_value

    def needs(self) -> set[str]:
        return super().needs() | {self.url_value}

    def cell(self, row: Row) -> Cell:
        plain = super().cell(row)
        url = address_of(self.url_name, row[self.url_value])
        return Cell(text=plain.text or "—", url=url, lang=plain.lang, note=plain.note)


class StatusColumn(Column):
    """A status with the label and colour that its choices declare; `none` says that there is none yet."""

    def __init__(
        self, label: str | _StrPromise, *values: str, states: type[TextChoices], none: str | _StrPromise = ""
    ) -> None:
        super().__init__(label, *values)
        self.states, self.none = states, none
        self.drawn = cache(self._drawn)

    def cell(self, row: Row) -> Cell:
        return self.drawn(row[self.values[0]], translation.get_language())

    def _drawn(self, value: str | None, _language: str | None) -> Cell:
        """A few cells make up the column of any list: each is made once in a language."""
        if not value:
            return Cell(text=str(self.none), colour="grey" if self.none else "")
        state = self.states(value)
        return Cell(text=str(state.label), colour=getattr(state, "colour", "grey"))


class DateColumn(Column):
    """A day; of a moment, the day on which it was where the installation is."""

    def cell(self, row: Row) -> Cell:
        day = self.exported(row)
        return Cell(text=day_words(day, "SHORT_DATE_FORMAT") if day else "")

    def exported(self, row: Row) -> dt.date | None:
        value = row[self.values[0]]
        return localdate(value) if isinstance(value, dt.datetime) else value


class ComputedColumn(Column):
    """A cell made from several values by a function."""

    def __init__(self, label: str | _StrPromise, *values: str, make: Callable[[Row], Cell]) -> None:
        super().__init__(label, *values)
        self.make = make

    def cell(self, row: Row) -> Cell:
        return self.make(row)


class FileColumn(Column):
    """One that only the file has, as a bare value: on the page another column says it."""

    def exported(self, row: Row) -> Any:
        return row[self.values[0]]


class Table:
    """Subclass it and declare columns. Rows are read as plain values: that is what makes a long list quick."""

    columns: ClassVar[tuple[Column, ...]] = ()
    on_page: ClassVar[tuple[Column, ...]] = ()
    empty_text: str | _StrPromise = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = tuple(value for value in vars(cls).values() if isinstance(value, Column))
        cls.columns = cls.columns + own
        cls.on_page = tuple(column for column in cls.columns if not isinstance(column, FileColumn))

    @classmethod
    def labels(cls) -> list[str | _StrPromise]:
        return [column.label for column in cls.on_page]

    @classmethod
    def values(cls, queryset: QuerySet[Any]) -> Iterable[Row]:
        return queryset.values(*sorted({name for column in cls.columns for name in column.needs()}))

    @classmethod
    def cells(cls, rows: Iterable[Row]) -> list[list[Cell]]:
        return [[column.cell(row) for column in cls.on_page] for row in rows]


def _words(value: Any) -> tuple[str, str]:
    if value is None:
        return "", ""
    if isinstance(value, I18nText):
        shown = value.shown()
        return shown.text, shown.language if shown.is_fallback else ""
    return str(value), ""
