from __future__ import annotations

from django.db import transaction
from django_tasks import task

from tulga.evidence.choices import Status
from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.evidence.services.studying import Study, keep_failure, keep_result
from tulga.evidence.working import Unusable, panel_of, protection_of

QUEUE = "mathematics"


@task(queue_name=QUEUE)
def work_out_estimate(pk: int) -> bool:
    """The panel of one capture table; whether there was anything to do."""
    estimate = Estimate.objects.filter(pk=pk).first()
    if estimate is None or not estimate.is_working:
        return False
    try:
        result, drawings = panel_of(estimate)
    except Unusable as problem:
        keep_failure(study=estimate, sentence=problem.sentence)
    else:
        keep_result(study=estimate, result=result, drawings=drawings)
    return True


@task(queue_name=QUEUE)
def work_out_protection(pk: int) -> bool:
    """What must be hidden in one table; whether there was anything to do."""
    counts = ProtectedCounts.objects.filter(pk=pk).first()
    if counts is None or not counts.is_working:
        return False
    try:
        result = protection_of(counts)
    except Unusable as problem:
        keep_failure(study=counts, sentence=problem.sentence)
    else:
        keep_result(study=counts, result=result)
    return True


@task()
def work_out_what_waits() -> int:
    """Hand over again what was lost on its way to the worker. A job that comes twice does nothing."""
    waiting = [
        study
        for model in (Estimate, ProtectedCounts)
        for study in model._default_manager.filter(status=Status.WORKING).order_by("pk")[:20]
    ]
    for study in waiting:
        queue(study)
    return len(waiting)


def queue(study: Study) -> None:
    """Hand it to the worker when the act stands."""
    pk, job = study.pk, work_out_estimate if isinstance(study, Estimate) else work_out_protection

    def enqueue() -> None:
        job.enqueue(pk)

    transaction.on_commit(enqueue, robust=True)
