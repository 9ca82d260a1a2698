from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.documents.paper import PaperFieldsForm
from tulga.kit.forms import DateInput, RecordForm
from tulga.kit.i18n import I18nFormField, I18nWidget
from tulga.kit.writing import without_personal_data
from tulga.meetings.forms.preparing import TimeInput
from tulga.meetings.models import ActionPoint, AgendaItem, Delegate, Minutes

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tulga.kit.actor import Actor
    from tulga.meetings.models import Meeting

    DelegatesField = forms.ModelMultipleChoiceField[Delegate]
else:
    DelegatesField = forms.ModelMultipleChoiceField

NO_NAMES = _("Never name a victim. Who spoke is named by office.")
LONGEST_MINUTES = 60_000


class AgendaItemForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = AgendaItem
        fields = ["day", "begins_at", "ends_at", "title", "speaker", "session", "version"]
        help_texts = {
            "speaker": _("The office or body. Leave it empty where nobody in particular speaks."),
            "session": _("Where this is the time of a working session."),
        }
        widgets = {
            **RecordForm.Meta.widgets,
            "day": DateInput(),
            "begins_at": TimeInput(),
            "ends_at": TimeInput(),
            "title": I18nWidget(rows=2),
        }

    def __init__(self, *, meeting: Meeting, **options: Any) -> None:
        super().__init__(**{"initial": {"day": meeting.held_on}, **options})
        self.fields["session"].queryset = meeting.sessions.all()  # type: ignore[attr-defined]  # a choice of records
        self.fields["session"].empty_label = _("None")  # type: ignore[attr-defined]
        if meeting.last_day == meeting.held_on:
            self.fields["day"].widget = forms.HiddenInput()


class WhoCameField(DelegatesField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, delegate: Delegate) -> str:
        return f"{delegate.answer.invitation.agency}: {delegate.full_name}, {delegate.office}"


class AttendanceForm(forms.Form):
    """Those who were named and are not noted yet; and one person whom nobody named."""

    delegates = WhoCameField(label=_("Who has come"), queryset=Delegate.objects.none(), required=False)
    agency = forms.ModelChoiceField(
        label=_("Somebody else: of which body"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("Nobody else"),
    )
    full_name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    office = forms.CharField(label=_("Office"), max_length=200, required=False)

    def __init__(self, *, expected: QuerySet[Delegate], actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.fields["delegates"].queryset = expected  # type: ignore[attr-defined]  # a choice of records
        self.fields["agency"].queryset = Agency.objects.visible_to(actor).sorted()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        agency, name = cleaned.get("agency"), (cleaned.get("full_name") or "").strip()
        if agency and not name:
            self.add_error("full_name", _("Write the name, or take the body away."))
        if name and not agency:
            self.add_error("agency", _("Choose the body this person comes for."))
        if not (cleaned.get("delegates") or agency or name or self.errors):
            raise forms.ValidationError(_("Tick who has come, or write somebody's name."), code="nobody")
        return cleaned


class MinutesForm(forms.Form):
    text = I18nFormField(
        label=_("Minutes"),
        help_text=NO_NAMES,
        rows=18,
        max_length=LONGEST_MINUTES,
        validators=[without_personal_data],
    )


class ReviseMinutesForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Minutes
        fields = ["version"]

    text = I18nFormField(
        label=_("Minutes"),
        help_text=NO_NAMES,
        rows=18,
        max_length=LONGEST_MINUTES,
        validators=[without_personal_data],
    )
    what_changed = forms.CharField(
        label=_("What changed"), help_text=_("One line for those who read it before."), max_length=300
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.initial["text"] = self.instance.latest().text


class CirculateForm(forms.Form):
    confirm_by = forms.DateField(
        label=_("Delegations answer by"),
        help_text=_("Who says nothing until then is taken to agree; the record says so."),
        widget=DateInput,
    )


class ConfirmForm(forms.Form):
    """One delegation's answer. The revision it has read travels hidden."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    agency = forms.ModelChoiceField(label=_("For which agency"), queryset=Agency.objects.none())
    has_reservation = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("no", _("The minutes are right")), ("yes", _("The minutes are right but for this reservation"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    reservation = forms.CharField(
        label=_("Reservation"),
        help_text=_("It is kept with the minutes as you write it."),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        validators=[without_personal_data],
    )

    def __init__(self, *, agencies: QuerySet[Agency], revision: int, **options: Any) -> None:
        super().__init__(**{"initial": {"revision": revision}, **options})
        field = self.fields["agency"]
        field.queryset = agencies  # type: ignore[attr-defined]  # a choice of records
        found = list(agencies[:2])
        if len(found) == 1:
            self.initial["agency"], field.empty_label = found[0].pk, None  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words = (cleaned.get("reservation") or "").strip()
        if cleaned.get("has_reservation") == "yes" and not words:
            self.add_error("reservation", _("Write the reservation, or choose that the minutes are right."))
        if cleaned.get("has_reservation") == "no" and words:
            self.add_error("has_reservation", _("You wrote a reservation: choose that answer, or empty the text."))
        return cleaned


class EnterConfirmationForm(PaperFieldsForm, ConfirmForm):
    offers_here = False
    field_order = ("revision", "agency", "has_reservation", "reservation")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)

    def clean(self) -> dict[str, Any]:
        return super().clean()


class ActionPointForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ActionPoint
        fields = ["text", "agency", "responsible", "due_on"]
        help_texts = {"responsible": _("The office in charge, such as “Head of the training division”.")}
        widgets = {"text": I18nWidget(rows=2), "due_on": DateInput()}

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.fields["agency"].queryset = Agency.objects.visible_to(actor).sorted()  # type: ignore[attr-defined]
