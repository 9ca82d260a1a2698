"""A release as an official letter to one office: the words of that office's own edition, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.accounts.choices import Role
from tulga.accounts.models import Membership
from tulga.agencies.models import Agency
from tulga.dissemination.summaries import ItemRead, editions_read_by
from tulga.documents.letters import Fact, Letter, LetterKind, Point
from tulga.kit.actor import PUBLIC_ONLY, Actor

if TYPE_CHECKING:
    from tulga.dissemination.models import Delivery, Release

RELEASE = LetterKind(
    "dissemination.release",
    gettext_lazy("Recommendations to an office"),
    {
        "release": gettext_lazy("the release's number"),
        "title": gettext_lazy("the release's title"),
        "acknowledge_by": gettext_lazy("the day by which the office acknowledges it"),
    },
)


def release_letters(release: Release, deliveries: Iterable[Delivery], language: str) -> list[Letter]:
    """One letter for each office, in the order given."""
    with translation.override(language):
        sender = _sender()
        return [_letter(release, each, language, sender) for each in deliveries]


def _letter(release: Release, delivery: Delivery, language: str, sender: str) -> Letter:
    # Nobody's rights but those of the office's audiences: the letter is cut by whoever receives it.
    office = Actor(audiences=delivery.audiences | PUBLIC_ONLY)
    edition = editions_read_by(office, release)[0]
    acknowledge_by = date_format(delivery.due_on, "DATE_FORMAT")
    note = str(release.note)
    return Letter(
        kind=RELEASE,
        language=language,
        sender=sender,
        addressee=str(delivery.agency),
        subject=str(release.title),
        paragraphs=[
            _("We send you the following recommendations, which the ministry has endorsed and which are in force."),
            *([note] if note else []),
        ],
        facts=[Fact(_("Release"), release.number), Fact(_("Acknowledge by"), acknowledge_by)],
        points=[Point(f"{each.reference} {each.title}", _text(each, language)) for each in edition.items],
        closing=[
            _(
                "Please acknowledge by the day stated above that you have received them: in Tulga, by letter or by "
                "telephone. If it takes longer, please say why."
            )
        ],
        more={"release": release.number, "title": str(release.title), "acknowledge_by": acknowledge_by},
    )


def _text(each: ItemRead, language: str) -> str:
    """The decided words, and below them their translation into the letter's language."""
    texts = [each.text[each.language]]
    if language != each.language and each.text.get(language):
        texts.append(each.text[language])
    return "\n\n".join(texts)


def _sender() -> str:
    """Where the secretariat works today."""
    offices = Membership.objects.valid(timezone.localdate()).filter(role=Role.SECRETARIAT).values("agency")
    return "\n".join(str(each) for each in Agency.objects.filter(pk__in=offices).sorted())


def file_name(delivery: Delivery, ending: str) -> str:
    """As an official files it: the office's name in its own letters."""
    return f"{delivery.agency} – {delivery.release.slug}.{ending}"
