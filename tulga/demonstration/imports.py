"""Two files on their way in: a small draft plan that was applied, and a list of findings with questions still open.

Both were made for the demonstration and say so. They go through the steps that a person takes on the pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from tulga.demonstration.clock import Story, moment
from tulga.documents.data_files import check_data_file
from tulga.imports.models import Import
from tulga.imports.services.starting import start_import
from tulga.imports.services.steering import answer_doubts, ask_apply, ask_preview
from tulga.imports.services.working import do_work
from tulga.kit.actor import Actor
from tulga.kit.imports.targets import TARGETS
from tulga.plan.models import Plan
from tulga.plan.services.planning import edit_plan

if TYPE_CHECKING:
    from tulga.demonstration.services import Demonstration

AS_WORDS = "as-words"
PLAN, FINDINGS = "aimag-plan-illustrative.csv", "findings-illustrative.csv"
FILES = Path(__file__).resolve().parent / "data"


def imports(demonstration: Demonstration) -> Story:
    """The plan applied, with an agency that Tulga does not know kept in the plan's words; the findings waiting."""
    year = demonstration.today.year
    yield moment(demonstration.days_ago(9), 14)
    secretariat = demonstration.actor("secretariat")
    plan = _sent("plan", f"AIMAG-{year + 1}", PLAN, year + 1, secretariat)
    plan = _worked(ask_preview(batch=plan, actor=secretariat), secretariat)
    unknown = {doubt.name: AS_WORDS for doubt in plan.doubts.open()}
    plan = _worked(answer_doubts(batch=plan, answers=unknown, actor=secretariat), secretariat)
    _worked(ask_apply(batch=plan, actor=secretariat), secretariat)
    made = Plan.objects.get(code=plan.into)
    edit_plan(plan=made, expected_version=made.version, is_illustrative=True, actor=secretariat)
    yield moment(demonstration.days_ago(2), 16)
    findings = _sent("findings", f"NGO-{year}-MNG", FINDINGS, year, secretariat)
    _worked(ask_preview(batch=findings, actor=secretariat), secretariat)


def _sent(target: str, into: str, name: str, year: int, actor: Actor) -> Import:
    words = (FILES / name).read_text(encoding="utf-8").format(year=year, next=year + 1)
    upload = check_data_file(ContentFile(words.encode(), name=name))
    return _worked(start_import(target=TARGETS[target], into=into, upload=upload, actor=actor), actor)


def _worked(batch: Import, actor: Actor) -> Import:
    """What the worker would do now."""
    batch.refresh_from_db()
    do_work(batch_id=batch.pk, attempt=batch.attempt, actor=actor)
    batch.refresh_from_db()
    return batch
