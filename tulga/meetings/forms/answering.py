from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.documents.paper import PaperFieldsForm
from tulga.kit.forms import WrittenField
from tulga.kit.writing import one_line, without_personal_data
from tulga.meetings.choices import Part
from tulga.meetings.services.answering import Named
from tulga.meetings.services.inviting import MOST_SEATS

if TYPE_CHECKING:
    from tulga.meetings.models import Delegate, Invitation

ACCEPT, DECLINE = "accept", "decline"
SUBSTITUTES_OFFERED = 2


@dataclass(frozen=True)
class Row:
    """One person's fields, under a heading. Of the head one may say how to reach them."""

    title: str
    full_name: forms.BoundField
    office: forms.BoundField
    contact: forms.BoundField | None


class AnswerForm(forms.Form):
    """Whether the agency comes, and whom it sends: a row for each seat, and some for substitutes."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Does your agency come?"),
        choices=[(ACCEPT, gettext_lazy("Yes, we come")), (DECLINE, gettext_lazy("No, nobody can come"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether your agency comes.")},
    )
    reason = WrittenField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("One sentence is enough."),
        rows=2,
        max_length=1000,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *, invitation: Invitation, delegates: Iterable[Delegate] = (), **options: Any) -> None:
        named = list(delegates)
        answer = invitation.last_answer
        initial: dict[str, Any] = {"version": invitation.version}
        if answer:
            initial |= {"answer": ACCEPT if answer.is_acceptance else DECLINE, "reason": answer.reason}
        super().__init__(**{"initial": initial, **options})
        self.row_keys: list[tuple[str, Part]] = []
        for part, count in self._counts(invitation, named).items():
            of_this_part = [each for each in named if each.part == part]
            for number in range(1, count + 1):
                person = of_this_part[number - 1] if number <= len(of_this_part) else None
                self._add_row(f"{part}_{number}", part, person)

    def _counts(self, invitation: Invitation, named: list[Delegate]) -> dict[Part, int]:
        """Rows for every seat, for whom was named before, and for what was sent: nothing typed is dropped unseen."""
        members = sum(each.part == Part.MEMBER for each in named)
        substitutes = sum(each.part == Part.SUBSTITUTE for each in named)
        offered = min(SUBSTITUTES_OFFERED, invitation.seats)
        return {
            Part.HEAD: 1,
            Part.MEMBER: max(invitation.seats - 1, members, self._sent(Part.MEMBER)),
            Part.SUBSTITUTE: max(offered, substitutes, self._sent(Part.SUBSTITUTE)),
        }

    def _sent(self, part: Part) -> int:
        numbers = [number for number in range(1, MOST_SEATS + 1) if self.data.get(f"{part}_{number}_name")]
        return max(numbers, default=0)

    def _add_row(self, key: str, part: Part, person: Delegate | None) -> None:
        self.row_keys.append((key, part))
        options: dict[str, Any] = {"max_length": 200, "required": False}
        checked = {**options, "validators": [without_personal_data]}
        self.fields[f"{key}_name"] = forms.CharField(label=gettext_lazy("Full name"), **checked)
        self.fields[f"{key}_office"] = forms.CharField(label=gettext_lazy("Office"), **checked)
        if part is Part.HEAD:
            label = gettext_lazy("Telephone or e-mail at work")
            self.fields[f"{key}_contact"] = forms.CharField(label=label, **options)
        if person:
            self.initial[f"{key}_name"] = person.full_name
            self.initial[f"{key}_office"] = person.office
            self.initial[f"{key}_contact"] = person.contact

    def visible_fields(self) -> list[forms.BoundField]:
        """Those that come first; the rows of people follow in the page, then the reason where nobody comes."""
        of_rows = {f"{key}_{name}" for key, _part in self.row_keys for name in ("name", "office", "contact")}
        of_rows.add("reason")
        return [each for each in super().visible_fields() if each.name not in of_rows]

    @property
    def rows(self) -> list[Row]:
        numbers: dict[Part, int] = {}
        rows = []
        for key, part in self.row_keys:
            numbers[part] = numbers.get(part, 0) + 1
            title = str(part.label)
            if part is not Part.HEAD:
                title = _("%(part)s %(number)s") % {"part": title, "number": numbers[part]}
            contact = self[f"{key}_contact"] if f"{key}_contact" in self.fields else None
            rows.append(Row(title, self[f"{key}_name"], self[f"{key}_office"], contact))
        return rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == DECLINE:
            if not cleaned.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Say in a sentence why nobody can come."))
            return cleaned
        for row, (key, _part) in zip(self.rows, self.row_keys, strict=True):
            name, office = cleaned.get(f"{key}_name", ""), cleaned.get(f"{key}_office", "")
            if name and not office and f"{key}_office" not in self.errors:
                self.add_error(f"{key}_office", _("%(row)s: write the office of this person.") % {"row": row.title})
            if not name and (office or cleaned.get(f"{key}_contact")) and f"{key}_name" not in self.errors:
                sentence = _("%(row)s: write the full name of this person, or empty the row.")
                self.add_error(f"{key}_name", sentence % {"row": row.title})
        return cleaned

    @property
    def comes(self) -> bool:
        return bool(self.cleaned_data["answer"] == ACCEPT)

    @property
    def delegation(self) -> list[Named]:
        found = self.cleaned_data
        return [
            Named(
                part,
                one_line(found[f"{key}_name"]),
                one_line(found[f"{key}_office"]),
                one_line(found.get(f"{key}_contact", "")),
                field=f"{key}_name",
            )
            for key, part in self.row_keys
            if found[f"{key}_name"]
        ]


class PaperAnswerForm(PaperFieldsForm, AnswerForm):
    """The same, for the secretariat that reads it from a letter or hears it on the telephone."""

    offers_here = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["answer"].label = _("Does the agency come?")
        if not self.is_bound:
            self.initial.pop("answer", None)
