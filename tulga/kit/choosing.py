"""Choosing some of many records by typing their names: no list of hundreds in the page, and no script needed.

What is chosen stands there as ticked boxes. What is typed (several names with commas between) is looked up when the
form is sent; where a name means several records, the form comes back with them to tick. With a script, the records
found are offered while one types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from tulga.kit.search import MAX_QUERY_LENGTH, fold
from tulga.kit.views import Page

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    MultipleChoice = forms.ModelMultipleChoiceField[Any]
else:
    MultipleChoice = forms.ModelMultipleChoiceField

OFFERED = 12
MOST_NAMES = 40


class Sent(list[Any]):
    """The ticked values, with what was typed beside them."""

    typed = ""


@dataclass(frozen=True)
class Read:
    """What typed names were understood as: records meant, records possible, and the names left over."""

    meant: tuple[Any, ...] = ()
    possible: tuple[Any, ...] = ()
    left: str = ""


class Chooser(forms.Widget):
    """Ticked boxes for what is chosen, and a line to type further names into."""

    template_name = "kit/widgets/chooser.html"
    use_fieldset = True
    choices: Any = ()

    def __init__(self, *, url_name: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url_name = url_name
        self.read: Read | None = None  # of what was typed, once the form was checked

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        read = self.read or Read(left=getattr(value, "typed", ""))
        chosen = list(dict.fromkeys([*self._rows(value or []), *read.meant]))
        context["widget"] |= {
            "chosen": [(row.pk, self._label(row)) for row in chosen],
            "found": [(row.pk, self._label(row)) for row in dict.fromkeys(read.possible) if row not in chosen],
            "typed": read.left,
            "url_name": self.url_name,
            "is_wrong": bool((attrs or {}).get("aria-invalid")),
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        sent = Sent(values if isinstance(values, list | tuple) else [values])
        sent.typed = data.get(f"{name}_typed") or ""
        return sent

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_typed" if id_ else id_

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def _rows(self, values: Iterable[Any]) -> list[Model]:
        wanted = {int(each) for each in map(str, values) if each.isdecimal() and len(each) < 19}
        return list(self.choices.field.queryset.filter(pk__in=wanted)) if wanted else []

    def _label(self, row: Model) -> str:
        return str(self.choices.field.label_from_instance(row))


class ChooserField(MultipleChoice):
    """Some of many records. The queryset has a `search`; `url_name` answers while somebody types (`ChoicesPage`)."""

    default_error_messages = {
        "unknown": _("Nothing here is called “%(name)s”. Check how it is written, or type less of it."),
        "several": _("“%(name)s” can mean several: tick those you mean."),
        "too_many_names": _("Type at most %(limit)s names at once."),
    }

    def __init__(self, *, url_name: str = "", **options: Any) -> None:
        super().__init__(queryset=None, widget=Chooser(url_name=url_name), **options)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, Sent) else super().prepare_value(value)

    def clean(self, value: Any) -> Any:
        typed = getattr(value, "typed", "")
        names = [each.strip() for each in re.split(r"[,;\n]", typed) if each.strip()]
        if not names:
            return super().clean(list(value or []))
        if len(names) > MOST_NAMES:
            raise ValidationError(self.error_messages["too_many_names"], "too_many_names", {"limit": MOST_NAMES})
        meant, possible, left, problems = [], [], [], []
        for name in names:
            rows = self._called(name)
            if len(rows) == 1:
                meant.append(rows[0])
                continue
            code = "several" if rows else "unknown"
            problems.append(ValidationError(self.error_messages[code], code, {"name": name}))
            possible += rows
            left += [] if rows else [name]
        self.widget.read = Read(tuple(meant), tuple(possible), ", ".join(left))
        if problems:
            raise ValidationError(problems)
        return super().clean([*value, *(each.pk for each in meant)])

    def _called(self, name: str) -> list[Any]:
        """The records of just this name; where there are none, those in whose names the words occur."""
        rows = list(self.queryset.search(name[:MAX_QUERY_LENGTH])[: OFFERED * 3])  # type: ignore[union-attr]  # its queryset is set by the form
        exact = [each for each in rows if fold(name) in map(fold, _names_of(each, self.label_from_instance(each)))]
        return exact or rows[:OFFERED]


def _names_of(row: Any, label: str) -> list[str]:
    texts = [getattr(row, field, None) or {} for field in ("name", "abbreviation")]
    names = [each for text in texts for each in text.values()]
    return [*names, *(getattr(row, "aliases", None) or []), label, str(row)]


class ChoicesPage(Page):
    """What a chooser offers while somebody types: the first few visible records that the words find."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = request.GET.get("q", "").replace("\0", "").strip()
        rows: QuerySet[Any] = self.visible()
        found = rows.search(words)[:OFFERED] if words else []  # type: ignore[attr-defined]  # a chooser's rows have it
        choices = [{"value": row.pk, "label": self.label(row)} for row in found]
        return JsonResponse({"choices": choices}, status=HTTPStatus.OK, json_dumps_params={"ensure_ascii": False})

    def label(self, row: Any) -> str:
        return str(row)
