from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from tulga.accounts.choices import Role
from tulga.accounts.models import Invitation, Membership
from tulga.agencies.models import Agency
from tulga.kit.filters import SearchFilter
from tulga.kit.tables import Cell, ComputedColumn, DateColumn, LinkColumn, Row, Table, TextColumn

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tulga.accounts.querysets import MembershipQuerySet
    from tulga.agencies.querysets import AgencyQuerySet


STATED = ("accepted_at", "revoked_at", "expires_at", "needs_confirmation", "confirmed_at")


def _title(row: Row) -> Cell:
    named = {name: row[name] for name in ("role", "is_acting", "is_alternate")}
    return Cell(text=Membership(**named).title)


def _state(row: Row) -> Cell:
    return Cell(text=str(Invitation(**{name: row[name] for name in STATED}).state))


class PersonTable(Table):
    user__full_name = LinkColumn(
        _("Name"), "user__full_name", url_name="person_detail", url_value="user_id", note="user__email"
    )
    role = ComputedColumn(_("Role"), "role", "is_acting", "is_alternate", make=_title)
    agency__name = TextColumn(_("Agency"), "agency__name")
    valid_from = DateColumn(_("From"), "valid_from")
    valid_to = DateColumn(_("Last day"), "valid_to")

    empty_text = _("Nobody matches these filters.")


class InvitationTable(Table):
    email = LinkColumn(_("E-mail address"), "email", url_name="invitation_print", url_value="pk", note="full_name")
    role = ComputedColumn(_("Role"), "role", make=lambda row: Cell(text=str(Role(row["role"]).label)))
    agency__name = TextColumn(_("Agency"), "agency__name")
    state = ComputedColumn(_("State"), *STATED, make=_state)

    empty_text = _("Nobody has been invited yet.")


def _agencies(request: HttpRequest | None) -> AgencyQuerySet:
    return Agency.objects.sorted()


class PersonFilters(FilterSet):
    q = SearchFilter(label=_("Name, address or agency"))
    agency = ModelChoiceFilter(
        label=_("Agency"), queryset=_agencies, to_field_name="code", empty_label=_("All agencies")
    )
    role = ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("All roles"))
    past = BooleanFilter(label=_("Also roles that have ended"), widget=forms.CheckboxInput, method="with_past")

    class Meta:
        model = Membership
        fields = ["q", "agency", "role", "past"]

    def filter_queryset(self, queryset: MembershipQuerySet) -> MembershipQuerySet:
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("past") else queryset.not_over(timezone.localdate())

    def with_past(self, queryset: MembershipQuerySet, name: str, value: bool) -> MembershipQuerySet:
        return queryset
