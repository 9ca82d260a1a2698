"""A thousand passages, each for one audience alone: none is found by anybody of the others, wherever they look."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from pypdf import PdfReader

from tests.permission_matrix import _signed_in, load
from tulga.accounts.actors import actor_of
from tulga.accounts.models import User
from tulga.accounts.services import issue_api_token
from tulga.agencies.models import Agency
from tulga.demonstration.papers import illustrative_scan
from tulga.demonstration.people import DOMAIN
from tulga.dissemination.models import Release
from tulga.dissemination.services import approving, preparing
from tulga.dissemination.tests.factories import InForceFactory
from tulga.kit.access import url_patterns
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.recommendations.models import Decision, Recommendation, Translation
from tulga.recommendations.services import committing, deciding

pytestmark = pytest.mark.django_db
RECOMMENDATIONS, MARKS_IN_EACH = 40, 25
# The public has no secrets: a passage may be for any one of the others.
SECRET_FOR = [each for each in Audience if each != Audience.PUBLIC]
MARK = re.compile(r"zq[a-z]+\d{4}q")
# Of pages under one name so many are opened, planted ones first.
OF_ONE_NAME = 2
# Everybody who does not read drafts: those who prepare and decide read all.
READERS = ["", "police", "labour", "shelter", "partner", "administrator"]


@dataclass
class Planted:
    marks: dict[str, Audience] = field(default_factory=dict)
    rows: list[Recommendation] = field(default_factory=list)
    release: Release | None = None
    code: str = ""

    def hidden_from(self, audiences: frozenset[Audience]) -> set[str]:
        return {mark for mark, audience in self.marks.items() if audience not in audiences}


def _mark_of(audience: Audience) -> str:
    return f"zq{audience.value.replace('_', '')}"


def _text(number: int, planted: Planted) -> str:
    """Sentences, of which every second is marked for one audience; the last one is."""
    sentences = []
    for place in range(MARKS_IN_EACH):
        serial = number * MARKS_IN_EACH + place
        audience = SECRET_FOR[serial % len(SECRET_FOR)]
        mark = f"{_mark_of(audience)}{serial:04}q"
        planted.marks[mark] = audience
        sentences += [f"Нээлттэй {place}.", f"Далд {mark}."]
    return " ".join(sentences)


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """What the installation writes to its logs meanwhile."""
    written = io.StringIO()
    handler, loggers = logging.StreamHandler(written), [logging.getLogger(name) for name in ("", "django", "tulga")]
    for each in loggers:
        each.addHandler(handler)
    yield written
    for each in loggers:
        each.removeHandler(handler)


@pytest.fixture
def planted(logs) -> Planted:
    load()
    found = Planted()
    secretariat, second, police, head = (
        actor_of(User.objects.get(email=f"{name}@{DOMAIN}"))
        for name in ("secretariat", "secretariat2", "police", "police.head")
    )
    agency = Agency.objects.get(code="NPA")
    for number in range(RECOMMENDATIONS):
        text = _text(number, found)
        row = InForceFactory(
            reference=f"R-2019-{number + 1:02d}", title=I18nText(en=text[-60:], mn=text[-60:]), wording=text
        )
        row.addressees.add(agency)
        Translation.objects.create(wording=row.wordings.get(), language="en", number=1, text=text)
        found.rows.append(row)
    order = deciding.print_order(
        decisions=Decision.objects.filter(item__recommendation__in=found.rows),
        signatory_title=I18nText(mn="Дэд сайд"),
        actor=secretariat,
    )
    deciding.register_order(
        order=order,
        number="Z/1",
        dated_on=found.rows[0].in_force_on,
        signatory_title=order.signatory_title,
        is_acting=False,
        scan=illustrative_scan("Order Z/1"),
        expected_version=order.version,
        actor=secretariat,
    )
    found.code = order.code_in_groups
    found.release = _released(found, secretariat, second)
    commitment = committing.name_commitment(
        recommendation=found.rows[0],
        agency=agency,
        text=I18nText(en="Two courses a year."),
        owner="Training",
        due_on=order.dated_on.replace(year=2099),
        actor=police,
    )
    committing.sign_commitment(commitment=commitment, actor=head)
    return found


def _released(planted: Planted, preparer: Actor, approver: Actor) -> Release:
    release = preparing.prepare_release(
        title=I18nText(en="Planted", mn="Тарьсан"),
        recommendations=planted.rows,
        audiences=frozenset(Audience),
        actor=preparer,
    )
    for item in release.items.all():
        readers = {
            each.pk: frozenset({planted.marks[mark[0]]}) if (mark := MARK.findall(each.text)) else frozenset(Audience)
            for each in item.passages.all()
        }
        preparing.mark_passages(
            item=item,
            readers=readers,
            titles={each: I18nText(en="Open title", mn="Нээлттэй гарчиг") for each in Audience},
            left_out=(),
            expected_version=release.version,
            actor=preparer,
        )
        release.refresh_from_db()
    return approving.approve_release(release=release, actor=approver)


def marks_in(content: bytes, content_type: str) -> set[str]:
    """Whatever a reader of this kind of file would find."""
    if "pdf" in content_type:
        pages = PdfReader(io.BytesIO(content)).pages
        return set(MARK.findall("".join(re.sub(r"[\s\u00ad-]", "", each.extract_text()) for each in pages)))
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(
                MARK.findall("".join(archive.read(each).decode(errors="replace") for each in archive.namelist()))
            )
    return set(MARK.findall(content.decode(errors="replace")))


def body_of(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


class Crawl:
    """Follows every link from every page without arguments: all names, of each name some addresses."""

    def __init__(self, client: Client, planted: Planted) -> None:
        self.client, self.opened = client, Counter[str]()
        self.seen: set[str] = set()
        self.waiting = [*self._planted_addresses(planted), *self._beginnings()]

    def _beginnings(self) -> Iterator[str]:
        for path, pattern in url_patterns():
            if "<" not in path and "(?P" not in path and not path.startswith("api/") and pattern.name != "quick_exit":
                yield reverse(pattern.name)

    def _planted_addresses(self, planted: Planted) -> Iterator[str]:
        row = planted.rows[0]
        yield reverse("recommendation_detail", args=[row.pk])
        yield reverse("public_recommendation", args=[row.reference])
        yield reverse("verify_order", args=[planted.code])
        yield reverse("release_detail", args=[planted.release.pk])
        yield reverse("public_release", args=[planted.release.slug])
        yield reverse("public_release_json", args=[planted.release.slug])
        yield reverse("public_feed")
        yield reverse("dossier", args=["recommendation", row.pk])
        yield reverse("wording_compare", args=[row.pk])
        yield reverse("answer_list", args=[row.pk])
        for name in ("recommendation_list", "challenge_list", "release_list", "delivery_list", "order_list"):
            for ending in ("csv", "xlsx", "json"):
                yield f"{reverse(name)}?format={ending}"
            yield f"{reverse(name)}?q={next(iter(planted.marks))}"

    def pages(self) -> Iterator[tuple[str, bytes, str]]:
        while self.waiting:
            url = self.waiting.pop(0)
            if url in self.seen:
                continue
            self.seen.add(url)
            response = self.client.get(url)
            content, kind = body_of(response), response.headers.get("Content-Type", "")
            yield url, content, kind
            if "html" in kind:
                self.waiting += self._links(content.decode())

    def _links(self, html: str) -> Iterator[str]:
        for href in re.findall(r'href="(/[^"#]*)', html):
            path = urlsplit(href.replace("&amp;", "&"))
            try:
                name = resolve(path.path).url_name or ""
            except Resolver404:
                continue
            if name in {"quick_exit", "account_logout"} or self.opened[name] >= OF_ONE_NAME:
                continue
            self.opened[name] += 1
            yield f"{path.path}?{path.query}" if path.query else path.path


@pytest.mark.slow
def test_no_passage_reaches_anybody_of_another_audience(planted, logs):
    assert len(planted.marks) == 1_000

    leaks, own = [], {}
    for name in READERS:
        actor = actor_of(User.objects.get(email=f"{name}@{DOMAIN}")) if name else Actor()
        hidden, own[name] = planted.hidden_from(actor.audiences), set()
        for url, marks in _read_by(name, planted):
            own[name] |= {planted.marks[each] for each in marks}
            leaks += [f"{url} as {name or 'anybody'}: {each}" for each in sorted(marks & hidden)[:1]]
        leaks += [f"searching {each} as {name or 'anybody'}" for each in _found_by_searching(actor)]

    assert leaks == []
    assert MARK.findall(logs.getvalue()) == []
    assert [each.subject for each in mail.outbox if MARK.search(each.message().as_string())] == []
    # The look is a true one: whoever may read a passage does find it.
    assert own["police"] == {Audience.GOVERNMENT, Audience.LAW_ENFORCEMENT}
    assert (own[""], own["shelter"]) == (set(), {Audience.CIVIL_SOCIETY})


def _read_by(name: str, planted: Planted) -> Iterator[tuple[str, set[str]]]:
    """Every address with the marks that its answer holds; a page that repeats what was searched for says nothing."""
    client = _signed_in(f"{name}@{DOMAIN}" if name else "")
    with translation.override("en"):
        for url, content, kind in Crawl(client, planted).pages():
            yield url, marks_in(content, kind) - {url.rpartition("?q=")[2]}
    for url, content in _of_the_api(name, client):
        yield url, marks_in(content, "json")


def _found_by_searching(actor: Actor) -> list[Audience]:
    """A search finds parts of words: what all marks for an audience begin with finds any of them."""
    visible, releases = Recommendation.objects.visible_to(actor), Release.objects.visible_to(actor)
    found = {each: visible.search(_mark_of(each)).exists() for each in SECRET_FOR}
    assert [each for each in SECRET_FOR if found[each] and releases.search(_mark_of(each)).exists()] == []
    return [each for each in SECRET_FOR if found[each] is not (each in actor.audiences)]


def _of_the_api(name: str, client: Client) -> Iterator[tuple[str, bytes]]:
    headers = {}
    if name:
        user = User.objects.get(email=f"{name}@{DOMAIN}")
        _token, text = issue_api_token(user=user, label="a test", actor=Actor.system("api_token"))
        client, headers = Client(), {"Authorization": f"Bearer {text}"}
    for collection in ("recommendations", "releases", "challenges", "commitments", "meetings", "agencies"):
        url = f"/api/v1/{collection}?limit=100"
        while url:
            response = client.get(url, headers=headers)
            assert response.status_code == 200, url
            yield url, response.content
            answer = response.json()
            for each in answer["items"][:2]:
                path = urlsplit(each["url"]).path
                yield path, client.get(path, headers=headers).content
            following = urlsplit(answer["next"] or "")
            url = f"{following.path}?{following.query}" if answer["next"] else ""
