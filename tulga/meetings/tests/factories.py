from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.i18n import I18nText
from tulga.meetings.choices import InvitationStatus, MeetingStatus
from tulga.meetings.models import Invitation, Meeting, Participation, WorkingSession
from tulga.meetings.services.preparing import set_keys
from tulga.recommendations.models import DraftingCircle

# For tests about days: a day that does not end on their way, and that Greenwich has not begun yet.
MORNING = timezone.localtime().replace(hour=3, minute=0, second=0, microsecond=0)
TODAY = MORNING.date()


class MeetingFactory(DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting

    code = Sequence(lambda n: f"meeting-{n}")
    title = LazyAttribute(lambda meeting: I18nText(en=f"Meeting {meeting.code}"))
    held_on = dt.date(2018, 1, 15)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        meeting = model_class(*args, **kwargs)
        set_keys(meeting)
        meeting.save()
        return meeting


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    meeting = SubFactory(MeetingFactory)
    agency = SubFactory(AgencyFactory)


class SessionFactory(DjangoModelFactory[WorkingSession]):
    class Meta:
        model = WorkingSession

    meeting = SubFactory(MeetingFactory)
    number = Sequence(lambda n: n + 1)
    title = I18nText(en="Shelters")
    circle = LazyFunction(lambda: DraftingCircle.objects.create(title=I18nText(en="Shelters")))
    language = "mn"


class ComingMeetingFactory(MeetingFactory):
    """Invitations are out, and there is a month to go."""

    held_on = LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))  # type: ignore[assignment]  # a date in the end
    status = MeetingStatus.INVITED


class InvitationFactory(DjangoModelFactory[Invitation]):
    """Sent today, to be answered within ten days."""

    class Meta:
        model = Invitation

    meeting = SubFactory(ComingMeetingFactory)
    agency = SubFactory(AgencyFactory)
    seats = 3
    answer_by = LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))
    sent_on = LazyFunction(timezone.localdate)
    language = "mn"
    status = InvitationStatus.SENT
