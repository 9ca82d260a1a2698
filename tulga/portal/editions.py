"""Public editions: as a page, as JSON, as a feed. All three are made from the one edition that everybody may read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.dissemination.querysets import ReleaseQuerySet
from tulga.dissemination.summaries import EditionRead, editions_read_by
from tulga.portal.summaries import EVERYBODY

MOST = 50


@dataclass(frozen=True)
class Published:
    release: Release
    edition: EditionRead

    @property
    def url(self) -> str:
        return reverse("public_release", args=[self.release.slug])


def public_releases() -> ReleaseQuerySet:
    """Those with an edition for everybody, the latest first."""
    out = Release.objects.visible_to(EVERYBODY).filter(status=ReleaseStatus.RELEASED)
    return out.order_by("-released_on", "-pk")


def published(slug: str) -> Published | None:
    year, _dash, number = slug.partition("-")
    release = public_releases().filter(number=f"{year}/{number}").first()
    return _published(release) if release else None


def _published(release: Release) -> Published:
    return Published(release, editions_read_by(EVERYBODY, release)[0])


def as_json(published: Published) -> dict[str, Any]:
    release = published.release
    return {
        "number": release.number,
        "title": release.title,
        "note": release.note,
        "released_on": release.released_on,
        "url": settings.BASE_URL + published.url,
        "hash": published.edition.hash,
        "is_illustrative": release.is_illustrative,
        "recommendations": [
            {
                "reference": each.reference,
                "title": each.title,
                "text": each.text,
                "decided_in": each.language,
                "url": settings.BASE_URL + reverse("public_recommendation", args=[each.reference]),
            }
            for each in published.edition.items
        ],
    }


def as_feed() -> str:
    """In the page's language; what was not translated keeps its own, as on the page."""
    feed = Atom1Feed(
        title=_("Recommendations against trafficking in persons, released to everybody"),
        link=settings.BASE_URL + reverse("public_release_list"),
        feed_url=settings.BASE_URL + reverse("public_feed"),
        description="",
        language=get_language(),
        author_name=_("Sub-Council against trafficking in persons"),
    )
    for release in public_releases()[:MOST]:
        each = _published(release)
        url = settings.BASE_URL + each.url
        day = timezone.make_aware(dt.datetime.combine(release.released_on or dt.date.min, dt.time(12)))
        text = "\n\n".join(f"{item.reference} {item.title}\n{item.text}" for item in each.edition.items)
        feed.add_item(title=str(release.title), link=url, description=text, unique_id=url, pubdate=day, updateddate=day)
    return feed.writeString("utf-8")
