"""The five audiences of what is disseminated, and the set of them that a row or an agency carries."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import Lookup, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable


class Audience(models.TextChoices):
    GOVERNMENT = "government", _("Government departments")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    INTERNATIONAL = "international", _("International partners")
    PUBLIC = "public", _("General public")


ORDER = tuple(Audience)
ALL_MASKS = range(1 << len(ORDER))


def mask_of(audiences: Iterable[Audience | str]) -> int:
    """The set as a number: one bit each, in the order of the class. Stored, so never reorder it."""
    return sum(1 << ORDER.index(Audience(each)) for each in set(audiences))


def audiences_of(mask: int) -> frozenset[Audience]:
    return frozenset(each for bit, each in enumerate(ORDER) if mask & (1 << bit))


def shared_with(audiences: Iterable[Audience | str], field: str = "audiences") -> Q:
    """Rows whose set meets the given one."""
    return Q(**{f"{field}__meets": mask_of(audiences)})


@cache
def masks_meeting(mask: int) -> tuple[int, ...]:
    return tuple(each for each in ALL_MASKS if each & mask)


if TYPE_CHECKING:
    MaskColumn = models.PositiveSmallIntegerField[Iterable[Audience | str], frozenset[Audience]]
else:
    MaskColumn = models.PositiveSmallIntegerField


class AudienceSetField(MaskColumn):
    """A frozenset of audiences in one small number."""

    _pyi_private_set_type: Iterable[Audience | str]  # type: ignore[assignment]  # a set, though stored as a number
    _pyi_private_get_type: frozenset[Audience]  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", frozenset)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def from_db_value(self, value: int | None, *_: object) -> frozenset[Audience] | None:
        return None if value is None else audiences_of(value)

    def to_python(self, value: Any) -> frozenset[Audience]:
        if isinstance(value, int):
            return audiences_of(value)
        return frozenset(Audience(each) for each in value or ())

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        return mask_of(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))

    def formfield(self, **options: Any) -> forms.Field:
        options.pop("coerce", None)
        return AudienceSetFormField(label=options.get("label") or self.verbose_name, required=not self.blank)

    @property
    def validators(self) -> list[Any]:  # a set has no largest number
        return []


@AudienceSetField.register_lookup
class Meets(Lookup[Any]):
    """Sets that share a member with the given one: a list of numbers, or a range, that an index can answer.

    The numbers stand in the SQL itself: they are ours, never a reader's, and a database that sees them can use an
    index made for the public's rows alone.
    """

    lookup_name = "meets"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        masks = masks_meeting(int(self.rhs))
        if not masks:
            raise EmptyResultSet
        sql, params = self.process_lhs(compiler, connection)
        if masks == tuple(range(masks[0], len(ALL_MASKS))):
            return f"{sql} >= {masks[0]}", tuple(params)
        return f"{sql} IN ({', '.join(map(str, masks))})", tuple(params)


class AudienceSetFormField(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=Audience.choices, coerce=Audience, empty_value=[], **options)

    def clean(self, value: Any) -> frozenset[Audience]:
        return frozenset(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return [str(each) for each in value] if value else []
