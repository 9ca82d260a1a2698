from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from tulga.accounts.choices import Role
from tulga.accounts.models import Membership, User
from tulga.accounts.services import set_keys
from tulga.agencies.tests.factories import AgencyFactory

PASSWORD = "a sentence of a test"


class UserFactory(DjangoModelFactory[User]):
    """A person without a role. `second_factor=True` gives one that the middleware accepts."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.mn")
    full_name = Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: type[User], *_: Any, password: str = PASSWORD, **values: Any) -> User:
        user = model_class(**values)
        user.set_password(password)
        set_keys(user)
        user.save()
        return user

    @post_generation
    def second_factor(self: User, create: bool, extracted: bool, **_: Any) -> None:
        if extracted:
            Authenticator.objects.create(user=self, type=Authenticator.Type.TOTP, data={"secret": "unused"})


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = SubFactory(UserFactory)
    agency = SubFactory(AgencyFactory)
    role = Role.FOCAL_POINT
