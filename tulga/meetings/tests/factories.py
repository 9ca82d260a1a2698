from __future__ import annotations

import datetime as dt
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.i18n import I18nText
from tulga.meetings.models import Meeting, Participation, WorkingSession
from tulga.meetings.services import set_keys
from tulga.recommendations.models import DraftingCircle


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
