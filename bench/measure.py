"""One engine, one size: fill, then time each page against an empty request."""

from __future__ import annotations

import io
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from itertools import count
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django
from django.conf import settings

SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))


def fill(size: int) -> None:
    """Recommendations of which a focal point of the police sees about one in a hundred."""
    from tulga.kit.audience import Audience
    from tulga.kit.i18n import I18nText
    from tulga.kit.search import search_key
    from tulga.recommendations.choices import Status
    from tulga.recommendations.models import (
        DraftingCircle,
        Recommendation,
        SharedWords,
        Wording,
        hash_of,
        hash_of_shared,
    )

    circle = DraftingCircle.objects.create(title=I18nText(en="Bench"))
    statuses = [Status.DRAFT, Status.ADOPTED, Status.CONSOLIDATED, Status.ENDORSED]
    for start in range(0, size, 5_000):
        rows = Recommendation.objects.bulk_create(
            Recommendation(
                circle=circle,
                reference=f"B-{number}",
                working_title=I18nText(mn=f"Зөвлөмж {number}", en=f"Recommendation {number}"),
                status=Status.ENDORSED if number % 100 == 0 else statuses[number % 3],
                audiences=frozenset({Audience.LAW_ENFORCEMENT}) if number % 100 == 0 else frozenset(),
                search_key=search_key(f"Зөвлөмж {number}", f"Recommendation {number}", f"B-{number}"),
            )
            for number in range(start, min(size, start + 5_000))
        )
        Wording.objects.bulk_create(
            Wording(
                recommendation=each, number=1, language="mn", text="Шалгах.", hash=hash_of(each.pk, 1, "mn", "Шалгах.")
            )
            for each in rows
        )
        SharedWords.objects.bulk_create(
            SharedWords(
                recommendation=each,
                audience=Audience.LAW_ENFORCEMENT,
                title=each.working_title,
                text=I18nText(mn="Шалгах."),
                language="mn",
                length=7,
                hash=hash_of_shared(each.pk, Audience.LAW_ENFORCEMENT, each.working_title, I18nText(mn="Шалгах.")),
                search_key=each.search_key,
            )
            for each in rows
            if each.audiences
        )


def timed(call: Callable[[], Any]) -> dict[str, float]:
    for _ in range(5):
        call()
    times, end = [], time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    times.sort()
    return {"median_ms": statistics.median(times) * 1000, "p95_ms": times[int(len(times) * 0.95)] * 1000}


def main(engine: str, size: int) -> None:
    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    from django.core.management import call_command
    from django.db import connection

    import bench.wsgi  # noqa: F401 - the empty page
    from tests.permission_matrix import _signed_in
    from tulga.accounts.actors import actor_of
    from tulga.accounts.models import User
    from tulga.demonstration.people import DOMAIN
    from tulga.meetings.models import WorkingSession
    from tulga.recommendations.models import Recommendation

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_demonstration", stdout=io.StringIO())
    fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    public, secretariat, police = (
        _signed_in(f"{name}@{DOMAIN}" if name else "") for name in ("", "secretariat", "police")
    )
    reader = actor_of(User.objects.get(email=f"police@{DOMAIN}"))
    shared = Recommendation.objects.visible_to(reader).filter(status="endorsed", is_illustrative=True).earliest("pk")
    tag = public.get("/en/recommended/").headers["ETag"]
    list_url = "/en/recommendations/"
    sitting = WorkingSession.objects.get(
        circle__members__user__email=f"police@{DOMAIN}", circle__members__is_scribe=True
    )
    board = f"/en{sitting.get_absolute_url()[3:]}changes/?since=999999999"
    asked = count()
    pages = {
        "list as the secretariat": lambda: secretariat.get(list_url),
        "list as a focal point who sees 1 %": lambda: police.get(list_url),
        "search as the secretariat": lambda: secretariat.get(f"{list_url}?q=zovlomj+77"),
        "desk of the secretariat": lambda: secretariat.get("/en/desk/"),
        "thread page": lambda: police.get(f"{list_url}{shared.pk}/"),
        "public list": lambda: public.get("/en/recommended/"),
        "public list, unchanged (304)": lambda: public.get("/en/recommended/", headers={"If-None-Match": tag}),
        "board of a session, unchanged": lambda: police.get(board),
        "public list, made anew": lambda: public.get(f"/en/recommended/?asked={next(asked)}"),
        "JSON list of 25, anonymous": lambda: public.get("/api/v1/recommendations"),
        "JSON list of 25, anonymous, made anew": lambda: public.get(f"/api/v1/recommendations?asked={next(asked)}"),
    }
    base = timed(lambda: public.get("/empty"))
    found = {}
    for name, call in pages.items():
        status = call().status_code
        if status not in (200, 204, 304):
            sys.exit(f"{name} answered {status}: nothing to measure")
        result = timed(call)
        found[name] = {"status": status, "ratio": round(base["median_ms"] / result["median_ms"], 3), **result}
    report = {"engine": engine, "recommendations": size, "empty_request": base, "pages": found}
    connection.close()
    report["at_sixteen_connections"] = under_load(
        {
            "empty request": ("/empty", public, ""),
            "list as the secretariat": (list_url, secretariat, ""),
            "list as a focal point who sees 1 %": (list_url, police, ""),
            "desk of the secretariat": ("/en/desk/", secretariat, ""),
            "thread page": (f"{list_url}{shared.pk}/", police, ""),
            "public list": ("/en/recommended/", public, ""),
            "public list, unchanged (304)": ("/en/recommended/", public, tag),
            "JSON list of 25, anonymous": ("/api/v1/recommendations", public, ""),
        }
    )
    print(json.dumps(report))


def under_load(pages: dict[str, tuple[str, Any, str]]) -> dict[str, Any]:
    """The same pages from the server itself, each a ratio of answers a second to the empty page's."""
    from bench.load import loaded, server

    found = {}
    with server() as port:
        for name, (path, client, tag) in pages.items():
            headers = {"Host": "localhost"}
            if cookies := "; ".join(f"{key}={each.value}" for key, each in client.cookies.items()):
                headers["Cookie"] = cookies
            if tag:
                headers["If-None-Match"] = tag
            loaded(port, path, headers, 0.5)  # each worker writes its queries once
            found[name] = loaded(port, path, headers, max(2.0, SECONDS))
    empty = found["empty request"]["per_second"]
    for each in found.values():
        each["ratio"] = round(each["per_second"] / empty, 3)
    return found


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
