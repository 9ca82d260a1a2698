from __future__ import annotations

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from tulga.accounts import services
from tulga.accounts.choices import Role
from tulga.accounts.models import Invitation, Membership, User
from tulga.accounts.one_time_links import token_of
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit import once
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
PASSWORD = "a sentence nobody else would write"


@pytest.fixture(autouse=True)
def _fresh_counts_in_english():
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def officer():
    return MembershipFactory(role=Role.SECRETARIAT, user=UserFactory(second_factor=True)).user


def enter(client, user):
    """Signed in, with the password shown a moment ago."""
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True, "email": user.email}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def send(client, url, user=None, **written):
    return client.post(url, {once.FIELD: once.new_token(user.pk if user else None), **written})


@pytest.mark.parametrize(
    "url_name",
    [
        *("person_list", "role_list", "invitation_create", "invitation_list", "own_account", "own_account_edit"),
        *("mfa_index", "usersessions_list", "account_change_password"),
    ],
)
@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_page_opens(client, officer, url_name, language):
    client.force_login(officer)

    with translation.override(language):
        response = client.get(reverse(url_name))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("full_name", "status", "kept"), [("  Bat\u00a0 Dorj ", 302, "Bat Dorj"), (" \u200b ", 422, "Officer")]
)
def test_ones_own_name_is_changed_and_never_empty(client, settings, full_name, status, kept):
    settings.SECOND_FACTOR_DEMANDED = False
    user = MembershipFactory(user__full_name="Officer").user
    client.force_login(user)

    answer = send(client, reverse("own_account_edit"), user, version=1, full_name=full_name, language="mn")

    user.refresh_from_db()
    assert (answer.status_code, user.full_name) == (status, kept)


def test_the_pages_about_one_person_open(client, officer):
    membership = MembershipFactory()
    invitation = services.invite(email="new@example.mn", agency=membership.agency, role="chair", actor=SYSTEM)
    client.force_login(officer)

    for url in (
        reverse("person_detail", args=[membership.user_id]),
        reverse("membership_end", args=[membership.pk]),
        reverse("membership_hand_over", args=[membership.pk]),
        reverse("membership_acting", args=[membership.pk]),
        reverse("invitation_print", args=[invitation.pk]),
        reverse("invitation_renew", args=[invitation.pk]),
        reverse("invitation_withdraw", args=[invitation.pk]),
        reverse("person_restore_access", args=[membership.user_id]),
        reverse("person_close", args=[membership.user_id]),
    ):
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize(
    ("role", "reads"),
    [("focal_point", False), ("case_officer", False), ("secretariat", True), ("administrator", True), ("self", True)],
)
def test_why_an_account_was_closed_is_not_for_colleagues(client, settings, role, reads):
    settings.SECOND_FACTOR_DEMANDED = False
    person = MembershipFactory()
    services.set_active(user=person.user, is_active=False, reason="Under investigation", actor=SYSTEM)
    services.set_active(user=person.user, is_active=True, reason="Cleared", actor=SYSTEM)
    if role == "self":
        reader = person.user
    else:
        same = {"agency": person.agency} if role in ("focal_point", "case_officer") else {}
        reader = MembershipFactory(role=role, **same).user
    enter(client, reader)

    page = client.get(reverse("person_detail", args=[person.user_id]))

    assert page.status_code == 200
    assert ("Under investigation" in page.content.decode()) is reads


def test_somebody_is_invited_and_joins(client, officer):
    agency = AgencyFactory()
    enter(client, officer)
    written = {"email": " New@Example.MN ", "agency": agency.pk, "role": "chair", "language": "mn"}
    response = send(client, reverse("invitation_create"), officer, valid_from="2026-01-01", **written)
    invitation = Invitation.objects.get()
    letter = client.get(response.url).content.decode()
    client.logout()
    link = reverse("invitation_accept", args=[token_of(invitation.nonce)])

    assert token_of(invitation.nonce) in letter
    assert "<svg" in letter
    assert client.get(link).status_code == 200
    words = {"full_name": "Bat Dorj", "language": "mn", "password": PASSWORD, "password_again": PASSWORD}
    joined = send(client, link, **words)

    assert joined.url == reverse("account_login")
    assert "Your account is ready" in client.get(joined.url).content.decode()
    assert Membership.objects.get(user__email="new@example.mn").role == Role.CHAIR
    assert client.get(link).status_code == 403  # used


