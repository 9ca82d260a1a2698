"""The officer who was bought: nobody alone makes an accomplice decide, verify, let out or invite."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tulga.accounts import services
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import GIVEN_BY_TWO, Role
from tulga.accounts.models import AccessLink, Invitation
from tulga.accounts.one_time_links import token_of
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.desk.summaries.tasks import tasks_of
from tulga.kit import once
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence nobody else would write"


def officer(role=Role.SECRETARIAT):
    return MembershipFactory(role=role).user


@pytest.fixture
def bought():
    return officer()


@pytest.fixture
def colleague():
    return officer()


def invited(by, role=Role.CHAIR, email="accomplice@example.mn"):
    return services.invite(email=email, agency=AgencyFactory(), role=role, actor=actor_of(by))


def handed_over(by):
    held = MembershipFactory(role=Role.CHAIR)
    return services.hand_over(membership=held, email="accomplice@example.mn", actor=actor_of(by))


def way_in(by, holds=Role.CHAIR):
    return services.issue_access_link(user=officer(holds), removes_second_factor=True, actor=actor_of(by))


def use(waiting):
    token = token_of(waiting.nonce)
    if isinstance(waiting, AccessLink):
        return services.use_access_link(token=token, password=PASSWORD)
    return services.accept_invitation(token=token, actor=Actor(), full_name="Somebody", password=PASSWORD)


@pytest.mark.parametrize("role", sorted(GIVEN_BY_TWO))
@pytest.mark.parametrize("make", [invited, way_in])
def test_no_single_officer_gives_a_role_of_power_or_a_way_into_it(bought, colleague, make, role):
    waiting = make(bought, role)

    with pytest.raises(RuleBroken, match="used, withdrawn or has expired"):
        use(waiting)
    with pytest.raises(NotAllowed, match="Somebody else must confirm"):
        services.confirm(waiting=waiting, actor=actor_of(bought))


def test_nor_by_handing_over_somebody_elses_office(bought, colleague):
    with pytest.raises(RuleBroken, match="used, withdrawn or has expired"):
        use(handed_over(bought))


@pytest.mark.parametrize("make", [invited, handed_over, way_in])
def test_what_a_second_person_confirmed_opens_once_with_a_new_link(bought, colleague, make):
    waiting = make(bought)
    first = token_of(waiting.nonce)

    confirmed = services.confirm(waiting=waiting, actor=actor_of(colleague))

    assert token_of(confirmed.nonce) != first
    assert use(confirmed)
    assert AuditEvent.objects.filter(verb="accounts.confirm", actor_user_id=colleague.pk).count() == 1


def test_renewing_asks_no_second_time_but_confirms_nothing_either(bought, colleague):
    waiting = services.renew_invitation(invitation=invited(bought), actor=actor_of(bought))
    assert waiting.awaits_confirmation

    services.confirm(waiting=waiting, actor=actor_of(colleague))
    renewed = services.renew_invitation(invitation=Invitation.objects.get(), actor=actor_of(bought))

    assert renewed.is_open


@pytest.mark.parametrize("state", ["confirmed", "withdrawn", "expired"])
def test_nothing_is_confirmed_that_does_not_wait(bought, colleague, state):
    waiting = invited(bought)
    if state == "confirmed":
        services.confirm(waiting=waiting, actor=actor_of(officer()))
    elif state == "withdrawn":
        services.revoke_invitation(invitation=waiting, actor=actor_of(bought))
    else:
        Invitation.objects.update(expires_at=timezone.now())

    with pytest.raises(RuleBroken, match="already"):
        services.confirm(waiting=waiting, actor=actor_of(colleague))


def test_nobody_confirms_their_own_promotion(bought, colleague):
    waiting = invited(bought, email=colleague.email)

    with pytest.raises(RuleBroken, match="for yourself"):
        services.confirm(waiting=waiting, actor=actor_of(colleague))


def test_whoever_begins_alone_invites_the_second_but_never_again(bought):
    assert invited(bought, Role.SECRETARIAT, "second@example.mn").is_open

    colleague = MembershipFactory(role=Role.ADMINISTRATOR)
    services.end_membership(membership=colleague, actor=actor_of(bought))

    assert not invited(bought, Role.SECRETARIAT, "third@example.mn").is_open


@pytest.mark.parametrize(
    ("role", "actor_is"),
    [(Role.FOCAL_POINT, "an officer"), (Role.AGENCY_HEAD, "an officer"), (Role.CHAIR, "whoever runs the installation")],
)
def test_one_person_is_enough_for(bought, colleague, role, actor_is):
    actor = actor_of(bought) if actor_is == "an officer" else Actor.system("invite")

    assert services.invite(email="new@example.mn", agency=AgencyFactory(), role=role, actor=actor).is_open


def test_the_database_refuses_a_confirmation_by_the_maker(bought, colleague):
    for waiting in (invited(bought), way_in(bought)):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(waiting).objects.update(confirmed_by=bought)


def test_it_waits_on_every_desk_but_the_makers(bought, colleague):
    waiting, link = invited(bought), way_in(bought)
    today = timezone.localdate()

    urls = {reverse("invitation_confirm", args=[waiting.pk]), reverse("access_link_confirm", args=[link.pk])}

    assert urls <= {each.url for each in tasks_of(actor_of(colleague), today)}
    assert urls <= {each.url for each in tasks_of(actor_of(officer(Role.ADMINISTRATOR)), today)}
    assert urls.isdisjoint(each.url for each in tasks_of(actor_of(bought), today))
    assert urls.isdisjoint(each.url for each in tasks_of(actor_of(UserFactory()), today))


@pytest.mark.parametrize(
    ("make", "shown", "confirmed"),
    [(invited, "invitation_print", "invitation_confirm"), (way_in, "access_link_print", "access_link_confirm")],
)
def test_the_page_has_no_link_until_then(client, settings, bought, colleague, make, shown, confirmed):
    settings.SECOND_FACTOR_DEMANDED = False
    waiting = make(bought)
    client.force_login(colleague)
    assert token_of(waiting.nonce) not in client.get(reverse(shown, args=[waiting.pk])).content.decode()

    client.post(reverse(confirmed, args=[waiting.pk]), {once.FIELD: once.new_token(colleague.pk)})

    waiting.refresh_from_db()
    assert token_of(waiting.nonce) in client.get(reverse(shown, args=[waiting.pk])).content.decode()
