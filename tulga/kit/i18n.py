"""What people write, in one or more languages: the value, the column and the form field."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, Self

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.db.models.query_utils import DeferredAttribute
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tulga.kit.writing import LONGEST_TEXT, LONGEST_TITLE, clean, one_line

P = ParamSpec("P")


def languages() -> list[str]:
    """The codes of the deployment's languages, its first language first."""
    return [code for code, _name in settings.LANGUAGES]


def own_name(language: str) -> str:
    """What a language calls itself: Монгол, English."""
    with translation.override(language):
        return str(dict(settings.LANGUAGES).get(language, language))


def day_words(day: dt.date, style: str = "DATE_FORMAT") -> str:
    """A day as the reader's language writes it. Pages name the same days over and over."""
    if type(day) is not dt.date:  # two moments may be equal and fall on different days
        return date_format(day, style)
    return _day_words(day, style, translation.get_language())


@lru_cache(maxsize=4096)
def _day_words(day: dt.date, style: str, _language: str | None) -> str:
    return date_format(day, style)


@dataclass(frozen=True)
class Shown:
    """The text a reader gets, and which language it is in."""

    text: str
    language: str
    is_fallback: bool = False

    def __str__(self) -> str:
        return self.text


class I18nText(dict[str, str]):
    """Language -> text. A language without text has no key. Never changed in place: `text | {"en": "…"}`."""

    def __init__(self, texts: Mapping[str, str] | None = None, /, **more: str) -> None:
        super().__init__({code: text for code, text in {**(texts or {}), **more}.items() if text and text.strip()})

    def __or__(self, other: Mapping[str, str]) -> Self:  # type: ignore[override]
        return type(self)({**self, **other})

    def __str__(self) -> str:
        return self.shown().text

    @property
    def languages(self) -> list[str]:
        """The languages there is text in, in the deployment's order, then any it no longer offers."""
        offered = [code for code in languages() if code in self]
        return offered + sorted(code for code in self if code not in offered)

    def shown(self, language: str | None = None) -> Shown:
        """The text in this language (by default the reader's), else in the first language there is."""
        wanted = language or translation.get_language() or settings.LANGUAGE_CODE
        if wanted in self:
            return Shown(self[wanted], wanted)
        for found in self.languages:
            return Shown(self[found], found, is_fallback=True)
        return Shown("", wanted)


def side_by_side(texts: Mapping[str, str]) -> str:
    """Every language's text on one line, in the deployment's order: PostgreSQL gives JSON back in its own."""
    known = I18nText(texts)
    return " / ".join(known[code] for code in known.languages) if len(known) > 1 else "".join(known.values())


def words_to_keep(said: object) -> str:
    """For a column of plain words that each reader reads in their own language: `words_kept` gives them back.

    Words are kept as they are; whatever else it is, such as a record or a lazy sentence, as it reads in each language.
    """
    if isinstance(said, str):
        return str(said)
    texts = said if isinstance(said, I18nText) else in_every_language("%(said)s", said=said)
    is_one = len(set(texts.values())) <= 1
    return str(texts) if is_one else json.dumps(texts, ensure_ascii=False, sort_keys=True)


def words_kept(words: str) -> str:
    """What `words_to_keep` made, in the reader's language; other words as they are."""
    if not words.startswith("{"):
        return words
    try:
        return str(I18nText(json.loads(words))) or words
    except (ValueError, AttributeError):  # somebody's own words that happen to begin like this
        return words


def in_each_language(say: Callable[P, str]) -> Callable[P, I18nText]:
    """For a function that says something in the language of the moment: what it says in each of the deployment's."""

    @wraps(say)
    def said(*args: P.args, **options: P.kwargs) -> I18nText:
        texts = {}
        for language in languages():
            with translation.override(language):
                texts[language] = say(*args, **options)
        return I18nText(texts)

    return said


def in_every_language(words: str | _StrPromise, **values: object) -> I18nText:
    """A sentence of the interface in each of the deployment's languages, for what one person writes and others read.

    A value that is a text in several languages, a lazy sentence or a choice's label is put into each language too.
    """
    texts = {}
    for language in languages():
        with translation.override(language):
            texts[language] = (
                str(words) % {name: str(value) for name, value in values.items()} if values else str(words)
            )
    return I18nText(texts)


class UnescapedJSON(json.JSONEncoder):
    """Cyrillic stays Cyrillic in the column, so that a person can read it there."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class I18nAttribute(DeferredAttribute):
    """Makes a plain dict given to an instance an I18nText at once, not only after a reload."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        is_plain = value is None or (isinstance(value, Mapping) and not isinstance(value, I18nText))
        instance.__dict__[self.field.attname] = I18nText(value) if is_plain else value