def test_giving_a_role_asks_for_the_password_and_then_goes_on(client, settings):
    settings.SECOND_FACTOR_DEMANDED = True
    user = MembershipFactory(role=Role.SECRETARIAT, user=UserFactory(second_factor=True, password=PASSWORD)).user
    client.force_login(user)
    written = {"email": "new@example.mn", "agency": AgencyFactory().pk, "role": "chair", "language": "mn"}
    url = reverse("invitation_create")

    asked = send(client, url, user, valid_from="2026-01-01", **written)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not Invitation.objects.exists()
    wrong = client.post(asked.url, {"password": "wrong"})
    assert wrong.status_code == 200
    right = client.post(asked.url, {"password": PASSWORD, "next": url})

    assert right.url == reverse("invitation_print", args=[Invitation.objects.get().pk])


def test_colleagues_are_offered_first_to_act_each_with_their_agency(client, officer):
    head = MembershipFactory(role=Role.AGENCY_HEAD, user__full_name="Holder")
    MembershipFactory(user__full_name="A stranger", agency__name=I18nText(en="Customs"))
    MembershipFactory(user__full_name="Z colleague", agency=head.agency)
    MembershipFactory(user__full_name="Left long ago", agency=head.agency, ended_at=timezone.now())
    client.force_login(officer)

    response = client.get(reverse("membership_acting", args=[head.pk]))

    offered = [label for _value, label in response.context["form"].fields["user"].choices][1:]
    assert offered == [f"Z colleague ({head.agency})", "A stranger (Customs)"]


@pytest.mark.parametrize("url_name", ["membership_hand_over", "membership_acting", "person_restore_access"])
def test_every_way_of_giving_access_asks_for_the_password(client, officer, settings, url_name):
    settings.SECOND_FACTOR_DEMANDED = True
    membership = MembershipFactory(role=Role.AGENCY_HEAD)
    client.force_login(officer)

    pk = membership.user_id if url_name.startswith("person") else membership.pk
    asked = send(client, reverse(url_name, args=[pk]), officer)

    assert asked.url.startswith(reverse("account_reauthenticate"))


def test_whoever_has_an_account_signs_in_before_accepting(client):
    user = UserFactory()
    invitation = services.invite(email=user.email, agency=AgencyFactory(), role="chair", actor=SYSTEM)
    link = reverse("invitation_accept", args=[token_of(invitation.nonce)])

    page = client.get(link).content.decode()
    stranger = send(client, link)
    client.force_login(user)
    accepted = send(client, link, user)

    assert "Sign in with it" in page
    assert stranger.status_code == 403
    assert accepted.url == reverse("own_account")


def test_the_list_of_people_makes_the_same_queries_however_many(client, officer, django_assert_max_num_queries):
    for _each in range(12):
        MembershipFactory()
    client.force_login(officer)

    client.get(reverse("notice_list"))  # the session is noted as seen, and what waits is counted, once a minute

    # Session, person, roles, second factor, agencies of the filter, rows.
    with django_assert_max_num_queries(8):
        response = client.get(reverse("person_list"))

    assert response.status_code == 200


def test_another_agency_does_not_exist(client):
    member = MembershipFactory(user=UserFactory(second_factor=True))
    stranger = MembershipFactory()
    client.force_login(member.user)

    assert client.get(reverse("person_detail", args=[stranger.user_id])).status_code == 404
    assert client.get(reverse("membership_end", args=[stranger.pk])).status_code == 404


def test_a_lost_password_is_replaced_by_a_link(client, officer):
    user = UserFactory(second_factor=True, password="an older sentence of mine")
    enter(client, officer)
    response = send(client, reverse("person_restore_access", args=[user.pk]), officer, removes_second_factor="on")
    assert client.get(response.url).status_code == 200
    link = user.access_links.get()
    client.logout()

    url = reverse("access_link_use", args=[token_of(link.nonce)])
    assert client.get(url).status_code == 200
    send(client, url, password=PASSWORD, password_again=PASSWORD)

    user = User.objects.get(pk=user.pk)
    assert user.check_password(PASSWORD)
    assert not user.authenticator_set.exists()
    assert client.get(url).status_code == 403
