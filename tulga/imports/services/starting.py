from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from tulga.audit.services import record
from tulga.documents.checking import CheckedUpload
from tulga.documents.choices import DATA_FILES
from tulga.documents.services import store_document
from tulga.imports.choices import Action, Work
from tulga.imports.models import Import
from tulga.imports.policies import policy
from tulga.imports.services.working import begin_work
from tulga.kit.actor import Actor
from tulga.kit.imports.targets import Target


@transaction.atomic
def start_import(*, target: Target, into: str, upload: CheckedUpload, actor: Actor) -> Import:
    """Keep the file and have a job read it. Nothing else is written until the import is applied."""
    batch = keep_file(target=target, into=into, upload=upload, actor=actor)
    begin_work(batch, Work.UNDERSTAND)
    return batch


@transaction.atomic
def keep_file(
    *, target: Target, into: str, upload: CheckedUpload, actor: Actor, given: Mapping[str, str] | None = None
) -> Import:
    """The import with its file, before any work on it; `given` are answers to the layout's questions."""
    policy.require(actor, Action.START, target)
    document = store_document(upload=upload, kinds=DATA_FILES, actor=actor)
    batch = Import.objects.create(
        target=target.name,
        into=into,
        file_name=document.original_name,
        document=document,
        started_by_id=actor.user_id,
        given=dict(given or {}),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    record(actor=actor, verb=Action.START, target=batch, after=f"{document.original_name} → {into}")
    return batch
