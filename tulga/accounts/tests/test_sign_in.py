from __future__ import annotations

import datetime as dt
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes as Codes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from tulga.accounts import services, sessions
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence nobody else would write"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_counts_in_english():
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def member():
    """A focal point with a code app."""
    user = MembershipFactory(user=UserFactory(password=PASSWORD)).user
    TOTP.activate(user, SECRET)
    return user


def code(secret=SECRET):
    """What the app shows now; the oldest code that is still taken would be refused where a period ends meanwhile."""
    _, now, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def sign_in(client, user, password=PASSWORD):
    first = client.post(reverse("account_login"), {"login": user.email, "password": password})
    if first.status_code != 302 or first.url != reverse("mfa_authenticate"):
        return first
    cache.clear()  # a code works once; the next sign-in of a test may come within the same half minute
    return client.post(first.url, {"code": code()})


def test_the_steps_of_signing_in(client, member):
    assert client.get(reverse("account_login")).status_code == 200
    first = client.post(reverse("account_login"), {"login": member.email.upper(), "password": PASSWORD})
    assert first.url == reverse("mfa_authenticate")
    assert client.get(first.url).status_code == 200
    assert client.get(reverse("own_account")).status_code == 302  # not yet in
    wrong = client.post(first.url, {"code": "000000"})
    right = client.post(first.url, {"code": code()})

    assert wrong.status_code == 200
    assert right.status_code == 302
    assert client.get(reverse("own_account")).status_code == 200


def test_a_server_with_another_key_says_so_instead_of_breaking(client, member):
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    authenticator = Authenticator.objects.get(user=member)
    authenticator.data["secret"] = Fernet(Fernet.generate_key()).encrypt(SECRET.encode()).decode()
    authenticator.save()

    response = client.post(reverse("mfa_authenticate"), {"code": code()})

    assert "its key is not the one" in str(response.context["form"].errors)
    assert client.get(reverse("own_account")).status_code == 302


def test_recovery_codes_of_another_key_are_replaced_instead_of_breaking_their_pages(client, member):
    sign_in(client, member)
    Codes.activate(member)
    codes = Authenticator.objects.get(user=member, type=Authenticator.Type.RECOVERY_CODES)
    codes.data["seed"] = Fernet(Fernet.generate_key()).encrypt(b"seed").decode()
    codes.save()

    page = client.get(reverse("mfa_view_recovery_codes"))
    assert page.status_code == 200
    assert "its key is not the one" in page.content.decode()
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200

    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert "its key is not the one" not in page.content.decode()
    assert "They are shown this once" in page.content.decode()


def test_after_signing_in_the_desk_is_in_ones_own_language(client, member):
    member.language = "en"
    member.save()

    with translation.override("mn"):
        assert sign_in(client, member).url.startswith("/en/")


def test_whoever_chose_another_language_before_signing_in_keeps_it(client, member):
    assert member.language == "mn"
    with translation.override("en"):
        assert sign_in(client, member).url.startswith("/en/")


def test_an_unknown_address_and_a_wrong_password_get_one_answer(client, member):
    known = client.post(reverse("account_login"), {"login": member.email, "password": "wrong"})
    unknown = client.post(reverse("account_login"), {"login": "x@example.mn", "password": "wrong"})

    assert str(known.context["form"].errors) == str(unknown.context["form"].errors)


def test_guessing_is_slowed_down(client, member):
    for _each in range(6):
        answer = client.post(reverse("account_login"), {"login": member.email, "password": "wrong"})

    assert "Too many attempts" in answer.content.decode()
    assert "Too many attempts" in sign_in(client, member).content.decode()


def test_nobody_signs_up(client):
    for name in ("account_signup", "account_reset_password", "mfa_signup_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/en/signup/", "/en/sign-up/", "/en/accounts/signup/", "/en/account/password/set/"):
        assert client.get(path).status_code in {302, 404}


def test_a_closed_account_is_told_so_after_the_right_password(client, member):
    services.set_active(user=member, is_active=False, actor=Actor.system("test"))

    assert client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    ("role", "has_factor", "is_demanded", "goes_on"),
    [
        (Role.FOCAL_POINT, False, True, False),
        (Role.ADMINISTRATOR, False, True, False),
        (Role.FOCAL_POINT, True, True, True),
        (Role.FOCAL_POINT, False, False, True),
        (None, False, True, True),
    ],
)
def test_a_second_factor_is_demanded(client, settings, role, has_factor, is_demanded, goes_on):
    settings.SECOND_FACTOR_DEMANDED = is_demanded
    user = UserFactory(second_factor=has_factor)
    if role:
        MembershipFactory(user=user, role=role)
    client.force_login(user)

    for url in (reverse("own_account"), reverse("person_list"), reverse("role_list")):
        response = client.get(url)
        assert response.status_code == (200 if goes_on else 302), url
        assert goes_on or response.url == reverse("mfa_index")
    assert client.post(reverse("own_account_edit"), {}).status_code != 200 or goes_on
    assert client.get(reverse("mfa_index")).status_code == 200


