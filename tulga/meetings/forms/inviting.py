from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.agencies.choices import AgencyKind
from tulga.agencies.models import Agency
from tulga.kit.audience import Audience
from tulga.kit.forms import DateInput, RecordForm, WrittenField
from tulga.kit.i18n import languages, own_name
from tulga.meetings.models import Invitation, Meeting
from tulga.meetings.services.inviting import MOST_SEATS
from tulga.meetings.services.preparing import USUAL_SEATS

if TYPE_CHECKING:
    from tulga.agencies.querysets import AgencyQuerySet
    from tulga.meetings.models import SeatRequest

    AgenciesField = forms.ModelMultipleChoiceField[Agency]
else:
    AgenciesField = forms.ModelMultipleChoiceField


class AgencyFilterForm(forms.Form):
    """Which agencies the list offers."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("Audience"), required=False)
    last_time = forms.BooleanField(label=gettext_lazy("Took part last time"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("kind", AgencyKind), ("audience", Audience)):
            self.fields[name].choices = [("", gettext_lazy("All")), *choices.choices]  # type: ignore[attr-defined]  # a choice

    def narrow(self, agencies: AgencyQuerySet, last_time: set[int]) -> AgencyQuerySet:
        """The agencies asked for; what an address asks for in error is not asked."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            agencies = agencies.search(asked["q"])
        if asked.get("kind"):
            agencies = agencies.filter(kind=asked["kind"])
        if asked.get("audience"):
            agencies = agencies.of_audience(Audience(asked["audience"]))
        if asked.get("last_time"):
            agencies = agencies.filter(pk__in=last_time)
        return agencies


class InvitedField(AgenciesField):
    """Agencies by name, with what helps to choose among forty."""

    widget = forms.CheckboxSelectMultiple
    last_time: frozenset[int] = frozenset()

    def label_from_instance(self, agency: Agency) -> str:
        notes = [str(AgencyKind(agency.kind).label)]
        if agency.pk in self.last_time:
            notes.append(_("took part last time"))
        return f"{agency} ({', '.join(notes)})"


class InviteForm(forms.Form):
    agencies = InvitedField(
        label=gettext_lazy("Whom to invite"),
        queryset=Agency.objects.none(),
        error_messages={"required": gettext_lazy("Tick at least one agency.")},
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats for each"),
        help_text=gettext_lazy("You can change it for one agency afterwards."),
        min_value=1,
        max_value=MOST_SEATS,
        initial=USUAL_SEATS,
    )
    answer_by = forms.DateField(label=gettext_lazy("Answer by"), widget=DateInput)

    def __init__(
        self,
        *,
        meeting: Meeting,
        offered: AgencyQuerySet,
        shown: AgencyQuerySet,
        last_time: set[int],
        are_ticked: bool,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        field = self.fields["agencies"]
        field.last_time = frozenset(last_time)  # type: ignore[attr-defined]  # our own field
        # What is sent may have been shown under another filter: any agency that can be invited is right.
        field.queryset = offered if self.is_bound else shown  # type: ignore[attr-defined]  # a choice of records
        self.initial["answer_by"] = meeting.answer_by
        if are_ticked:
            self.initial["agencies"] = list(shown.values_list("pk", flat=True))


class InvitationForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Invitation
        fields = ["seats", "answer_by", "language", "version"]
        widgets = {**RecordForm.Meta.widgets, "answer_by": DateInput(), "language": forms.RadioSelect}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        choices = [(code, own_name(code)) for code in languages()]
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=choices, widget=forms.RadioSelect
        )
        self.fields["seats"].min_value = 1  # type: ignore[attr-defined]  # a number


class AskSeatsForm(forms.Form):
    seats = forms.IntegerField(label=gettext_lazy("How many seats do you need in all?"), min_value=1)
    reason = WrittenField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The secretariat reads it and decides."),
        rows=3,
        max_length=1000,
    )

    def __init__(self, *, invitation: Invitation, **options: Any) -> None:
        super().__init__(initial={"seats": invitation.seats + 1}, **options)


class GrantSeatsForm(forms.Form):
    granted = forms.IntegerField(
        label=gettext_lazy("Seats granted in all"),
        help_text=gettext_lazy("As many as they want, or fewer."),
        min_value=1,
    )
    words = WrittenField(label=gettext_lazy("Words for the agency"), rows=2, required=False, max_length=1000)

    def __init__(self, *, request: SeatRequest, **options: Any) -> None:
        super().__init__(initial={"granted": request.seats}, **options)


class RefuseSeatsForm(forms.Form):
    words = WrittenField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The people concerned will read it."),
        rows=3,
        max_length=1000,
    )
