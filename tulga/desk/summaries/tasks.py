"""What waits for one person, by deadline. One function per kind of work; each asks what is visible and permitted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tulga.accounts.choices import Action as AccountAction
from tulga.accounts.models import AccessLink
from tulga.accounts.models import Invitation as RoleInvitation
from tulga.audit.models import AuditEvent
from tulga.desk.choices import Step
from tulga.desk.models import StepTime
from tulga.dissemination.choices import Action as DisseminationAction
from tulga.dissemination.choices import DeliveryStatus, ReleaseStatus
from tulga.dissemination.models import Delivery, Release, ReleaseItem
from tulga.kit.actor import Actor
from tulga.kit.audience import mask_of
from tulga.kit.i18n import Shown
from tulga.meetings.choices import Action as MeetingAction
from tulga.meetings.models import ActionPoint, Invitation, Minutes, SeatRequest
from tulga.plan.choices import ENDED
from tulga.plan.choices import Action as PlanAction
from tulga.plan.models import Activity
from tulga.recommendations.choices import (
    ENDORSED,
    Action,
    CircleStatus,
    CommitmentStatus,
    Hand,
    ObjectionStatus,
    OrderStatus,
    Status,
)
from tulga.recommendations.models import (
    Commitment,
    Decision,
    DoneReport,
    Objection,
    Order,
    PaperDecision,
    Part,
    Recommendation,
    Submission,
    SubmissionItem,
)
from tulga.recommendations.querysets import CommitmentQuerySet, ObjectionQuerySet, RecommendationQuerySet, circles_of

# Of one kind at a time: nobody works through more in a day, and the lists show the rest.
AT_MOST = 25
FEW = 3
LOOKED_AT = 200  # the longest waiting of a package tell since when it waits


@dataclass(frozen=True)
class Task:
    """One thing to do: until when, what, why, and the one verb that does it.

    A step without a deadline of its own is due some days after it began to wait: the days are data (`StepTime`).
    """

    title: Shown
    why: str
    verb: str
    url: str
    due_on: dt.date | None
    since: dt.date | None
    step: Step | None = None
    due: str = ""
    due_note: str = ""
    is_late: bool = False
    is_filled: bool = False


def tasks_of(actor: Actor, today: dt.date) -> tuple[Task, ...]:
    """Late first, then by deadline, then what has waited longest. The first one's button is filled."""
    days = StepTime.objects.visible_to(actor).days()
    found = [dated(_timed(task, days), today) for kind in KINDS for task in kind(actor, today)]
    found.sort(key=lambda each: (each.due_on or dt.date.max, each.since or dt.date.max, each.title.text))
    return tuple(replace(each, is_filled=index == 0) for index, each in enumerate(found))


def is_cut(tasks: Iterable[Task]) -> bool:
    """Whether there may be more of one kind than the desk shows."""
    return any(count >= AT_MOST for count in Counter(each.verb for each in tasks).values())


