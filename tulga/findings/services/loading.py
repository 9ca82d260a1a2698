from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from tulga.findings.choices import Action
from tulga.findings.labels import Labels
from tulga.findings.models import Assessment, Finding
from tulga.findings.policies import policy
from tulga.findings.services.entering import record_act, set_assessment_keys, set_keys, store_labels
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText
from tulga.kit.reference import Loaded, read_rows

DATA = Path(__file__).parents[1] / "data"


@transaction.atomic
def load_findings(*, actor: Actor, country: str = "mn", until: int | None = None) -> Loaded:
    """Bring in the assessments and findings of the project's reference data. What is there already stays as it is.

    With a year, only the assessments up to it, and their findings.
    """
    policy.require(actor, Action.LOAD)
    loaded = Loaded()
    known = {assessment.code: assessment for assessment in Assessment.objects.all()}
    later: set[str] = set()
    for row in read_rows(DATA / f"tiers_{country}.csv"):
        if until is not None and int(row["year"]) > until:
            later.add(row["code"])
            continue
        if row["code"] in known:
            loaded.unchanged += 1
            continue
        known[row["code"]] = assessment = _assessment_of(row)
        assessment.save()
        loaded.created += 1
        record_act(actor, Action.LOAD, assessment, after=assessment)

    entered = set(Finding.objects.values_list("assessment__code", "number"))
    for row in read_rows(DATA / f"findings_{country}.csv"):
        if row["assessment"] in later:
            continue
        if (row["assessment"], row["number"]) in entered:
            loaded.unchanged += 1
            continue
        finding = _finding_of(row, known)
        finding.save()
        store_labels([(finding, Labels())])
        loaded.created += 1
        record_act(actor, Action.LOAD, finding, after=finding.text)
    return loaded


def _assessment_of(row: Mapping[str, str]) -> Assessment:
    assessment = Assessment(
        code=row["code"],
        title=I18nText(en=row["title_en"], mn=row["title_mn"]),
        body_name=I18nText(en=row["body_en"], mn=row["body_mn"]),
        state=row["state"],
        year=int(row["year"]),
        tier=row["tier"],
        source=row["source"],
        note=row["note"],
    )
    set_assessment_keys(assessment)
    return assessment


def _finding_of(row: Mapping[str, str], assessments: Mapping[str, Assessment]) -> Finding:
    finding = Finding(
        assessment=assessments[row["assessment"]],
        number=row["number"],
        kind=row["kind"],
        theme=I18nText(en=row["theme_en"], mn=row["theme_mn"]),
        text=row["text_en"],
        language="en",
        translations=I18nText(mn=row["text_mn"]),
        is_paraphrase=bool(row["is_paraphrase"]),
        note=row["note"],
        source=row["source"],
    )
    set_keys(finding)
    return finding
