"""A session of the address: its board, what happens on it, and when it is over."""

from __future__ import annotations

from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.kit import once
from tulga.kit.errors import NotAllowed
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, CreatePage, DetailPage, EditPage, Page
from tulga.meetings.choices import Action
from tulga.meetings.models import WorkingSession
from tulga.meetings.policies import policy
from tulga.meetings.summaries.board import cards_of, challenge_card, draft_card, drafts_on
from tulga.recommendations.choices import Action as Drafting
from tulga.recommendations.choices import Status
from tulga.recommendations.forms.board import (
    CloseForm,
    EditChallengeForm,
    EditDraftForm,
    MoveForm,
    NewChallengeForm,
    NewDraftForm,
)
from tulga.recommendations.models import Challenge, Recommendation
from tulga.recommendations.policies import policy as drafting_policy
from tulga.recommendations.services import circles, drafting, editing
from tulga.recommendations.workflow import may_adopt_all, may_be_reworded, may_draft_in, sitting

if TYPE_CHECKING:
    from django.db.models import QuerySet


class OfSession(Page):
    """The session of the address, where the actor reads its drafts; otherwise the same 404 as for none."""

    queryset = WorkingSession.objects.select_related("meeting", "circle")

    def visible(self) -> QuerySet[Any]:
        sessions: QuerySet[Any] = self.get_queryset().drafted_in_by(self.actor)  # type: ignore[attr-defined]  # of its queryset
        return sessions

    def get_object(self) -> WorkingSession:
        return self.session

    @cached_property
    def session(self) -> WorkingSession:
        session: WorkingSession | None = (
            self.visible().filter(meeting__code=self.kwargs["code"], number=self.kwargs["number"]).first()
        )
        if session is None:
            raise Http404
        return session

    @cached_property
    def may_write(self) -> bool:
        return bool(may_draft_in(self.session.circle, self.actor, Drafting.DRAFT))


class SessionDetail(OfSession, DetailPage):
    """The board: challenges and drafts, each edited where it stands, with what others write appearing by itself."""

    template_name = "meetings/session_detail.html"

    def context(self) -> dict[str, Any]:
        session, circle = self.session, self.session.circle
        cards = cards_of(circle, self.actor, may_write=self.may_write)
        return {
            "session": session,
            "cards": cards,
            "number": max(circle.last_act, cards.last_act),
            "may_write": self.may_write,
            "once_token": once.new_token(self.actor.user_id),
            "new_challenge": self._form(NewChallengeForm) if self.may_write else None,
            "new_draft": self._draft_form() if self.may_write else None,
            "members": circle.members.filter(valid_to=None).select_related("user").order_by("user__sort_key_mn"),
            "may_adopt_all": bool(may_adopt_all(circle, self.actor)) and self._drafts().exists(),
            "moves": sitting.open_to(circle, self.actor),
            "may_edit": bool(policy.ask(self.actor, Action.CHANGE_MEMBERS, session)),
            "history": history_of(session, circle),
        }

    def _drafts(self) -> QuerySet[Recommendation]:
        return drafts_on(self.session.circle, self.actor).filter(status=Status.DRAFT)

    def _form(self, form_class: Any, **options: Any) -> Any:
        return form_class(actor=self.actor, language=self.session.language, auto_id="new_%s", **options)

    def _draft_form(self) -> Any:
        """A draft from the challenges that the address names, where they are the session's own."""
        asked = [each for each in self.request.GET.getlist("from") if each.isdecimal() and len(each) < 19]
        circle = self.session.circle
        told = Challenge.objects.visible_to(self.actor).filter(circle=circle, pk__in=asked)
        return self._form(NewDraftForm, circle=circle, initial={"challenges": [each.pk for each in told]})


class SessionChanges(OfSession):
    """What happened on the board since the reader last looked: nothing at all, or the cards that changed."""

    queryset = WorkingSession.objects.select_related("circle").with_latest_act()
    is_in_the_background = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("since", "")
        since = int(asked) if asked.isdecimal() and len(asked) < 19 else -1
        latest: int = self.session.latest_act  # type: ignore[attr-defined]  # annotated
        if latest <= since:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        circle = self.session.circle
        is_state_new = circle.last_act > since
        # Opened or closed: every card has other buttons.
        cards = cards_of(circle, self.actor, may_write=self.may_write, since=-1 if is_state_new else since)
        context = {"session": self.session, "cards": cards, "number": latest, "is_state_new": is_state_new}
        return render(request, "meetings/session_detail.html#changes", {**context, "may_write": self.may_write})


