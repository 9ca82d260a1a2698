from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.documents import refusals, storage
from tulga.documents.checking import CheckedUpload, blanks_of, check_upload
from tulga.documents.choices import MEGABYTE, Action, Kind
from tulga.documents.models import Document, LetterTemplate, random_name
from tulga.documents.policies import policy
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import languages

if TYPE_CHECKING:
    from tulga.documents.letters import LetterKind

NEEDED_BLANKS = {"addressee", "subject", "paragraphs"}
GRACE = dt.timedelta(hours=24)
FEW = 20


def store_document(*, upload: CheckedUpload | File[bytes], kinds: Collection[Kind], actor: Actor) -> Document:
    """Keep a file for a record of the caller's. A file whose transaction rolls back is swept later: ADR 7."""
    if actor.is_public:
        raise NotAllowed(_("Sign in to send files."))
    if not isinstance(upload, CheckedUpload):
        upload = check_upload(upload, kinds=kinds)
    if upload.kind not in kinds:
        raise RuleBroken(
            _("This is %(kind)s. Send one of these instead: %(kinds)s.")
            % {"kind": upload.kind.label, "kinds": refusals.listed(kinds)}
        )
    storage.require_room()
    with transaction.atomic():  # begun only now: on SQLite nobody else writes while an inspection would run inside
        _require_quota(actor, upload)
        return _keep(upload, actor)


def _keep(upload: CheckedUpload, actor: Actor) -> Document:
    """The file first, so that no record is ever without one."""
    public_name = random_name()
    byte_size, sha256 = storage.keep(upload.file, public_name)
    try:
        return Document.objects.create(
            public_name=public_name,
            original_name=upload.name,
            kind=upload.kind,
            byte_size=byte_size,
            sha256=sha256,
            is_sanitised=upload.is_sanitised,
            uploaded_by_id=actor.user_id,
        )
    except BaseException:
        storage.path_of(public_name).unlink(missing_ok=True)
        raise


@transaction.atomic
def discard_document(*, document: Document) -> None:
    """Remove a file that no record names any more. The caller's act is what the audit trail tells."""
    path = storage.path_of(document.public_name)
    document.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)


def _require_quota(actor: Actor, upload: CheckedUpload) -> None:
    if actor.user_id is None:
        return
    most_files = getattr(settings, "DOCUMENTS_PER_PERSON_AND_DAY", 200)
    most_bytes = getattr(settings, "DOCUMENT_BYTES_PER_PERSON_AND_DAY", 500 * MEGABYTE)

    # One at a time for each person, so that parallel uploads cannot pass the limit together.
    get_user_model()._default_manager.select_for_update(no_key=True).get(pk=actor.user_id)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Document.objects.filter(uploaded_by=actor.user_id, uploaded_at__gte=midnight)
    sent = today.aggregate(files=Count("pk"), bytes=Sum("byte_size", default=0))
    if sent["files"] >= most_files:
        raise RuleBroken(refusals.quota_used_up(sent["files"]))
    if sent["bytes"] + upload.byte_size > most_bytes:
        raise RuleBroken(
            _(
                "With this file you would have sent more than %(limit)s today, as much as one person may. "
                "Send it tomorrow, or ask the secretariat to raise the limit."
            )
            % {"limit": filesizeformat(most_bytes)}
        )


def replace_letter_template(*, kind: LetterKind, language: str, upload: CheckedUpload, actor: Actor) -> LetterTemplate:
    """Write this kind of letter on the given template from now on. The one before it stays kept."""
    policy.require(actor, Action.REPLACE_LETTER_TEMPLATE)
    if language not in languages():
        raise RuleBroken(_("Choose one of the languages offered."), field="language")
    _require_known_blanks(kind, blanks_of(upload.file))  # before the transaction: it takes a second
    with transaction.atomic():
        document = store_document(upload=upload, kinds={Kind.DOCX}, actor=actor)
        LetterTemplate.objects.in_use_for(kind.name, language).update(withdrawn_at=timezone.now())
        template = LetterTemplate(kind=kind.name, language=language, document=document, put_in_use_by_id=actor.user_id)
        try:
            with transaction.atomic():
                template.save(force_insert=True)
        except IntegrityError:
            raise RuleBroken(
                _("Somebody else put another template in use at this moment. Look at it, then send yours again.")
            ) from None
        record(actor=actor, verb=Action.REPLACE_LETTER_TEMPLATE, target=template, after=str(document))
    return template


@transaction.atomic
def withdraw_letter_template(*, template: LetterTemplate, actor: Actor) -> LetterTemplate:
    """From now on this kind of letter is written on the shipped template again."""
    policy.require(actor, Action.WITHDRAW_LETTER_TEMPLATE)
    template.withdrawn_at = timezone.now()
    in_use = LetterTemplate.objects.in_use().filter(pk=template.pk)
    if not in_use.update(withdrawn_at=template.withdrawn_at):
        raise RuleBroken(_("This template is not in use any more. Go back to the list: it shows which one is."))
    record(actor=actor, verb=Action.WITHDRAW_LETTER_TEMPLATE, target=template, before=str(template.document))
    return template


def _require_known_blanks(kind: LetterKind, used: set[str]) -> None:
    unknown = sorted(used - set(kind.blanks))
    if unknown:
        raise RuleBroken(
            _(
                "This template has a blank that nothing fills: “%(blank)s”. Write one of these instead: %(known)s. "
                "Then send it again."
            )
            % {"blank": unknown[0][:80], "known": ", ".join(kind.blanks)},
            field="template",
        )
    if not used & NEEDED_BLANKS:
        raise RuleBroken(
            _(
                "This template has no blank for what the letter says, so every letter would read the same. "
                "Write {{ subject }} and the paragraphs where they belong, and send it again."
            ),
            field="template",
        )


@dataclass(frozen=True)
class Swept:
    """Files without a record: how many, how large, and their names."""

    names: tuple[str, ...]
    byte_size: int


def sweep_orphans(*, grace: dt.timedelta = GRACE, dry_run: bool = False, even_if_many: bool = False) -> Swept:
    """Remove files that no record names and that are older than any transaction could be."""
    old = list(storage.files_untouched_since((timezone.now() - grace).timestamp()))
    known = set(Document.objects.values_list("public_name", flat=True))
    orphans = {path: size for path, size in old if path != storage.path_of(path.name) or path.name not in known}
    if len(orphans) > max(FEW, len(old) // 2) and not (dry_run or even_if_many):
        raise RuleBroken(
            _("Most of the stored files have no record. Check that this is the right database before sweeping.")
        )
    swept = Swept(tuple(path.name for path in orphans), sum(orphans.values()))
    if not dry_run:
        for path in orphans:
            path.unlink(missing_ok=True)
    return swept
