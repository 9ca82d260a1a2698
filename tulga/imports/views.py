from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.documents.serving import document_response
from tulga.imports.choices import Action, RowState, Status
from tulga.imports.forms import CorrectionForm, DoubtsForm, StartForm
from tulga.imports.models import Import, ImportDoubt, ImportedRow
from tulga.imports.policies import policy
from tulga.imports.querysets import targets_of
from tulga.imports.services import starting, steering
from tulga.imports.summaries import answers_understood, progress_of, row_lines, tabs_of, told_of
from tulga.imports.tables import ImportTable
from tulga.imports.tasks import queue_work
from tulga.imports.workflow import life
from tulga.kit import once
from tulga.kit.imports.targets import TARGETS, Target
from tulga.kit.policy import Decision
from tulga.kit.views import PAGE_SIZE, ActionPage, CreatePage, DetailPage, ListPage, page_number

MOST_ON_TOP, MOST_TOLD = 8, 100  # problems of one file on its page


class ImportList(ListPage):
    title = _("Imports")
    lead = _("Files that were brought in, and those still on their way.")
    queryset = Import.objects.for_listing()
    table_class = ImportTable
    template_name = "imports/import_list.html"

    def context(self) -> dict[str, Any]:
        return {"targets": [TARGETS[name] for name in targets_of(self.actor)]}


class StartImport(CreatePage):
    policy = policy
    action = Action.START
    form_class = StartForm
    submit_label = _("Send")
    lead = _("Nothing is written yet: you will see what was understood and what would change, row by row.")

    @cached_property
    def target(self) -> Target:
        target = TARGETS.get(self.kwargs["target"])
        if target is None or target.name not in targets_of(self.actor):
            raise Http404
        return target

    def subject(self) -> Target:
        return self.target

    def get_title(self) -> str:
        return gettext("Import: %(target)s") % {"target": self.target.title}

    def form_options(self) -> dict[str, Any]:
        return {"target": self.target, "actor": self.actor, "initial": {"into": self.request.GET.get("into", "")}}

    def perform(self, form: StartForm) -> Import:
        batch = starting.start_import(
            target=self.target, into=form.code, upload=form.cleaned_data["file"], actor=self.actor
        )
        return _queued(batch, self)

    def back_url(self) -> str:
        return reverse("import_list")


class ImportDetail(DetailPage):
    """Where the import stands: at work, understood, previewed, applied; and what to do next."""

    queryset = Import.objects.select_related("document", "started_by")
    template_name = "imports/import_detail.html"

    def context(self) -> dict[str, Any]:
        batch: Import = self.object
        understanding = batch.understanding
        return {
            "progress": progress_of(batch),
            "status": Status(batch.status),
            "failure": str(batch.failed_because),
            "goal": batch.goal,
            "targets": [TARGETS[name] for name in targets_of(self.actor)] if batch.status == Status.FAILED else [],
            "into_url": batch.goal.url_of(batch.into) if batch.status == Status.APPLIED else "",
            "understanding": understanding,
            "layout_title": self._layout_title(),
            "confidence": round(100 * understanding.confidence) if understanding else 0,
            "answers": answers_understood(understanding.questions) if understanding else [],
            "may_go_on": understanding is not None and not understanding.unanswered,
            "moves": self._moves(batch),
            "destination": str(batch.goal.destination(batch.into, batch.facts, self.actor))
            if batch.status == Status.PREVIEWED
            else "",
            "may_cancel": bool(life.ask(batch, "cancel", self.actor)),
            "is_asked": understanding is not None and bool(understanding.unanswered),
            **_told_of_the_file(batch),
            "told_of": told_of(batch),
            "changes_nothing": batch.status == Status.PREVIEWED and batch.changes_nothing,
            "open_doubts": batch.doubts.open().count(),
            "answers_doubts": batch.status == Status.PREVIEWED and batch.doubts.exists(),
            "once_token": once.new_token(self.actor.user_id),
            "history": history_of(batch),
            **self._rows(batch),
        }

    def _moves(self, batch: Import) -> set[str]:
        """What may be done now: nothing while a job works on it, and a file without rows is not applied."""
        if batch.work:
            return set()
        return {move.name for move in life.open_to(batch, self.actor)} - ({"apply"} if batch.is_empty else set())

    def _layout_title(self) -> str:
        understanding = self.object.understanding
        titles = {each.name: each.title for each in self.object.goal.layouts}
        return str(titles.get(understanding.layout, understanding.layout)) if understanding else ""

    def _rows(self, batch: Import) -> dict[str, Any]:
        """One page of the rows in the chosen state."""
        if batch.status not in (Status.PREVIEWED, Status.APPLIED):
            return {"tabs": [], "lines": [], "pages": None, "query": ""}
        state = self.request.GET.get("state", "")
        state = state if state in RowState.values else ""
        number = page_number(self.request.GET.get("page", ""))
        start = (number - 1) * PAGE_SIZE
        found = ImportedRow.objects.visible_to(self.actor).filter(batch=batch).in_state(state)
        rows = list(found[start : start + PAGE_SIZE + 1])
        return {
            "tabs": tabs_of(batch, state),
            "lines": row_lines(batch, rows[:PAGE_SIZE]),
            "pages": {"number": number, "previous": number > 1, "next": len(rows) > PAGE_SIZE},
            "query": f"state={state}" if state else "",
        }


