from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Action
from tulga.accounts.models import ApiToken, User
from tulga.accounts.policies import policy
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.writing import one_line


@transaction.atomic
def issue_api_token(*, user: User, label: str, actor: Actor) -> tuple[ApiToken, str]:
    """A program's token and its text, which is shown this once."""
    policy.require(actor, Action.MAKE_TOKEN, user)
    text = f"tulga_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(user=user, label=one_line(label)[:100], token_hash=_hash(text))
    record(actor=actor, verb=Action.MAKE_TOKEN, target=user, after=token.label)
    return token, text


@transaction.atomic
def revoke_api_token(*, token: ApiToken, actor: Actor) -> ApiToken:
    policy.require(actor, Action.MAKE_TOKEN, token.user)
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(actor=actor, verb=Action.MAKE_TOKEN, target=token.user, before=token.label)
    return token


def actor_of_token(text: str) -> Actor | None:
    """Whom a program acts for, with what they hold today; None for a wrong or withdrawn token."""
    token = ApiToken.objects.filter(token_hash=_hash(text), revoked_at=None, user__is_active=True)
    found = token.select_related("user").first()
    if found is None:
        return None
    today = timezone.localdate()
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return actor_of(found.user)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