class BoardPage(OfSession):
    """A page about the board, of which a script on the board asks only the part that it puts in its place."""

    part: ClassVar[str] = ""

    @property
    def is_part(self) -> bool:
        return bool(self.request.headers.get("HX-Request") == "true")

    def board_url(self, anchor: str = "") -> str:
        return self.session.get_absolute_url() + (f"#{anchor}" if anchor else "")

    def address(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.kwargs["code"], self.kwargs["number"], *args])

    def show(self, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        if not self.is_part:
            return super().show(status=status, **context)
        template = f"meetings/session_detail.html#{self.part}"
        return render(self.request, template, {**self.context(), **context}, status=status)


class CardPage(BoardPage):
    """One card, to put in its place on the board; without a script, the board itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        card = self.card()
        if not self.is_part:
            return HttpResponseRedirect(self.board_url(f"{self.part.partition('_')[0]}-{card.pk}"))
        return self.show(card=card, session=self.session)

    def card(self) -> Any:
        raise NotImplementedError(f"{type(self).__name__}.card")


class ChallengeOnBoard(CardPage):
    part = "challenge_card"

    def card(self) -> Any:
        return challenge_card(own_card(Challenge, self).for_board().get(), may_write=self.may_write)


class DraftOnBoard(CardPage):
    part = "draft_card"

    def card(self) -> Any:
        return draft_card(own_card(Recommendation, self).for_board().get(), may_write=self.may_write)


def cards_on_board(model: type[Challenge | Recommendation], page: OfSession) -> Any:
    circle = page.session.circle
    if model is Recommendation:
        return drafts_on(circle, page.actor)
    return Challenge.objects.visible_to(page.actor).filter(circle=circle)


def own_card(model: type[Challenge | Recommendation], page: OfSession) -> Any:
    """The card of the address on this session's board, or the same 404 as for none."""
    cards = cards_on_board(model, page).filter(pk=page.kwargs["pk"])
    if not cards.exists():
        raise Http404
    return cards


class WritesOnBoard(BoardPage):
    """A form of the board. What was typed is shown again whatever became of the session meanwhile."""

    part = "card_form"
    template_name = "meetings/card_form.html"
    policy = drafting_policy
    action: ClassVar[str]
    card_page: ClassVar[str] = ""

    def prepare(self) -> Decision:
        return may_draft_in(self.session.circle, self.actor, self.action)

    def success_url(self, result: Any) -> str:
        return self.address(self.card_page, result.pk)

    def back_url(self) -> str:
        return self.board_url()

    def context(self) -> dict[str, Any]:
        begun_from = self.request.POST.get("version", "")
        return {"action": self.request.path, "session": self.session, "begun_from": begun_from}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)  # type: ignore[misc]  # of the form page
        except NotAllowed as refusal:
            if not self.is_part:
                raise
            context = {"reason": refusal.reason, "back_url": self.back_url()}
            template = "meetings/session_detail.html#refused"
            return render(request, template, context, status=HTTPStatus.FORBIDDEN)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if request.method != "POST":
                raise
            return self._gone(request)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        """Removed, or no longer the person's to see, or never there: the answer is the same, with the person's text."""
        try:
            once.require_own(request, self.actor.user_id)
        except once.TokenRefused:
            raise Http404 from None
        texts = [
            value
            for name, values in request.POST.lists()
            if name.startswith(("text", "title"))
            for value in values
            if value.strip()
        ]
        template = "meetings/session_gone.html#words" if self.is_part else "meetings/session_gone.html"
        return render(request, template, {"texts": texts}, status=HTTPStatus.NOT_FOUND)


class ChallengeAdd(WritesOnBoard, CreatePage):
    title = _("Record a challenge")
    action = Drafting.RECORD_CHALLENGE
    form_class = NewChallengeForm
    submit_label = _("Record the challenge")
    card_page = "board_challenge"

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "language": self.session.language}

    def perform(self, form: NewChallengeForm) -> Challenge:
        return drafting.record_challenge(circle=self.session.circle, actor=self.actor, **form.cleaned_data)


class DraftAdd(WritesOnBoard, CreatePage):
    title = _("Draft a recommendation")
    action = Drafting.DRAFT
    form_class = NewDraftForm
    submit_label = _("Keep the draft")
    card_page = "board_draft"

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "language": self.session.language, "circle": self.session.circle}

    def perform(self, form: NewDraftForm) -> Recommendation:
        return drafting.draft_recommendation(circle=self.session.circle, actor=self.actor, **form.cleaned_data)


