"""One recommendation's whole story, told from what one reader may know. Persons never appear, only offices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tulga.accounts.roles import agencies_answered_for
from tulga.agencies.models import Agency
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.addresses import address_of
from tulga.kit.audience import Audience
from tulga.kit.i18n import Shown, day_words
from tulga.meetings.models import WorkingSession
from tulga.plan.models import Activity
from tulga.recommendations.choices import (
    ENDORSED,
    OPEN_OBJECTIONS,
    CommitmentStatus,
    ObjectionStatus,
    OrderStatus,
    Outcome,
    Status,
)
from tulga.recommendations.models import (
    Challenge,
    Commitment,
    Objection,
    Order,
    Recommendation,
    Wording,
)
from tulga.thread.summaries.actions import actions_of
from tulga.thread.summaries.known import Known, read
from tulga.thread.summaries.parts import NO_WORDS, Event, Fact, Step, Thread, Value, Version, Words


def thread_of(recommendation: Recommendation, actor: Actor) -> Thread:
    """The thread as this reader may see it. The caller has found the recommendation through `visible_to`."""
    known = read(recommendation, actor)
    return Thread(
        rail=_rail(known),
        words=_words(known),
        events=tuple(_events(known)),
        facts=tuple(each for each in _facts(known) if each.values),
        actions=actions_of(known),
        versions=_versions(known),
        session=known.session,
        reads_drafts=known.reads_drafts,
    )


# --- The rail ------------------------------------------------------------------------------------------------------
def _rail(known: Known) -> tuple[Step, ...]:
    """Where it stands is the first step that is not behind it."""
    recommendation = known.recommendation
    addressed = len(known.addressees)
    standing = [each for each in known.commitments if each.status != CommitmentStatus.WITHDRAWN]
    upheld = {each.agency_id for each in known.objections if each.status == ObjectionStatus.UPHELD}
    named = {each.agency_id for each in standing} | upheld
    signed = {each.agency_id for each in standing if each.status != CommitmentStatus.NAMED} | upheld
    reported = [each for each in known.commitments if each.status in (CommitmentStatus.DONE, CommitmentStatus.VERIFIED)]
    is_done = recommendation.status == Status.IMPLEMENTED
    not_submitted = (Status.DRAFT, Status.ADOPTED, Status.CONSOLIDATED, Status.MERGED, Status.WITHDRAWN)
    is_submitted = recommendation.status not in not_submitted
    told_on = known.challenges[0].told_on if known.challenges else None
    steps = [
        (_("Challenge"), _day(told_on) if told_on else "", True),
        (_("Recommendation"), recommendation.reference or "", is_submitted),
        (_("Endorsement"), _endorsement_note(known), recommendation.in_force_on is not None),
        (_("Dissemination"), _released_note(known), bool(recommendation.audiences)),
        (
            _("Commitment"),
            _("%(named)s of %(all)s named") % {"named": len(named), "all": addressed} if named else "",
            is_done or bool(addressed and len(signed) >= addressed),
        ),
        (
            _("Progress"),
            _("%(done)s of %(all)s reported done") % {"done": len(reported), "all": len(standing)} if signed else "",
            is_done or bool(standing and len(reported) == len(standing)),
        ),
        (_("Verified result"), _verified_note(known), is_done),
    ]
    here = next((index for index, (_label, _note, is_behind) in enumerate(steps) if not is_behind), len(steps))
    return tuple(
        Step(label, note, "here" if index == here else "done" if is_behind and index < here else "ahead")
        for index, (label, note, is_behind) in enumerate(steps)
    )


def _endorsement_note(known: Known) -> str:
    recommendation = known.recommendation
    if recommendation.in_force_on is not None:
        order = known.endorsement.order if known.endorsement else None
        day = _day(recommendation.in_force_on)
        return _("%(day)s, order %(number)s") % {"day": day, "number": order.number} if order else day
    if recommendation.status in ENDORSED:
        return _("decided, the order waits for its signature")
    if recommendation.status in (Status.SUBMITTED, Status.DEFERRED, Status.DECLINED):
        return str(recommendation.state.label)
    return ""


def _released_note(known: Known) -> str:
    days = [each.released_on for each in known.releases if each.released_on]
    if days:
        return _day(min(days))
    return _("a release waits for approval") if known.releases else ""


def _verified_note(known: Known) -> str:
    verified = sum(each.status == CommitmentStatus.VERIFIED for each in known.commitments)
    return ngettext("%(count)s verified", "%(count)s verified", verified) % {"count": verified} if verified else ""


# --- The words -----------------------------------------------------------------------------------------------------
def _words(known: Known) -> Words | None:
    read = known.words
    if read is None:
        return None
    text = read.text.shown()
    others = tuple(read.text.shown(each) for each in read.text.languages if each != text.language)
    return Words(text, others, read.hash[:8], read.is_decided, is_translation=text.language != read.language)


def _versions(known: Known) -> tuple[Version, ...]:
    """Newest first, each beside the one before it."""
    decided = {each.wording_id for each in known.decisions}
    return tuple(
        Version(
            number=each.number,
            text=each.words().shown(),
            fingerprint=each.hash[:8],
            written_at=each.written_at,
            is_decided=each.pk in decided,
            compare_url=_compare_url(each) if each.number > 1 else "",
        )
        for each in reversed(known.wordings)
    )


def _compare_url(wording: Wording) -> str:
    page = address_of("wording_compare", wording.recommendation_id)
    return f"{page}?old={wording.number - 1}&new={wording.number}"


# --- The story -----------------------------------------------------------------------------------------------------
def _events(known: Known) -> list[Event]:
    """What it answers comes first, findings before challenges; then what happened, by time."""
    answers = [finding_event(each, _url(known, each)) for each in known.findings]
    answers += [_of_challenge(known, each) for each in known.challenges]
    acts = [*_of_drafting(known), *_of_deciding(known), *_of_releases(known), *_of_commitments(known)]
    acts += _of_objections(known)
    return answers + sorted(acts, key=lambda each: each.at or timezone.now())


def finding_event(finding: Finding, url: str, *further: str) -> Event:
    """What an outside body found (read with its assessment and the body), with what else is to be noted of it."""
    body = finding.assessment.body_words.shown().text
    source = _note(body, str(finding.assessment.title), _("number %(number)s") % {"number": finding.number}, *further)
    return Event(_("Finding"), finding.words(), source, url, "open")


def _of_challenge(known: Known, challenge: Challenge) -> Event:
    places = ", ".join(str(each.name) for each in challenge.places.all())
    note = _note(str(challenge.agency.name), places, _day(challenge.told_on))
    return Event(_("Challenge"), challenge.text.shown(), note, _url(known, challenge))


def _of_drafting(known: Known) -> Iterable[Event]:
    """Only for those who read drafts: the others have neither wordings nor submissions here."""
    for wording in known.wordings:
        if not wording.is_of_the_decision:
            title = _("Wording %(number)s") % {"number": wording.number}
            yield Event(title, wording.words().shown(), _day(wording.written_at), at=wording.written_at)
    for item in known.items:
        proposal = _("the adviser's proposal: %(proposal)s") % {"proposal": Outcome(item.proposal).label}
        at = item.submission.submitted_at
        yield Event(_("Submitted for decision"), _own(proposal), _note(_("Secretariat"), _day(at)), at=at)


def _of_deciding(known: Known) -> Iterable[Event]:
    for decision in known.decisions:
        order = decision.order
        in_force = order is not None and order.status == OrderStatus.REGISTERED
        office = str(order.signatory_title) if order and in_force else ""
        reasons = Shown(decision.reasons, settings.DECIDING_LANGUAGE) if known.reads_drafts else NO_WORDS
        act = _act(order) if order and in_force else _day(decision.decided_at)
        if decision.paper and known.reads_drafts:
            act = f"{act} · {decision.paper}"
        yield Event(
            title=str(decision.result.label),
            words=reasons,
            note=_note(office or _("Chair"), act),
            url=_url(known, order) if order and in_force else "",
            kind="red" if decision.outcome == Outcome.DECLINED else "",
            at=(order.registered_at if order and in_force else None) or decision.decided_at,
        )


def _of_releases(known: Known) -> Iterable[Event]:
    for release in known.releases:
        is_out = release.status == ReleaseStatus.RELEASED
        readers = ", ".join(str(each) for each in release.audience_labels)
        yield Event(
            title=_("Released") if is_out else _("Release prepared"),
            words=_own(_("to: %(audiences)s") % {"audiences": readers}),
            note=_note(release.number, _day(release.released_on or release.prepared_at)),
            url=_url(known, release),
            kind="" if is_out else "open",
            at=release.prepared_at,
        )


def _act(order: Order) -> str:
    return _("order %(number)s of %(day)s") % {"number": order.number, "day": _day(order.dated_on)}


def _of_commitments(known: Known) -> Iterable[Event]:
    for commitment in known.commitments:
        is_own = commitment.agency_id in agencies_answered_for(known.actor)
        title = _("Your commitment") if is_own else _("Commitment")
        due = _("due %(day)s") % {"day": _day(commitment.due_on)}
        owner = commitment.owner if is_own or known.reads_drafts else ""
        planned = _("activity %(activity)s") % {"activity": commitment.activity} if commitment.activity else ""
        whose, named_on = "" if is_own else str(commitment.agency.name), _day(commitment.created_at)
        note = _note(whose, owner, named_on, due, str(commitment.state.label), planned)
        kind = "" if commitment.status == CommitmentStatus.VERIFIED else "open"
        url = _url(known, commitment)
        yield Event(title, commitment.text.shown(), note, url, kind, at=commitment.created_at)
        if is_own or known.reads_drafts:
            yield from _of_reports(known, commitment)
        elif verified := _verified_at(commitment):
            note = _note(str(commitment.agency.name), _day(verified))
            yield Event(_("Verified result"), commitment.text.shown(), note, at=verified)


def _of_objections(known: Known) -> Iterable[Event]:
    """For the agency that objects and those who settle, decide and watch."""
    language = get_language() or settings.LANGUAGE_CODE
    for objection in known.objections:
        is_own = objection.agency_id in agencies_answered_for(known.actor)
        title = _("Your objection") if is_own else _("Objection")
        note = _note("" if is_own else str(objection.agency.name), str(objection.state.label))
        kind = "open" if objection.status in OPEN_OBJECTIONS else ""
        words = Shown(objection.reasons, language)
        yield Event(title, words, note, _url(known, objection), kind, at=objection.created_at)


def _of_reports(known: Known, commitment: Commitment) -> Iterable[Event]:
    """What was reported and what the verifier said of it, for the doer's agency and those who watch."""
    agency, language = str(commitment.agency.name), get_language() or settings.LANGUAGE_CODE
    for report in commitment.done_reports.all():
        note = _note(agency, report.evidence_words, _day(report.reported_at))
        yield Event(_("Reported done"), Shown(report.text, language), note, kind="open", at=report.reported_at)
        verdict = getattr(report, "verification", None)
        if verdict is not None:
            title = _("Verified result") if verdict.is_adequate else _("Found inadequate")
            kind = "" if verdict.is_adequate else "red"
            note = _note(agency, _day(verdict.verified_at))
            yield Event(title, Shown(verdict.words, language), note, kind=kind, at=verdict.verified_at)


