from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tulga.audit.services import record
from tulga.thread.choices import Action
from tulga.thread.dossier import dossier_pdf
from tulga.thread.summaries.beside import beside
from tulga.thread.summaries.origins import ORIGINS, recommendations_through
from tulga.thread.summaries.thread import thread_of

if TYPE_CHECKING:
    from django.db.models import Model

    from tulga.kit.actor import Actor

MOST_IN_A_DOSSIER = 60


def print_dossier(*, kind: str, origin: Model, actor: Actor) -> bytes:
    """The dossier of a record the caller has found through `visible_to`. Taking it away is an act, and recorded."""
    recommendations = recommendations_through(kind, origin, actor)[:MOST_IN_A_DOSSIER]
    pdf = dossier_pdf(
        kind=str(ORIGINS[kind].label),
        title=str(origin),
        beside=beside(kind, origin, actor),
        branches=[(each, thread_of(each, actor)) for each in recommendations],
        actor=actor,
        made_at=timezone.now(),
    )
    with transaction.atomic():
        record(actor=actor, verb=Action.PRINT_DOSSIER, target=origin)
    return pdf
