"""What somebody is told about an account at once, because somebody else may be using it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Role
from tulga.accounts.recipients import holders_of
from tulga.kit.actor import Actor
from tulga.kit.i18n import in_every_language
from tulga.notices.services import notify

if TYPE_CHECKING:
    from tulga.accounts.models import User


def recovery_code_used(user: User) -> None:
    """Tell the owner and the administrators, each with the page where they can act."""
    owners_words = _(
        "Somebody signed in to your account with a recovery code. If it was not you, call the secretariat now"
    )
    keepers_words = _("A recovery code was used to sign in: make sure it was the account's owner")
    keepers = set(holders_of(Role.ADMINISTRATOR)) - {user.pk}
    for recipients, words, page in (
        ({user.pk}, owners_words, reverse("own_account")),
        (keepers, keepers_words, reverse("person_detail", args=[user.pk])),
    ):
        notify(
            recipients=recipients,
            kind="accounts.recovery_code_used",
            subject=in_every_language(words),
            url_path=page,
            once_key=f"accounts.recovery_code_used {user.pk} {timezone.now().isoformat()}",
            actor=Actor.system("sign_in"),
        )
