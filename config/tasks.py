"""What the clock has done. Thin: each is a command or a service of some app, and may run twice."""

from __future__ import annotations

import datetime as dt
import io
import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from tulga.accounts.choices import Role
from tulga.accounts.models import Membership
from tulga.audit.verification import verify
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText, languages
from tulga.kit.models import UsedToken
from tulga.notices.services import notify

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)

TOKENS_KEPT_FOR = dt.timedelta(days=30)  # a session ends after twelve hours: no older form can come back

BROKEN = _("The audit trail does not say what was written. Call the person who runs the server.")


@task()
def verify_audit_trail() -> int:
    """Check the chain; where it is broken tell the secretariat and the administrators, once a day."""
    outcome = verify()
    if outcome.is_intact:
        return outcome.events
    logger.critical("The audit trail is broken: %s", "; ".join(str(each.fault) for each in outcome.problems))
    today = timezone.localdate()
    keepers = Membership.objects.valid(today).filter(role__in=[Role.SECRETARIAT, Role.ADMINISTRATOR])
    notify(
        recipients=keepers.values_list("user_id", flat=True),
        kind="audit.broken",
        subject=_in_all_languages(BROKEN),
        url_path=reverse(settings.LOGIN_REDIRECT_URL),
        once_key=f"audit.broken {today}",
        actor=Actor.system("verify_audit"),
    )
    raise RuntimeError("the audit trail is broken; manage.py verify_audit says where")


@task()
def sweep_documents() -> None:
    call_command("sweep_documents", stdout=io.StringIO())


@task()
def clear_sessions() -> None:
    call_command("clearsessions", verbosity=0)


@task()
def clear_finished_tasks() -> None:
    call_command("prune_db_task_results", verbosity=0)


@task()
def forget_used_tokens() -> int:
    return UsedToken.objects.filter(used_at__lt=timezone.now() - TOKENS_KEPT_FOR).delete()[0]


def _in_all_languages(sentence: _StrPromise) -> I18nText:
    texts = {}
    for language in languages():
        with translation.override(language):
            texts[language] = str(sentence)
    return I18nText(texts)