def _drafts_to_adopt(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not actor.may(Action.ADOPT):
        return
    for each in _recommendations(actor, Status.DRAFT).filter(
        circle__in=circles_of(actor), circle__status=CircleStatus.OPEN
    )[:AT_MOST]:
        yield _task(each, _("A draft of your working session"), _("Adopt"), "recommendation_adopt")


def _adopted_to_consolidate(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not actor.may(Action.CONSOLIDATE):
        return
    waiting = list(_recommendations(actor, Status.ADOPTED)[:AT_MOST])
    since = _since(waiting, Status.ADOPTED)
    for each in waiting:
        task = _task(each, _("Adopted by its working session"), _("Consolidate"), "recommendation_consolidate")
        yield replace(task, since=since.get(each.pk, task.since), step=Step.CONSOLIDATE)


def _consolidated_to_submit(actor: Actor, _today: dt.date) -> Iterable[Task]:
    """A few one by one; more of them as a package."""
    if not actor.may(Action.SUBMIT):
        return
    open_to_them = Recommendation.objects.visible_to(actor).can_be_laid().in_the_deciding_language().order_by("pk")
    waiting = list(open_to_them[: FEW + 1])
    if len(waiting) <= FEW:
        since = _since(waiting, Status.CONSOLIDATED)
        for each in waiting:
            task = _task(each, _numbered(each, _("consolidated")), _("Submit"), "recommendation_submit")
            yield replace(task, since=since.get(each.pk, task.since), step=Step.SUBMIT)
        return
    count = open_to_them.order_by().count()
    title = ngettext(
        "A package of %(count)s consolidated recommendation",
        "A package of %(count)s consolidated recommendations",
        count,
    ) % {"count": count}
    first = _longest_waiting(open_to_them, Status.CONSOLIDATED)
    why, url = _("They wait to be laid before the ministry"), reverse("package_create")
    yield Task(_own(title), why, _("Prepare"), url, None, first, step=Step.SUBMIT)


def _consolidated_to_word(actor: Actor, _today: dt.date) -> Iterable[Task]:
    """What the ministry could not decide on, for nobody has written it in the ministry's language."""
    if not actor.may(Action.SUBMIT):
        return
    consolidated = _recommendations(actor, Status.CONSOLIDATED)
    waiting = list(consolidated.exclude(pk__in=consolidated.in_the_deciding_language().values("pk"))[:AT_MOST])
    since = _since(waiting, Status.CONSOLIDATED)
    language = dict(settings.LANGUAGES)[settings.DECIDING_LANGUAGE]
    why = _("No text in %(language)s: it cannot be submitted yet.") % {"language": language}
    for each in waiting:
        task = _task(each, _numbered(each, why), _("Write a new wording"), "recommendation_reword")
        yield replace(task, since=since.get(each.pk, task.since), step=Step.SUBMIT)


def _packages_in_preparation(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not actor.may(Action.SUBMIT):
        return
    for each in Submission.objects.visible_to(actor).filter(submitted_at=None).order_by("pk")[:AT_MOST]:
        since, url = timezone.localdate(each.prepared_at), each.get_absolute_url()
        yield Task(_own(str(each)), _("A package in preparation"), _("Go on"), url, None, since, step=Step.SUBMIT)


def _submitted_to_decide(actor: Actor, _today: dt.date) -> Iterable[Task]:
    """Not what the person drafted: somebody else decides that. A package of several is one thing to do."""
    if not actor.may(Action.DECIDE):
        return
    open_to_them = _recommendations(actor, Status.SUBMITTED).exclude(parts__in=_other_parts(actor, Hand.DECIDER))
    waiting = list(open_to_them)
    since = _since(waiting, Status.SUBMITTED)
    packages = _packages_of(waiting)
    alone = [each for each in waiting if len(packages.get(each.pk, (None, ()))[1]) < 2]
    for each in alone[:AT_MOST]:
        task = _task(each, _numbered(each, _("laid before the ministry")), _("Decide"), "recommendation_decide")
        yield replace(task, since=since.get(each.pk, task.since), step=Step.DECIDE)
    for package, found in {
        package.pk: (package, found) for package, found in packages.values() if len(found) > 1
    }.values():
        why = ngettext(
            "%(count)s recommendation laid before the ministry",
            "%(count)s recommendations laid before the ministry",
            len(found),
        ) % {"count": len(found)}
        laid_on = timezone.localdate(package.submitted_at)
        url = package.get_absolute_url()
        yield Task(_own(str(package)), why, _("Decide"), url, None, laid_on, step=Step.DECIDE)


def _packages_of(waiting: list[Recommendation]) -> dict[int, tuple[Submission, list[int]]]:
    """By the recommendation: the package in which it waits, and what else of it does."""
    found: dict[int, tuple[Submission, list[int]]] = {}
    items = SubmissionItem.objects.laid().open().filter(recommendation__in=waiting).select_related("submission")
    for item in items.order_by("submission", "position", "pk"):
        found.setdefault(item.submission_id, (item.submission, []))[1].append(item.recommendation_id)
    return {each: (package, ids) for package, ids in found.values() for each in ids}


def _paper_decisions_to_confirm(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not (actor.may(Action.DECIDE) or actor.may(Action.CONSOLIDATE)):
        return
    drafted = Part.objects.filter(user=actor.user_id, hand=Hand.DRAFTER).values("recommendation")
    waiting = PaperDecision.objects.visible_to(actor).waiting().exclude(entered_by=actor.user_id)
    entered = list(waiting.exclude(item__recommendation__in=drafted).select_related("item").order_by("pk")[:AT_MOST])
    rows = Recommendation.objects.visible_to(actor).in_bulk({each.item.recommendation_id for each in entered})
    for each in entered:
        why = _("Decided on paper; a second person compares it with the scan")
        since = timezone.localdate(each.entered_at)
        title = rows[each.item.recommendation_id].title.shown()
        yield Task(title, why, _("Compare"), each.get_absolute_url(), None, since, Step.DECIDE)


def _endorsed_without_order(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not actor.may(Action.PRINT_ORDER):
        return
    visible = Recommendation.objects.visible_to(actor).endorsed()
    decisions = Decision.objects.filter(item__recommendation__in=visible, outcome__in=ENDORSED, order=None)
    found = decisions.order_by().aggregate(count=Count("pk"), first=Min("decided_at"))
    if found["count"]:
        title = ngettext(
            "An order for %(count)s endorsed recommendation",
            "An order for %(count)s endorsed recommendations",
            found["count"],
        ) % {"count": found["count"]}
        why, since = _("Nothing is in force before the order is signed"), timezone.localdate(found["first"])
        yield Task(_own(title), why, _("Print the order"), reverse("order_create"), None, since, Step.PRINT_ORDER)


def _printed_orders(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not actor.may(Action.REGISTER_ORDER):
        return
    for each in Order.objects.visible_to(actor).filter(status=OrderStatus.PRINTED)[:AT_MOST]:
        title = _own(_("Signed order of %(day)s") % {"day": _day(timezone.localdate(each.printed_at))})
        why = _("Enter its number and date, and upload the scan")
        url = reverse("order_register", args=[each.pk])
        yield Task(title, why, _("Register"), url, None, timezone.localdate(each.printed_at), Step.REGISTER_ORDER)


def _in_force_never_released(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not actor.may(DisseminationAction.PREPARE):
        return
    unreleased = Recommendation.objects.visible_to(actor).in_force().filter(audiences=mask_of(()))
    unreleased = unreleased.exclude(releases__status=ReleaseStatus.PREPARED)
    registered = Min("submission_items__decision__order__registered_at")
    found = unreleased.order_by().aggregate(count=Count("pk", distinct=True), first=registered)
    count, first = found["count"], found["first"]
    if count:
        title = ngettext(
            "A release of %(count)s recommendation in force",
            "A release of %(count)s recommendations in force",
            count,
        ) % {"count": count}
        why = _("Their addressees have not been told yet")
        yield Task(
            _own(title),
            why,
            _("Prepare"),
            reverse("release_create"),
            None,
            timezone.localdate(first) if first else None,
            Step.PREPARE_RELEASE,
        )


def _releases_to_approve(actor: Actor, _today: dt.date) -> Iterable[Task]:
    """Not what the person prepared: a second person approves."""
    if not actor.may(DisseminationAction.APPROVE):
        return
    for each in Release.objects.visible_to(actor).waiting().exclude(prepared_by=actor.user_id)[:AT_MOST]:
        why = _("Release %(number)s to: %(audiences)s") % {
            "number": each.number,
            "audiences": ", ".join(str(label) for label in each.audience_labels),
        }
        since = timezone.localdate(each.prepared_at)
        url = each.get_absolute_url()
        yield Task(each.title.shown(), why, _("Check and release"), url, None, since, Step.APPROVE_RELEASE)


def _releases_to_acknowledge(actor: Actor, today: dt.date) -> Iterable[Task]:
    """What reached the person's own office and has no answer yet: read first, which is where it is acknowledged."""
    agencies = actor.agencies_where(DisseminationAction.ACKNOWLEDGE)
    if not agencies:
        return
    own = Delivery.objects.visible_to(actor).delivered_and_open().filter(agency__in=agencies)
    for each in own.to_standing_offices(today).select_related("release", "agency").order_by("due_on", "pk")[:AT_MOST]:
        why = _("Release %(number)s, received by %(agency)s") % {"number": each.release.number, "agency": each.agency}
        since = timezone.localdate(each.delivered_at) if each.delivered_at else None
        url = each.release.get_absolute_url()
        yield Task(each.release.title.shown(), why, _("Read and acknowledge"), url, each.due_on, since)


def _releases_to_pass_on(actor: Actor, today: dt.date) -> Iterable[Task]:
    """To offices below the person's own: one task for a release, however many offices wait for it."""
    agencies = actor.agencies_where(DisseminationAction.PASS_ON)
    if not agencies:
        return
    received = Q(parent__agency__in=agencies) & ~Q(parent__status=DeliveryStatus.WAITING)
    waiting = Delivery.objects.visible_to(actor).waiting().filter(received)
    counts = waiting.to_standing_offices(today).order_by().values("parent").annotate(count=Count("pk"))
    offices = {parent or 0: count for parent, count in counts.values_list("parent", "count")}
    for each in (
        Delivery.objects.visible_to(actor).filter(pk__in=offices).select_related("release").order_by("pk")[:AT_MOST]
    ):
        count = offices[each.pk]
        why = ngettext("%(count)s office of yours waits for it", "%(count)s offices of yours wait for it", count) % {
            "count": count
        }
        url, since = reverse("delivery_pass_on", args=[each.pk]), each.delivered_at
        day = timezone.localdate(since) if since else None
        yield Task(each.release.title.shown(), why, _("Pass on"), url, each.due_on, day)


def _deliveries_of_ended_offices(actor: Actor, today: dt.date) -> Iterable[Task]:
    """An office that is no more answers nothing: its successor receives the release, or the delivery is closed."""
    if not actor.may(DisseminationAction.PREPARE):
        return
    orphaned = Delivery.objects.visible_to(actor).open().to_ended_offices(today)
    for each in orphaned.select_related("release", "agency").order_by("due_on", "pk")[:AT_MOST]:
        why = _("%(agency)s is no more and has not acknowledged") % {"agency": each.agency}
        url = each.get_absolute_url()
        yield Task(each.release.title.shown(), why, _("Hand over"), url, each.due_on, None)


def _commitments_to_name(actor: Actor, _today: dt.date) -> Iterable[Task]:
    agencies = actor.agencies_where(Action.COMMIT)
    if not agencies:
        return
    same = {"recommendation": OuterRef(OuterRef("pk"))}
    committed = Commitment.objects.standing().filter(**same).values("agency")
    objecting = Objection.objects.standing().filter(**same).values("agency")
    owing = Recommendation.addressees.through.objects.filter(recommendation=OuterRef("pk"), agency__in=agencies)
    visible = Recommendation.objects.visible_to(actor).in_force().endorsed()
    open_to_them = Exists(owing.exclude(agency__in=committed).exclude(agency__in=objecting))
    waiting = list(visible.filter(open_to_them)[:AT_MOST])
    released = _released_on(waiting)
    for each in waiting:
        why = _numbered(each, _("addressed to your agency, in force"))
        url = reverse("commitment_create", args=[each.pk])
        since = released.get(each.pk, each.in_force_on)
        yield Task(each.title.shown(), why, _("Name a commitment"), url, None, since, Step.NAME_COMMITMENT)


def _commitments_to_sign(actor: Actor, _today: dt.date) -> Iterable[Task]:
    agencies = actor.agencies_where(Action.SIGN_COMMITMENT)
    if not agencies:
        return
    for each in _commitments(actor, CommitmentStatus.NAMED).filter(agency__in=agencies)[:AT_MOST]:
        task = _duty(each, _("waits for your signature"), _("Sign"), "commitment_sign", None)
        yield replace(task, step=Step.SIGN_COMMITMENT)


def _commitments_to_report(actor: Actor, _today: dt.date) -> Iterable[Task]:
    agencies = actor.agencies_where(Action.REPORT_DONE)
    if not agencies:
        return
    for each in _commitments(actor, CommitmentStatus.SIGNED).filter(agency__in=agencies)[:AT_MOST]:
        yield _duty(each, _("your agency's commitment"), _("Report"), "commitment_report", each.due_on)


def _objections_to_sign(actor: Actor, _today: dt.date) -> Iterable[Task]:
    agencies = actor.agencies_where(Action.SIGN_COMMITMENT)
    if not agencies:
        return
    for each in _objections(actor, ObjectionStatus.RAISED).filter(agency__in=agencies)[:AT_MOST]:
        task = _objection(each, _("an objection of your agency, waits for your signature"), _("Sign"), "objection_sign")
        yield replace(task, step=Step.SIGN_COMMITMENT)


def _objections_to_settle(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not actor.may(Action.CONSOLIDATE):
        return
    waiting = list(_objections(actor, ObjectionStatus.SIGNED)[:AT_MOST])
    since = _since(waiting, ObjectionStatus.SIGNED)
    for each in waiting:
        why = _("%(agency)s objects: settle it, or pass it to the chair") % {"agency": each.agency.name}
        task = _objection(each, why, _("Settle"), "objection_detail")
        yield replace(task, since=since.get(each.pk, task.since), step=Step.SETTLE_OBJECTION)


def _objections_to_decide(actor: Actor, _today: dt.date) -> Iterable[Task]:
    if not actor.may(Action.DECIDE):
        return
    waiting = list(_objections(actor, ObjectionStatus.PASSED).exclude(agency__in=actor.agency_ids)[:AT_MOST])
    since = _since(waiting, ObjectionStatus.PASSED)
    for each in waiting:
        why = _("%(agency)s objects") % {"agency": each.agency.name}
        task = _objection(each, why, _("Decide"), "objection_decide")
        yield replace(task, since=since.get(each.pk, task.since), step=Step.DECIDE_OBJECTION)


def _done_to_verify(actor: Actor, _today: dt.date) -> Iterable[Task]:
    """Of another agency, and not what the person drafted or decided."""
    if not actor.may(Action.VERIFY):
        return
    done = _commitments(actor, CommitmentStatus.DONE).exclude(agency__in=actor.agency_ids)
    waiting = list(done.exclude(recommendation__parts__in=_other_parts(actor, Hand.VERIFIER))[:AT_MOST])
    reported = _reported_on(waiting)
    for each in waiting:
        why = _("reported done by %(agency)s") % {"agency": each.agency.name}
        task = _duty(each, why, _("Verify"), "commitment_verify", None)
        yield replace(task, since=reported.get(each.pk, task.since), step=Step.VERIFY)


def _activities_to_report(actor: Actor, today: dt.date) -> Iterable[Task]:
    """Of the agency's activities, those of which it has said nothing for long: one task per plan."""
    agencies = actor.agencies_where(PlanAction.REPORT_STATUS)
    days = StepTime.objects.visible_to(actor).days().get(Step.REPORT_ACTIVITY) if agencies else None
    if not days:
        return
    every = dt.timedelta(days=days)
    own = Activity.objects.visible_to(actor).published().in_their_plans().filter(current__lead_agency__in=agencies)
    own = own.select_related("plan", "current").with_status()
    silent = own.filter(Q(status=None) | (Q(status_on__lt=today - every) & ~Q(status__in=ENDED)))
    plans: dict[int, list[Activity]] = {}
    for activity in silent.sorted():
        plans.setdefault(activity.plan_id, []).append(activity)
    for activities in plans.values():
        first, verb = activities[0], _("Report")
        dates = [each.status_on for each in activities if each.status_on]
        due_on = min(dates) + every if dates else None
        if len(activities) == 1:
            why = _("Activity %(number)s of %(plan)s, nothing reported lately") % {
                "number": first.number,
                "plan": first.plan.code,
            }
            yield Task(first.title.shown(), why, verb, reverse("report_status", args=[first.pk]), due_on, None)
            continue
        title = ngettext("How %(count)s activity stands", "How %(count)s activities stand", len(activities)) % {
            "count": len(activities)
        }
        numbers = ", ".join(each.number for each in activities[:8]) + (" …" if len(activities) > 8 else "")
        why = _("%(plan)s, nothing reported lately: %(numbers)s") % {"plan": first.plan.code, "numbers": numbers}
        yield Task(_own(title), why, verb, first.plan.get_absolute_url(), due_on, None)


def _invitations_to_answer(actor: Actor, today: dt.date) -> Iterable[Task]:
    """Until the meeting: an answer that is late is still wanted."""
    waiting = Invitation.objects.answerable_by(actor).filter(meeting__held_on__gte=today)
    for each in waiting.select_related("meeting", "agency").order_by("answer_by")[:AT_MOST]:
        why = _("%(agency)s is invited") % {"agency": each.agency}
        url = reverse("invited_answer", args=[each.meeting.code, each.agency.code])
        yield Task(each.meeting.title.shown(), why, _("Answer the invitation"), url, each.answer_by, each.sent_on)


def _seats_to_decide(actor: Actor, today: dt.date) -> Iterable[Task]:
    if not actor.may(MeetingAction.EDIT):
        return
    waiting = SeatRequest.objects.visible_to(actor).open().filter(invitation__meeting__held_on__gte=today)
    for each in waiting.select_related("invitation__meeting", "invitation__agency").order_by("pk")[:AT_MOST]:
        why = _("%(agency)s asks for %(seats)s seats") % {"agency": each.invitation.agency, "seats": each.seats}
        since = timezone.localdate(each.asked_at)
        url = each.invitation.get_absolute_url()
        yield Task(each.invitation.meeting.title.shown(), why, _("Decide"), url, None, since)


def _minutes_to_answer(actor: Actor, today: dt.date) -> Iterable[Task]:
    for each in Minutes.objects.unanswered_by(actor).filter(confirm_by__gte=today).select_related("meeting")[:AT_MOST]:
        url = reverse("minutes", args=[each.meeting.code])
        why = _("The minutes wait for your agency's answer")
        yield Task(each.meeting.title.shown(), why, _("Read and answer"), url, each.confirm_by, None)


def _reservations_to_answer(actor: Actor, today: dt.date) -> Iterable[Task]:
    """Revised, or left standing in the record: until the day for answers has passed the secretariat chooses."""
    if not actor.may(MeetingAction.EDIT):
        return
    waiting = Minutes.objects.visible_to(actor).with_reservations().filter(confirm_by__gte=today)
    for each in waiting.select_related("meeting").order_by("confirm_by", "pk")[:AT_MOST]:
        url = reverse("minutes", args=[each.meeting.code])
        why = _("A delegation has a reservation about the minutes")
        yield Task(each.meeting.title.shown(), why, _("Read and answer"), url, each.confirm_by, None)


def _minutes_to_close(actor: Actor, today: dt.date) -> Iterable[Task]:
    if not actor.may(MeetingAction.EDIT):
        return
    for each in Minutes.objects.visible_to(actor).overdue(today).select_related("meeting")[:AT_MOST]:
        why = _("The day for answers to the minutes has passed")
        url = reverse("minutes_close", args=[each.meeting.code])
        yield Task(each.meeting.title.shown(), why, _("Close the minutes"), url, None, each.confirm_by)


def _actions_to_finish(actor: Actor, _today: dt.date) -> Iterable[Task]:
    """Of the agencies this person answers for."""
    own = ActionPoint.objects.visible_to(actor).open().filter(agency__in=actor.agencies_where(MeetingAction.ANSWER))
    for each in own.select_related("meeting")[:AT_MOST]:
        url = reverse("action_finish", args=[each.meeting.code, each.pk])
        why = _("Given by “%(meeting)s”") % {"meeting": each.meeting}
        yield Task(each.text.shown(), why, _("Report done"), url, each.due_on, None)


def _ways_in_to_confirm(actor: Actor, _today: dt.date) -> Iterable[Task]:
    """Roles and links that take two people, given by somebody else."""
    if not actor.may(AccountAction.CONFIRM):
        return
    now, mine = timezone.now(), actor.user_id
    why, verb = _("A second person must confirm it"), _("Confirm")
    for each in RoleInvitation.objects.visible_to(actor).awaiting_confirmation(now).exclude(invited_by=mine)[:AT_MOST]:
        url, since = reverse("invitation_confirm", args=[each.pk]), timezone.localdate(each.invited_at)
        yield Task(_own(str(each)), why, verb, url, None, since)
    links = AccessLink.objects.visible_to(actor).awaiting_confirmation(now).exclude(issued_by=mine)
    for each in links.exclude(user=mine).select_related("user")[:AT_MOST]:
        title = _("A link to sign in again for %(person)s") % {"person": each.user}
        url, since = reverse("access_link_confirm", args=[each.pk]), timezone.localdate(each.issued_at)
        yield Task(_own(title), why, verb, url, None, since)


KINDS: tuple[Callable[[Actor, dt.date], Iterable[Task]], ...] = (
    _drafts_to_adopt,
    _adopted_to_consolidate,
    _consolidated_to_submit,
    _consolidated_to_word,
    _packages_in_preparation,
    _submitted_to_decide,
    _paper_decisions_to_confirm,
    _endorsed_without_order,
    _printed_orders,
    _in_force_never_released,
    _releases_to_approve,
    _releases_to_acknowledge,
    _releases_to_pass_on,
    _deliveries_of_ended_offices,
    _commitments_to_name,
    _commitments_to_sign,
    _commitments_to_report,
    _objections_to_sign,
    _objections_to_settle,
    _objections_to_decide,
    _done_to_verify,
    _activities_to_report,
    _invitations_to_answer,
    _seats_to_decide,
    _minutes_to_answer,
    _reservations_to_answer,
    _minutes_to_close,
    _actions_to_finish,
    _ways_in_to_confirm,
)


def _recommendations(actor: Actor, status: Status) -> RecommendationQuerySet:
    return Recommendation.objects.visible_to(actor).filter(status=status).order_by("pk")


def _commitments(actor: Actor, status: CommitmentStatus) -> CommitmentQuerySet:
    return Commitment.objects.visible_to(actor).filter(status=status).for_listing()


def _objections(actor: Actor, status: ObjectionStatus) -> ObjectionQuerySet:
    return Objection.objects.visible_to(actor).filter(status=status).for_listing()


def _objection(objection: Objection, why: str, verb: str, page: str) -> Task:
    since = timezone.localdate(objection.created_at)
    url = reverse(page, args=[objection.pk])
    return Task(_own(str(objection)), why, verb, url, None, since)


def _other_parts(actor: Actor, hand: Hand) -> QuerySet[Part]:
    """The person's own parts in recommendations, but for this one: they close the task to them."""
    return Part.objects.filter(user=actor.user_id).exclude(hand=hand)


def _task(recommendation: Recommendation, why: str, verb: str, page: str) -> Task:
    url = reverse(page, args=[recommendation.pk])
    return Task(recommendation.title.shown(), why, verb, url, None, timezone.localdate(recommendation.created_at))


def _duty(commitment: Commitment, why: str, verb: str, page: str, due_on: dt.date | None) -> Task:
    why = _numbered(commitment.recommendation, why)
    since = timezone.localdate(commitment.created_at)
    return Task(commitment.text.shown(), why, verb, reverse(page, args=[commitment.pk]), due_on, since)


# --- Since when it waits -------------------------------------------------------------------------------------------
def _since(waiting: Sequence[Recommendation] | Sequence[Objection], status: str) -> dict[int, dt.date]:
    """The day on which each came to the state it is in, from the audit trail."""
    if not waiting:
        return {}
    return _came_to(waiting[0]._meta.label_lower, (each.pk for each in waiting), status)


def _came_to(kind: str, pks: Iterable[int], status: str) -> dict[int, dt.date]:
    events = AuditEvent.objects.filter(target_type=kind, target_id__in=[str(pk) for pk in pks], after=status)
    latest = events.order_by().values_list("target_id").annotate(at=Max("at"))
    return {int(pk): timezone.localdate(at) for pk, at in latest}


def _longest_waiting(waiting: RecommendationQuerySet, status: str) -> dt.date:
    """Since when the first of these waits in this state, as far as the oldest `LOOKED_AT` of them tell."""
    created = dict(waiting.values_list("pk", "created_at")[:LOOKED_AT])
    since = _came_to(Recommendation._meta.label_lower, created, status)
    return min(since.get(pk, timezone.localdate(at)) for pk, at in created.items())


def _released_on(waiting: list[Recommendation]) -> dict[int, dt.date]:
    """The day on which their addressees could first read them."""
    items = ReleaseItem.objects.filter(recommendation__in=waiting, release__status=ReleaseStatus.RELEASED)
    return dict(items.order_by().values_list("recommendation").annotate(day=Min("release__released_on")))


def _reported_on(waiting: list[Commitment]) -> dict[int, dt.date]:
    reports = DoneReport.objects.filter(commitment__in=waiting).order_by()
    return {pk: timezone.localdate(at) for pk, at in reports.values_list("commitment").annotate(at=Max("reported_at"))}


def _numbered(recommendation: Recommendation, words: str) -> str:
    return f"{recommendation.reference} · {words}" if recommendation.reference else words


# --- Words for days ------------------------------------------------------------------------------------------------
def _timed(task: Task, days: dict[str, int]) -> Task:
    if task.due_on or task.since is None or task.step not in days:
        return task
    return replace(task, due_on=task.since + dt.timedelta(days=days[task.step]))


def dated(task: Task, today: dt.date) -> Task:
    """With the words for its day."""
    if task.due_on is None:
        since = _("since %(day)s") % {"day": _day(task.since)} if task.since else ""
        return replace(task, due=_("Waiting"), due_note=since)
    days = (task.due_on - today).days
    if days < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
        return replace(task, due=late, due_note=_day(task.due_on), is_late=True)
    if days <= 1:
        return replace(task, due=_("Tomorrow") if days else _("Today"), due_note=_day(task.due_on))
    note = ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return replace(task, due=_day(task.due_on), due_note=note)


def _day(day: dt.date) -> str:
    """This year's days without their year."""
    is_this_year = day.year == timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if is_this_year else "DATE_FORMAT")


def _own(words: str) -> Shown:
    return Shown(words, get_language() or settings.LANGUAGE_CODE)