class EditsCard(WritesOnBoard, EditPage):
    """Begins from the card as it is now. Whoever was slower gets both texts side by side."""

    def prepare(self) -> Decision:
        self.object = self.find()
        return self.ask()

    def find(self) -> Any:
        raise NotImplementedError(f"{type(self).__name__}.find")

    def back_url(self) -> str:
        return self.address(self.card_page, self.kwargs["pk"])


class ChallengeOnBoardEdit(EditsCard):
    title = _("Edit the challenge")
    action = Drafting.EDIT_CHALLENGE
    form_class = EditChallengeForm
    card_page = "board_challenge"

    def find(self) -> Challenge:
        challenge: Challenge = own_card(Challenge, self).select_related("circle").get()
        return challenge

    def ask(self) -> Decision:
        return may_draft_in(self.session.circle, self.actor, self.action)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: EditChallengeForm) -> Challenge:
        version = form.cleaned_data["version"]
        return editing.edit_challenge(challenge=self.object, expected_version=version, actor=self.actor, **form.content)


class DraftOnBoardEdit(EditsCard):
    title = _("Edit the draft")
    lead = _("Earlier wordings stay as they are, each with its number.")
    action = Drafting.DRAFT
    form_class = EditDraftForm
    card_page = "board_draft"

    def find(self) -> Recommendation:
        draft: Recommendation = own_card(Recommendation, self).select_related("circle").get()
        return draft

    def ask(self) -> Decision:
        return may_be_reworded(self.object, self.actor)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "circle": self.session.circle}

    def perform(self, form: EditDraftForm) -> Recommendation:
        content = dict(form.cleaned_data)
        version = content.pop("version")
        return editing.edit_draft(recommendation=self.object, expected_version=version, actor=self.actor, **content)


class Move(WritesOnBoard, CreatePage):
    """A card and its neighbour change places."""

    title = _("Move a card")
    action = Drafting.MOVE
    form_class = MoveForm
    model: ClassVar[type[Challenge] | type[Recommendation]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.board_url())

    def perform(self, form: MoveForm) -> Challenge | Recommendation:
        up, down = form.cleaned_data["up"], form.cleaned_data["down"]
        cards = cards_on_board(self.model, self).select_related("circle")
        card: Challenge | Recommendation | None = cards.filter(pk=up if up is not None else down).first()
        if card is None:
            raise Http404
        return circles.move(card=card, direction="down" if up is None else "up", actor=self.actor)


class ChallengeMove(Move):
    model = Challenge
    card_page = "board_challenge"


class DraftMove(Move):
    model = Recommendation
    card_page = "board_draft"


class SessionClose(OfSession, ActionPage):
    title = _("Close the session")
    lead = _("From then on nobody writes in it. Its scribe or the secretariat can open it again.")
    policy = drafting_policy
    action = Drafting.CLOSE_CIRCLE
    form_class = CloseForm
    submit_label = _("Close the session")
    is_warning = True

    def ask(self) -> Decision:
        return sitting.ask(self.session.circle, "close", self.actor)

    def form_options(self) -> dict[str, Any]:
        drafts = drafts_on(self.session.circle, self.actor).filter(status=Status.DRAFT)
        return {"drafts": drafts.count()}

    def perform(self, form: CloseForm) -> WorkingSession:
        adopts = form.cleaned_data.get("adopt_drafts", False)
        circles.close_circle(circle=self.session.circle, actor=self.actor, adopt_drafts=adopts)
        return self.session


class SessionOpenAgain(OfSession, ActionPage):
    title = _("Open the session again")
    lead = _("From then on its people write in it again.")
    policy = drafting_policy
    action = Drafting.OPEN_CIRCLE_AGAIN
    form_class = forms.Form
    submit_label = _("Open the session again")

    def ask(self) -> Decision:
        return sitting.ask(self.session.circle, "open_again", self.actor)

    def perform(self, form: forms.Form) -> WorkingSession:
        circles.open_circle_again(circle=self.session.circle, actor=self.actor)
        return self.session


class SessionAdoptAll(OfSession, ActionPage):
    title = _("The session adopts all its drafts")
    lead = _("After that the secretariat consolidates and numbers them.")
    template_name = "meetings/session_adopt_all.html"
    policy = drafting_policy
    action = Drafting.ADOPT
    form_class = forms.Form
    submit_label = _("Adopt all")

    def ask(self) -> Decision:
        return may_adopt_all(self.session.circle, self.actor)

    def context(self) -> dict[str, Any]:
        drafts = drafts_on(self.session.circle, self.actor).filter(status=Status.DRAFT)
        return {"drafts": [draft_card(each, may_write=False) for each in drafts.for_board()]}

    def perform(self, form: forms.Form) -> WorkingSession:
        circles.adopt_all(circle=self.session.circle, actor=self.actor)
        return self.session
