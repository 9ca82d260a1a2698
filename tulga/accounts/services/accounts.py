from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.accounts.choices import Action
from tulga.accounts.models import User
from tulga.accounts.policies import policy
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.collation import sort_key
from tulga.kit.errors import RuleBroken
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.kit.writing import one_line

KEYS = ["search_key", "sort_key_mn", "sort_key_en"]


def set_keys(user: User) -> None:
    """Compute what the person is found and sorted by."""
    user.search_key = search_key(user.email, names=[user.full_name])
    user.sort_key_mn = sort_key(user.full_name or user.email, "mn")
    user.sort_key_en = sort_key(user.full_name or user.email, "en")


@transaction.atomic
def change_details(*, user: User, expected_version: int, actor: Actor, **changes: Any) -> User:
    """Change one's own name, form of address or language."""
    policy.require(actor, Action.CHANGE_DETAILS, user)
    before = User.objects.get(pk=user.pk)
    for name, value in changes.items():
        setattr(user, name, one_line(value) if name == "full_name" else value)
    if not user.full_name:
        raise RuleBroken(_("Give your full name."), field="full_name")
    set_keys(user)
    save_edit(user, expected_version=expected_version, fields=[*changes, *KEYS])
    record(actor=actor, verb=Action.CHANGE_DETAILS, target=user, before=before.letter_name, after=user.letter_name)
    return user


@transaction.atomic
def set_active(*, user: User, is_active: bool, actor: Actor, reason: str = "") -> User:
    """Close an account, or open it again. A closed one is refused from its next request on."""
    policy.require(actor, Action.DISABLE, user)
    User.objects.filter(pk=user.pk).update(is_active=is_active)
    user.is_active = is_active
    after = gettext_lazy("open") if is_active else gettext_lazy("closed")
    record(actor=actor, verb=Action.DISABLE, target=user, after=after, reason=reason)
    return user


def set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        raise RuleBroken(" ".join(refused.messages), field="password") from None
    user.set_password(password)
