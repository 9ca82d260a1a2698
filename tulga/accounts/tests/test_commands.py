from __future__ import annotations

import tomllib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tulga.accounts.choices import Role
from tulga.accounts.models import Invitation
from tulga.accounts.one_time_links import hash_of
from tulga.accounts.services import accept_invitation, actor_of_token, open_invitation
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.models import Agency
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path):
    settings.DATA_DIR, settings.BASE_URL = tmp_path, settings.BASE_URL


def run(*args, **options):
    out = StringIO()
    call_command(*args, **options, stdout=out)
    return out.getvalue()


def token_in(printed):
    return printed.strip().splitlines()[-1].rstrip("/").rpartition("/")[2]


def test_a_real_installation_begins_with_one_invitation(settings):
    first = run("begin", secretariat="Officer@Example.mn", base_url="https://tulga.example.mn/")
    again = run("begin", secretariat="officer@example.mn")

    chosen = tomllib.loads((settings.DATA_DIR / "deployment.toml").read_text())
    invitation = Invitation.objects.get()
    assert "https://tulga.example.mn/mn/invitation/" in first
    assert chosen["demonstration"] is False
    assert chosen["hosts"][0] == "tulga.example.mn"
    assert Agency.objects.count() > 20
    assert (invitation.role, invitation.email) == (Role.SECRETARIAT, "officer@example.mn")
    assert invitation.agency.code == "SC"
    assert open_invitation(token_in(first)) is None
    assert invitation.token_hash == hash_of(token_in(again))


def test_an_installation_with_people_does_not_begin_again():
    printed = run("begin", secretariat="officer@example.mn")
    joined = accept_invitation(
        token=token_in(printed), actor=Actor(), full_name="Officer", password="a sentence nobody else would write"
    )

    assert joined.role == Role.SECRETARIAT
    with pytest.raises(CommandError, match="people already"):
        run("begin", secretariat="another@example.mn")
    assert Invitation.objects.count() == 1


def test_somebody_is_invited_from_the_command_line():
    agency = AgencyFactory()

    printed = run("invite", "focal@example.mn", agency=agency.code, role="focal_point", alternate=True)

    assert len(printed.strip().splitlines()) == 1
    found = open_invitation(token_in(printed))
    assert found is not None
    assert (found.agency, found.is_alternate) == (agency, True)


@pytest.mark.parametrize(
    ("email", "agency", "says"),
    [("x@example.mn", "NOWHERE", "no agency"), ("not an address", "HERE", "not an e-mail address")],
)
def test_a_wrong_invitation_is_refused_in_words(email, agency, says):
    AgencyFactory(code="HERE")

    with pytest.raises(CommandError, match=says):
        run("invite", email, agency=agency, role="chair")


def test_a_token_is_printed_alone():
    user = MembershipFactory().user

    printed = run("api_token", user.email.upper(), label="reports")

    actor = actor_of_token(printed.strip())
    assert actor is not None
    assert actor.user_id == user.pk
    with pytest.raises(CommandError, match="Nobody"):
        run("api_token", "nobody@example.mn")


def test_a_dry_run_stores_nothing(settings):
    MembershipFactory(user__email="a@example.mn", agency__code="HERE")

    run("begin", secretariat="x@example.mn", dry_run=True)
    run("invite", "x@example.mn", agency="HERE", role="chair", dry_run=True)
    run("api_token", "a@example.mn", dry_run=True)

    assert not Invitation.objects.exists()
    assert not (settings.DATA_DIR / "deployment.toml").exists()
