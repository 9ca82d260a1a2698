from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.accounts.choosing import PersonField, people_with_a_role, with_agencies
from tulga.accounts.models import User
from tulga.agencies.models import Agency
from tulga.kit.forms import DateInput, RecordForm
from tulga.kit.i18n import I18nFormField, I18nWidget, languages, own_name
from tulga.meetings.choices import Capacity
from tulga.meetings.models import Meeting, WorkingSession
from tulga.places.models import Place

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

    PeopleField = forms.ModelMultipleChoiceField[User]
else:
    PeopleField = forms.ModelMultipleChoiceField


class TimeInput(forms.TimeInput):
    """The browser's own field for an hour of the day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DaysField(forms.Field):
    """Whole numbers with commas between them, the largest first, each once."""

    default_error_messages = {"invalid": _("Write whole numbers with commas between them, such as 7, 3, 1.")}

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(each) for each in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[int]:
        parts = re.split(r"[\s,;]+", (value or "").strip(" ,;"))
        if any(part and not re.fullmatch(r"[0-9]{1,3}", part) for part in parts):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return sorted({int(part) for part in parts if part}, reverse=True)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or []) != data


class MeetingForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Meeting
        fields = [
            *("code", "title", "held_on", "ends_on", "begins_at", "ends_at", "place", "venue", "purpose", "project"),
            *("languages", "source", "is_public", "is_illustrative", "version"),
        ]
        help_texts = {
            "code": _("Short, in Latin letters and figures, such as 2018. It is part of the page's address."),
            "ends_on": _("Only where the meeting lasts longer than a day."),
            "project": _("The project the meeting belongs to, and who pays for it."),
            "source": _("Where this is known from."),
            "is_public": _("Everybody may read when and where it was held, what for, and who took part. Never drafts."),
            "is_illustrative": _("Made up for the demonstration."),
        }
        widgets = {
            **RecordForm.Meta.widgets,
            "title": I18nWidget(rows=2),
            "purpose": I18nWidget(rows=4),
            "project": I18nWidget(rows=3),
            "source": forms.Textarea({"rows": 2}),
            "held_on": DateInput(),
            "ends_on": DateInput(),
            "begins_at": TimeInput(),
            "ends_at": TimeInput(),
        }

    languages = forms.MultipleChoiceField(
        label=_("Languages of the meeting"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.fields["languages"].choices = [(code, own_name(code)) for code in languages()]  # type: ignore[attr-defined]  # a choice
        self.fields["place"].queryset = Place.objects.visible_to(actor).sorted()  # type: ignore[attr-defined]  # a choice of records


class ArrangementsForm(RecordForm):
    """How agencies are invited to the meeting: until when they answer, who reminds them, whose letter it is."""

    class Meta(RecordForm.Meta):
        model = Meeting
        fields = [
            *(
                "answer_by",
                "answers_close_on",
                "reminder_days",
                "seats_total",
                "quorum",
                "signatory",
                "contact",
                "version",
            ),
        ]
        help_texts = {
            "answer_by": _("Proposed for every invitation; each can have its own."),
            "answers_close_on": _("Empty: until the day before the meeting."),
            "seats_total": _("Empty where the room is large enough. Otherwise nobody can take a seat more than these."),
            "quorum": _("Empty: more than half of the bodies that were invited."),
            "signatory": _("The office, as it stands under the letters."),
            "contact": _("The office, telephone and e-mail that answer questions. It stands in every letter."),
        }
        widgets = {
            **RecordForm.Meta.widgets,
            "answer_by": DateInput(),
            "answers_close_on": DateInput(),
            "contact": I18nWidget(rows=2),
        }

    reminder_days = DaysField(
        label=_("Remind so many days before an answer is due"),
        help_text=_("Numbers with commas between them, such as 7, 3, 1. Whoever has answered is left alone."),
        required=False,
    )


class CopyForm(RecordForm):
    """What is new about the next meeting. The rest is taken over from the one before."""

    class Meta(RecordForm.Meta):
        model = Meeting
        fields = ["code", "title", "held_on", "ends_on", "answer_by"]
        help_texts = {
            "code": _("Short, in Latin letters and figures, such as 2018. It is part of the page's address."),
            "ends_on": _("Only where the meeting lasts longer than a day."),
        }
        widgets = {
            "title": I18nWidget(rows=2),
            "held_on": DateInput(),
            "ends_on": DateInput(),
            "answer_by": DateInput(),
        }

    with_sessions = forms.BooleanField(
        label=_("Open the same working sessions, with their people"),
        help_text=_("They can draft together from today. Leave it empty to open the sessions later."),
        required=False,
    )

    def __init__(self, *, source: Meeting, **options: Any) -> None:
        super().__init__(initial={"title": source.title}, **options)


class ParticipationForm(forms.Form):
    agencies = forms.ModelMultipleChoiceField(
        label=_("Who took part"), queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    capacity = forms.ChoiceField(
        label=_("Capacity"), choices=Capacity, initial=Capacity.PARTICIPANT, widget=forms.RadioSelect
    )
    named_as = forms.CharField(
        label=_("As the source names it"),
        help_text=_("Only where you choose one body, and the source calls it otherwise."),
        max_length=300,
        required=False,
    )

    def __init__(self, *, meeting: Meeting, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        there = meeting.participations.values("agency_id")
        self.fields["agencies"].queryset = Agency.objects.visible_to(actor).exclude(pk__in=there).sorted()  # type: ignore[attr-defined]  # a choice of records


class MembersField(PeopleField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user: User) -> str:
        return with_agencies(user)


class MembersFields(forms.Form):
    members = MembersField(
        label=_("Who sits in the session"),
        help_text=_("They read and write its drafts. Besides them only the secretariat, chair and rapporteur read."),
        queryset=User.objects.none(),
    )
    scribe = PersonField(
        label=_("Who writes for the session"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def offer(self, actor: Actor) -> None:
        for name in ("members", "scribe"):
            self.fields[name].queryset = people_with_a_role(actor)  # type: ignore[attr-defined]  # both are choices of records


class SessionForm(MembersFields):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    title = I18nFormField(label=_("Title"), help_text=_("What the session works on."), max_length=300)
    language = forms.ChoiceField(label=_("Working language"), widget=forms.RadioSelect)
    field_order = ("number", "title", "language", "members", "scribe")

    def __init__(self, *, meeting: Meeting, actor: Actor, **options: Any) -> None:
        last = meeting.sessions.order_by("number").last()
        super().__init__(**options, initial={"number": last.number + 1 if last else 1, "language": languages()[0]})
        self.fields["language"].choices = [(code, own_name(code)) for code in languages()]  # type: ignore[attr-defined]  # a choice
        self.offer(actor)


class SessionEditForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = WorkingSession
        fields = ["title", "version"]
        help_texts = {"title": _("What the session works on.")}

    language = forms.ChoiceField(label=_("Working language"), widget=forms.RadioSelect)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["language"].choices = [(code, own_name(code)) for code in languages()]  # type: ignore[attr-defined]  # a choice
        self.initial["language"] = self.instance.language


class SessionMembersForm(MembersFields, RecordForm):
    class Meta(RecordForm.Meta):
        model = WorkingSession
        fields = ["version"]

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.offer(actor)
        present = list(self.instance.circle.members.filter(valid_to=None))
        self.initial["members"] = [each.user_id for each in present]
        self.initial["scribe"] = next((each.user_id for each in present if each.is_scribe), None)
