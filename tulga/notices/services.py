from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.accounts.actors import actors_of
from tulga.audit.services import record
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, in_every_language
from tulga.notices.choices import Action
from tulga.notices.models import Notice
from tulga.notices.policies import policy
from tulga.notices.tasks import PATIENCE, queue_mails

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.kit.actor import Actor


@transaction.atomic
def notify(
    *,
    recipients: Iterable[int],
    kind: str,
    subject: I18nText,
    url_path: str,
    once_key: str,
    actor: Actor,
    gathers: bool = False,
) -> int:
    """Tell each person once; whoever acted needs no telling. Says how many were told now.

    `once_key` names the event, such as "recommendations.endorsed 17": telling again with the same key does nothing.
    What `gathers` speaks of a pile, not of one record: who has not yet read the last one of its kind is not told again.
    """
    if not url_path.startswith("/") or url_path.startswith("//"):
        raise ValueError("a notice leads to a page of Tulga")
    people = set(recipients) - {actor.user_id}
    told_before = Q(once_key=once_key) | (Q(kind=kind, read_at=None) if gathers else Q())
    told = Notice.objects.filter(told_before, recipient__in=people).values_list("recipient_id", flat=True)
    to_tell = sorted(people - set(told))
    now = timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=recipient_id,
                kind=kind,
                subject=subject,
                url_path=url_path,
                once_key=once_key,
                mail_next_at=now + PATIENCE,
            )
            for recipient_id in to_tell
        ],
        ignore_conflicts=True,  # somebody told them in the same moment
    )

    def queue() -> None:
        told = Notice.objects.filter(once_key=once_key, recipient_id__in=to_tell, mail_queued_at__isnull=True)
        queue_mails(list(told.order_by("pk").values_list("pk", flat=True)))

    if to_tell:
        # Robust: the act is done; what cannot be queued now, the clock finds.
        transaction.on_commit(queue, robust=True)
    return len(to_tell)


def tell(
    *,
    about: Model,
    people: Iterable[int],
    kind: str,
    words: str | _StrPromise,
    actor: Actor,
    turn: object = "",
    leads_to: str = "",
    gathers: bool = False,
    permits: Callable[[Actor], object] | None = None,
    **values: object,
) -> int:
    """Tell those of these people who may see the record today, each in their own language. Says how many were told.

    `turn` tells events of one kind about one record apart; `permits` leaves out whom the next step is closed to. A
    value that is a function is asked of the record as each person may read it, such as its title.
    """
    rows: Any = type(about)._default_manager
    told: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for person in actors_of(people):
        if not person.user_id or not (permits is None or permits(person)):
            continue
        row = rows.visible_to(person).filter(pk=about.pk).first()
        if row is not None:
            read = {name: value(row) if callable(value) else value for name, value in values.items()}
            told.setdefault(tuple(in_every_language(words, **read).items()), []).append(person.user_id)
    counts = [
        notify(
            recipients=recipients,
            kind=kind,
            subject=I18nText(dict(subject)),
            url_path=leads_to or about.get_absolute_url(),  # type: ignore[attr-defined]  # what is told of has a page
            once_key=" ".join(str(each) for each in (kind, about.pk, turn) if each != ""),
            actor=actor,
            gathers=gathers,
        )
        for subject, recipients in told.items()
    ]
    return sum(counts)


@transaction.atomic
def try_post_again(*, actor: Actor) -> int:
    """Have every e-mail that is certain not to have left tried anew, at once. How many there are.

    One that may have arrived is not sent twice: its notice waits in Tulga anyway.
    """
    policy.require(actor, Action.KEEP_POST)
    failed = Notice.objects.mail_unsent().in_trouble().order_by("pk")
    ids = list(failed.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    if not ids:
        raise RuleBroken(_("No e-mail waits to be tried again."))
    Notice.objects.filter(pk__in=ids).update(mail_failures=0, mail_next_at=timezone.now())
    after = ngettext("%(count)s e-mail", "%(count)s e-mails", len(ids)) % {"count": len(ids)}
    record(actor=actor, verb=Action.KEEP_POST, target=Notice.objects.get(pk=ids[0]), after=after)
    transaction.on_commit(lambda: queue_mails(ids) and None, robust=True)
    return len(ids)


def mark_read(*, actor: Actor, notice_ids: Iterable[int] | None = None) -> int:
    """One's own notices, all of them or those named."""
    own = Notice.objects.visible_to(actor).unread()
    if notice_ids is not None:
        own = own.filter(pk__in=list(notice_ids))
    return own.update(read_at=timezone.now())
