from __future__ import annotations

from io import StringIO

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from config.deployment import FILE_NAME
from tulga.accounts.models import Invitation, User
from tulga.accounts.services import actor_of_token, open_invitation
from tulga.accounts.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    said = StringIO()
    call_command(*arguments, stdout=said, **options)
    return said.getvalue()


def test_an_installation_begins_with_one_invitation(settings):
    settings.BASE_URL = "http://localhost:8000"
    begin = ("begin", "--secretariat", "Anu@example.mn", "--base-url", "https://tulga.example.mn")
    stated = project.DATA_DIR / FILE_NAME

    try:
        run(*begin)
        link = run(*begin).strip().splitlines()[-1]

        assert 'base_url = "https://tulga.example.mn"' in stated.read_text()
    finally:
        stated.unlink(missing_ok=True)
    assert link.startswith("https://tulga.example.mn/mn/invitation/")
    invitation = open_invitation(link.rstrip("/").rpartition("/")[2])
    assert invitation == Invitation.objects.get()  # the second run renewed the first's
    assert (invitation.email, invitation.role, invitation.agency.code) == ("anu@example.mn", "secretariat", "SC")
    assert not User.objects.exists()


def test_a_dry_beginning_stores_nothing():
    assert "Would begin" in run("begin", "--secretariat", "a@example.mn", "--dry-run")
    assert not Invitation.objects.exists()


def test_a_token_is_printed_once():
    membership = MembershipFactory()

    text = run("api_token", membership.user.email, "--label", "reports").strip()

    assert actor_of_token(text).user_id == membership.user_id
    with pytest.raises(CommandError):
        run("api_token", "nobody@example.mn")