class OfImport(ActionPage):
    """One move of an import."""

    queryset = Import.objects.select_related("document")
    policy = policy
    form_class: ClassVar[type[forms.Form]] = forms.Form
    move = ""

    def ask(self) -> Decision:
        return life.ask(self.object, self.move, self.actor)


class CorrectImport(OfImport):
    title = _("Correct what was understood")
    lead = _("What you set right here is proposed for the next file of this shape.")
    action = Action.CORRECT
    move = "correct"
    form_class = CorrectionForm
    submit_label = _("Read it like this")

    def form_options(self) -> dict[str, Any]:
        return {"batch": self.object}

    def perform(self, form: CorrectionForm) -> Import:
        batch = steering.correct_import(
            batch=self.object, layout=form.cleaned_data["layout"], given=form.given, actor=self.actor
        )
        return _queued(batch, self)


class PreviewImport(OfImport):
    title = _("Show what would change")
    action = Action.PREVIEW
    move = "preview"
    submit_label = _("Show what would change")

    def perform(self, form: forms.Form) -> Import:
        return _queued(steering.ask_preview(batch=self.object, actor=self.actor), self)


class AnswerDoubts(OfImport):
    title = _("Answer doubts")
    lead = _(
        "Each question is answered once for all its rows, and remembered for the next file where that makes sense."
    )
    action = Action.ANSWER
    move = "preview"
    form_class = DoubtsForm
    submit_label = _("Answer")
    template_name = "imports/import_doubts.html"

    @property
    def number(self) -> int:
        return page_number(self.request.GET.get("page", ""))

    @cached_property
    def doubts(self) -> list[ImportDoubt]:
        """One page of them, and one more where there is a next page."""
        start = (self.number - 1) * PAGE_SIZE
        of_import = ImportDoubt.objects.visible_to(self.actor).filter(batch=self.object)
        return list(of_import[start : start + PAGE_SIZE + 1])

    def form_options(self) -> dict[str, Any]:
        return {"doubts": self.doubts[:PAGE_SIZE]}

    def context(self) -> dict[str, Any]:
        number = self.number
        return {"pages": {"number": number, "previous": number > 1, "next": len(self.doubts) > PAGE_SIZE}}

    def perform(self, form: DoubtsForm) -> Import:
        batch = steering.answer_doubts(batch=self.object, answers=form.answers, actor=self.actor)
        return _queued(batch, self)


class ApplyImport(OfImport):
    title = _("Apply the import")
    action = Action.APPLY
    move = "apply"
    submit_label = _("Apply")
    template_name = "imports/import_apply.html"

    def context(self) -> dict[str, Any]:
        counts = {each.value: self.object.counts.get(each.value, 0) for each in RowState}
        batch, goal = self.object, self.object.goal
        destination = str(goal.destination(batch.into, batch.facts, self.actor))
        return {"counts": counts, "goal": goal, "destination": destination, **_told_of_the_file(batch)}

    def perform(self, form: forms.Form) -> Import:
        return _queued(steering.ask_apply(batch=self.object, actor=self.actor), self)


class CancelImport(OfImport):
    title = _("Cancel the import")
    lead = _("Nothing of it is kept, not even the file; only that it was sent and cancelled.")
    action = Action.CANCEL
    move = "cancel"
    submit_label = _("Cancel the import")
    is_warning = True

    def perform(self, form: forms.Form) -> Import:
        return steering.cancel_import(batch=self.object, actor=self.actor)

    def success_url(self, result: Import) -> str:
        return reverse("import_list")

    def success_message(self, result: Import) -> str:
        return gettext("The import was cancelled. Nothing of it was kept.")


class TryAgain(OfImport):
    title = _("Begin again")
    action = Action.PREVIEW
    submit_label = _("Begin again")

    def ask(self) -> Decision:
        return self.policy.ask(self.actor, self.action, self.object)

    def perform(self, form: forms.Form) -> Import:
        return _queued(steering.try_again(batch=self.object, actor=self.actor), self)


class ImportFile(DetailPage):
    """The file as it came, to be saved: never shown."""

    queryset = Import.objects.exclude(document=None).select_related("document")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return document_response(self.get_object().document)


def _told_of_the_file(batch: Import) -> dict[str, Any]:
    """What is about the file as a whole, which is told on top; and the rest, as much as anybody reads."""
    noted = batch.noted
    warnings = [each for each in noted if each.is_about_the_whole]
    rest = [*warnings[MOST_ON_TOP:], *(each for each in noted if not each.is_about_the_whole)]
    further = max(len(rest) - MOST_TOLD, 0)
    return {"warnings": warnings[:MOST_ON_TOP], "noted": rest[:MOST_TOLD], "further": further}


def _queued(batch: Import, page: Any) -> Import:
    queue_work(batch, page.actor.user_id)
    return batch