if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    JSONColumn = models.JSONField[Mapping[str, str], I18nText]
else:
    JSONColumn = models.JSONField


class I18nTextField(JSONColumn):
    """A JSON object language -> text. Never order by it: store a `collation.sort_key` per language (ADR 5)."""

    descriptor_class = I18nAttribute
    _pyi_private_set_type: Mapping[str, str]
    _pyi_private_get_type: I18nText

    def __init__(self, verbose_name: Any = None, name: str | None = None, **options: Any) -> None:
        options.setdefault("default", I18nText)
        super().__init__(verbose_name, name, encoder=UnescapedJSON, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        del options["encoder"]
        return name, path, args, options

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        if isinstance(expression, KeyTransform):
            # SQLite has already unpacked the text; unpacking `2018` again would make it a number.
            return value if connection.vendor == "sqlite" else json.loads(value)
        return I18nText(json.loads(value))

    def to_python(self, value: Any) -> I18nText:
        if value is None or isinstance(value, Mapping):
            return I18nText(value)
        raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value})

    def formfield(self, **options: Any) -> Any:
        # Past JSONField's own, which offers one box for raw JSON.
        defaults = {"form_class": I18nFormField, "max_length": self.max_length, "show_hidden_initial": False}
        return super(models.JSONField, self).formfield(**{**defaults, **options})


class I18nWidget(forms.Widget):
    """One input per language, or one text area of so many rows."""

    template_name = "kit/widgets/i18n.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, rows: int | None = None) -> None:
        super().__init__(attrs)
        self.rows = rows
        self.only: list[str] = []  # a form may ask for fewer languages than there are

    @property
    def languages(self) -> list[str]:
        return self.only or languages()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["subwidgets"] = list(self.subwidgets(name, value, attrs))
        return context

    def subwidgets(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        given = self.build_attrs(self.attrs, attrs)
        kind, look = (forms.TextInput, "govuk-input") if self.rows is None else (forms.Textarea, "govuk-textarea")
        if given.get("aria-invalid"):
            look = f"{look} {look}--error"
        for language in self.languages:
            own = {**given, "class": look, "lang": language}
            if self.rows is not None:
                own["rows"] = self.rows
            if given.get("id"):
                own["id"] = f"{given['id']}_{language}"
            part = kind().get_context(f"{name}_{language}", (value or {}).get(language, ""), own)["widget"]
            yield {**part, "label": own_name(language), "language": language}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return {language: data.get(f"{name}_{language}") or "" for language in self.languages}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{language}" not in data for language in self.languages)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.languages[0]}" if id_ else id_

    def use_required_attribute(self, initial: Any) -> bool:
        return False


ROWS_OF_A_TITLE = 2  # what has a larger box is a text


class I18nFormField(forms.Field):
    """Text in at least one language, or in each of the required languages; cleaned as pasted text is.

    Unless a limit is given, it may be as long as a title or a text, by the rows of its box.
    """

    widget = I18nWidget
    default_error_messages = {
        "required": _("Write the text in at least one language."),
        "language_missing": _("Write the text in this language too: %(language)s."),
        "max_length": _("Shorten the text (%(language)s) to %(limit)s characters. It has %(length)s now."),
    }

    def __init__(
        self,
        *,
        rows: int | None = None,
        max_length: int | None = None,
        required_languages: Iterable[str] = (),
        **options: Any,
    ) -> None:
        if rows is not None:
            options["widget"] = I18nWidget(rows=rows)
        super().__init__(**options)
        rows = getattr(self.widget, "rows", None)
        self.max_length = max_length or (LONGEST_TITLE if rows is None or rows <= ROWS_OF_A_TITLE else LONGEST_TEXT)
        self.required_languages = list(required_languages)

    def to_python(self, value: Mapping[str, str] | None) -> I18nText:
        tidy = one_line if getattr(self.widget, "rows", None) is None else clean
        return I18nText({language: tidy(text) for language, text in (value or {}).items()})

    def validate(self, value: I18nText) -> None:
        super().validate(value)
        names = dict(settings.LANGUAGES)
        for language in self.required_languages:
            if language not in value:
                self._refuse("language_missing", language=names.get(language, language))
        for language, text in value.items():
            if len(text) > self.max_length:
                name = names.get(language, language)
                self._refuse("max_length", language=name, limit=self.max_length, length=len(text))

    def has_changed(self, initial: Mapping[str, str] | None, data: Mapping[str, str] | None) -> bool:
        return not self.disabled and I18nText(initial) != self.to_python(data)

    def _refuse(self, code: str, **params: Any) -> None:
        raise ValidationError(self.error_messages[code], code=code, params=params)
