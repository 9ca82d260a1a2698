from __future__ import annotations

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from tulga.accounts.tests.factories import UserFactory
from tulga.notices.models import Notice


class NoticeFactory(DjangoModelFactory[Notice]):
    class Meta:
        model = Notice

    recipient = SubFactory(UserFactory)
    kind = "test.told"
    subject = {"en": "A recommendation waits for your decision"}
    url_path = "/en/places/"
    once_key = Sequence(lambda n: f"test.told {n}")