def test_setting_up_a_code_app_gives_recovery_codes_and_ends_other_sessions(
    client, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to(timezone.now(), tick=False)  # a code is shown for half a minute, however busy the machine
    user = MembershipFactory(user=UserFactory(password=PASSWORD)).user
    other = Client()
    sign_in(other, user)
    sign_in(client, user)

    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, page.headers
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(page.request["PATH_INFO"], {"code": code(secret)})

    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode().split("<main")[1]
    assert done.status_code == 302
    assert secret not in str(Authenticator.objects.get(type="totp").data)  # stored encrypted
    assert AuditEvent.objects.get(verb="accounts.change_sign_in").after == "added a code app"
    assert other.get(reverse("own_account")).status_code == 302
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert codes.content.decode().count('class="tu-code"') == 10
    assert client.get(reverse("mfa_view_recovery_codes")).content.decode().count('class="tu-code"') == 0
    assert client.get(reverse("person_list")).status_code == 200


def test_a_code_works_once_however_long_it_is_valid(member, time_machine):
    moment = dt.datetime(2026, 3, 2, 10, 0, 5, tzinfo=dt.UTC)
    time_machine.move_to(moment, tick=False)
    seen_over_a_shoulder = format_hotp_value(hotp_value(SECRET, int(moment.timestamp()) // 30))

    def sign_in_with_it():
        visitor = Client()
        visitor.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
        return visitor.post(reverse("mfa_authenticate"), {"code": seen_over_a_shoulder}).status_code

    assert sign_in_with_it() == 302
    assert sign_in_with_it() == 200
    time_machine.move_to(moment + dt.timedelta(seconds=40), tick=False)
    assert sign_in_with_it() == 200


@pytest.mark.parametrize("is_demanded", [True, False])
def test_the_last_factor_stays_while_it_is_demanded(client, member, settings, is_demanded):
    settings.SECOND_FACTOR_DEMANDED = is_demanded
    sign_in(client, member)

    page = client.get(reverse("mfa_deactivate_totp"))
    client.post(reverse("mfa_deactivate_totp"))

    assert ("only second factor" in page.content.decode()) is is_demanded
    assert Authenticator.objects.filter(user=member, type="totp").exists() is is_demanded


def test_the_last_passkey_stays_and_another_does_not(client, member, settings):
    settings.SECOND_FACTOR_DEMANDED = True
    sign_in(client, member)
    named = {"name": "Telephone"}
    passkey = Authenticator.objects.create(user=member, type="webauthn", data=named)
    Authenticator.objects.filter(user=member, type="totp").delete()
    url = reverse("mfa_remove_webauthn", args=[passkey.pk])

    assert "only second factor" in client.post(url).content.decode()
    other = Authenticator.objects.create(user=member, type="webauthn", data=named)
    assert client.post(url).status_code == 302
    assert list(Authenticator.objects.filter(user=member, type="webauthn")) == [other]


def test_two_sessions_at_a_time(member):
    clients = [Client() for _each in range(3)]
    for each in clients:
        sign_in(each, member)

    assert UserSession.objects.filter(user=member).count() == sessions.AT_ONCE
    assert [each.get(reverse("own_account")).status_code for each in clients] == [302, 200, 200]


def test_ones_other_sessions_are_ended(client, member):
    other = Client()
    sign_in(other, member)
    sign_in(client, member)

    assert client.get(reverse("usersessions_list")).content.decode().count("<tr>") == 3
    client.post(reverse("usersessions_list"))

    assert other.get(reverse("own_account")).status_code == 302
    assert client.get(reverse("own_account")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "is_over"),
    [
        ({sessions.SEEN: -31 * 60}, True),
        ({sessions.SEEN: -29 * 60}, False),
        ({sessions.BEGAN: -12 * 3600 - 1, sessions.SEEN: -10}, True),
        ({sessions.BEGAN: -11 * 3600, sessions.SEEN: -10}, False),
    ],
)
def test_a_session_ends_by_itself(client, member, changes, is_over, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    sign_in(client, member)
    session = client.session
    session.update({name: int(time.time()) + seconds for name, seconds in changes.items()})
    session.save()

    response = client.get(reverse("own_account"))
    posted = client.post(reverse("own_account_edit"), {"full_name": "Kept"})

    assert response.status_code == (302 if is_over else 200)
    assert (posted.status_code == 401) is is_over


def test_ending_a_role_and_closing_an_account_hold_from_the_next_request(client, member):
    membership = member.memberships.get()
    sign_in(client, member)
    url = reverse("person_detail", args=[MembershipFactory(agency=membership.agency).user_id])
    assert client.get(url).status_code == 200

    services.end_membership(membership=membership, actor=Actor.system("test"))
    assert client.get(url).status_code == 404
    services.set_active(user=member, is_active=False, actor=Actor.system("test"))
    assert client.get(reverse("own_account")).status_code == 302


def test_a_list_asks_four_times(client, member, django_assert_num_queries):
    sign_in(client, member)
    url = reverse("recommendation_list")
    client.get(url)

    with django_assert_num_queries(4):  # the session; the person with the roles; the second factor; the rows
        response = client.get(url)

    assert response.status_code == 200


def test_somebody_without_a_role_is_read_too(client):
    client.force_login(UserFactory())
    url = reverse("own_account")
    client.get(url)

    assert client.get(url).status_code == 200


@pytest.mark.parametrize("how", ["deleted", "expired"])
def test_a_session_that_is_over_opens_nothing(client, member, how):
    sign_in(client, member)
    rows = Session.objects.filter(session_key=client.session.session_key)

    if how == "deleted":
        rows.delete()
    else:
        rows.update(expire_date=timezone.now() - dt.timedelta(seconds=1))

    assert client.get(reverse("own_account")).status_code == 302


def test_a_public_page_touches_no_session(client, member, django_assert_num_queries):
    sign_in(client, member)

    with django_assert_num_queries(1):  # its own question to the database
        response = client.get("/healthz")

    assert "sessionid" not in response.cookies


def test_passwords_are_changed(client, member):
    sign_in(client, member)
    other = Client()
    sign_in(other, member)
    new = "another sentence of mine"

    url = reverse("account_change_password")
    assert client.get(url).status_code == 200
    client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get(reverse("own_account")).status_code == 200
    assert other.get(reverse("own_account")).status_code == 302
