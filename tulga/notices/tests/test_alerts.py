from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.audit.models import AuditEvent
from tulga.notices.models import Notice

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence nobody else would write"


@pytest.fixture
def member():
    user = MembershipFactory(user=UserFactory(password=PASSWORD)).user
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user


def test_a_used_recovery_code_is_written_down_and_alerts_the_owner_and_those_who_keep_the_accounts(client, member):
    keeper = MembershipFactory(role=Role.ADMINISTRATOR).user
    codes = RecoveryCodes.activate(member)
    code = codes.get_unused_codes()[0]

    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert client.get(reverse("own_account")).status_code == 200
    assert AuditEvent.objects.get(verb="accounts.use_recovery_code").actor_user_id == member.pk
    assert set(Notice.objects.values_list("recipient_id", "url_path")) == {
        (member.pk, reverse("own_account")),
        (keeper.pk, reverse("person_detail", args=[member.pk])),
    }
