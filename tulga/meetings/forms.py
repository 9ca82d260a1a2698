from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Role
from tulga.accounts.models import Membership, User
from tulga.agencies.models import Agency
from tulga.kit.forms import DateInput, RecordForm
from tulga.kit.i18n import I18nFormField, I18nWidget, languages, own_name
from tulga.meetings.choices import Capacity
from tulga.meetings.models import Meeting, WorkingSession
from tulga.places.models import Place

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tulga.kit.actor import Actor

    PeopleField = forms.ModelMultipleChoiceField[User]
else:
    PeopleField = forms.ModelMultipleChoiceField


class MeetingForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Meeting
        fields = [
            *("code", "title", "held_on", "ends_on", "place", "venue", "purpose", "project", "source"),
            *("is_public", "is_illustrative", "version"),
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
        }

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.fields["place"].queryset = Place.objects.visible_to(actor).sorted()  # type: ignore[attr-defined]  # a choice of records


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


def people_for(actor: Actor) -> QuerySet[User]:
    """Everybody with a role today, with the agencies they hold it at. Administrators see no drafts."""
    held = Membership.objects.valid(timezone.localdate()).exclude(role=Role.ADMINISTRATOR).select_related("agency")
    people: QuerySet[User] = User.objects.visible_to(actor).filter(is_active=True, pk__in=held.values("user_id"))
    return people.for_listing().prefetch_related(Prefetch("memberships", held, to_attr="held"))  # type: ignore[attr-defined]  # of UserQuerySet


class ScribeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the class takes none at run time
    def label_from_instance(self, user: User) -> str:
        return with_agencies(user)


class MembersField(PeopleField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user: User) -> str:
        return with_agencies(user)


def with_agencies(user: User) -> str:
    agencies = dict.fromkeys(str(each.agency) for each in user.held)  # type: ignore[attr-defined]  # prefetched by people_for
    return f"{user} ({', '.join(agencies)})"


class MembersFields(forms.Form):
    members = MembersField(
        label=_("Who sits in the session"),
        help_text=_("They read and write its drafts. Besides them only the secretariat, chair and rapporteur read."),
        queryset=User.objects.none(),
    )
    scribe = ScribeField(
        label=_("Who writes for the session"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def offer(self, actor: Actor) -> None:
        for name in ("members", "scribe"):
            self.fields[name].queryset = people_for(actor)  # type: ignore[attr-defined]  # both are choices of records


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