def _verified_at(commitment: Commitment) -> dt.datetime | None:
    if commitment.status != CommitmentStatus.VERIFIED:
        return None
    verdicts = [getattr(each, "verification", None) for each in commitment.done_reports.all()]
    return max((each.verified_at for each in verdicts if each and each.is_adequate), default=None)


# --- Beside it -----------------------------------------------------------------------------------------------------
def _facts(known: Known) -> list[Fact]:
    answers = [_own(words) for words in _answers_in_words(known)]
    activities = [
        Value(Shown(f"{each.number} {said}", said.language), _url(known, each))
        for each, said in ((activity, activity.title.shown()) for activity in known.activities)
    ]
    session = [] if known.session is None else [Value(_own(str(known.session)), _url(known, known.session))]
    return [
        Fact(_("Addressed to"), tuple(Value(each.name.shown(), _url(known, each)) for each in known.addressees)),
        Fact(_("Answers"), tuple(map(Value, answers))),
        Fact(_("Drafted in"), tuple(session)),
        Fact(_("In the plan"), tuple(activities)),
        Fact(_("Places"), tuple(Value(each.name.shown()) for each in known.places)),
        Fact(_("Shared with"), tuple(Value(_own(each)) for each in _audience_labels(known.recommendation))),
    ]


def _answers_in_words(known: Known) -> Iterable[str]:
    if known.findings:
        count = len(known.findings)
        yield ngettext("%(count)s finding", "%(count)s findings", count) % {"count": count}
    if known.challenges:
        count = len(known.challenges)
        yield ngettext("%(count)s challenge", "%(count)s challenges", count) % {"count": count}


# --- Words of the page itself --------------------------------------------------------------------------------------
def _audience_labels(recommendation: Recommendation) -> list[str]:
    return [str(each.label) for each in Audience if each in recommendation.audiences]


def _url(
    known: Known,
    row: Challenge | Finding | Agency | Activity | Order | Release | Commitment | Objection | WorkingSession,
) -> str:
    """Registers and records are pages for those who signed in; the public reads the thread itself."""
    return "" if known.actor.is_public else row.get_absolute_url()


def _own(words: str) -> Shown:
    return Shown(words, get_language() or settings.LANGUAGE_CODE)


def _day(day: dt.date | None) -> str:
    if isinstance(day, dt.datetime):
        day = timezone.localdate(day)
    return day_words(day) if day else ""


def _note(*parts: str) -> str:
    return " · ".join(each for each in parts if each)
