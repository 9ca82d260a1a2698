"""Which records of the demonstration stand for `own` and `other` at each address, and who opens them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tulga.accounts.models import Membership, User
from tulga.agencies.models import Hotline
from tulga.answers.models import Link
from tulga.demonstration.people import DOMAIN
from tulga.desk.models import StepTime
from tulga.dissemination.models import Delivery, Release
from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.findings.choices import About
from tulga.findings.models import Assessment, Finding, Label
from tulga.imports.models import Import
from tulga.meetings.models import ActionPoint, AgendaItem, Attendance, Meeting, WorkingSession
from tulga.notices.models import Notice
from tulga.places.models import Place
from tulga.plan.models import (
    Activity,
    BudgetLine,
    Entry,
    Indicator,
    Milestone,
    Plan,
    PlanEdition,
    PlanItem,
)
from tulga.recommendations.choices import CommitmentStatus, Status
from tulga.recommendations.models import (
    Challenge,
    Commitment,
    DoneReport,
    DraftingCircle,
    LadderStep,
    Order,
    PaperDecision,
    Recommendation,
    Submission,
    SubmissionItem,
)
from tulga.thread.summaries.origins import ORIGINS

# The police are the measure: `own` is what their circle drafts or their agency owes, `other` is somebody else's.
PEOPLE = {
    "public": "",
    "secretariat": f"secretariat2@{DOMAIN}",
    "chair": f"chair@{DOMAIN}",
    "focal_point": f"police@{DOMAIN}",
    "agency_head": f"police.head@{DOMAIN}",
    "other_focal_point": f"labour@{DOMAIN}",
    "national_rapporteur": f"rapporteur@{DOMAIN}",
    "case_officer": f"shelter@{DOMAIN}",
    "partner": f"partner@{DOMAIN}",
    "administrator": f"administrator@{DOMAIN}",
}
Sample = tuple[str, tuple[Any, ...]]
MISSING = 987_654_321


def _police_circle() -> DraftingCircle:
    return WorkingSession.objects.get(meeting__code__gt="2018", number=2).circle


def _family_circle() -> DraftingCircle:
    return WorkingSession.objects.get(meeting__code__gt="2018", number=1).circle


def _recommendation(circle: DraftingCircle, status: str) -> Recommendation:
    return Recommendation.objects.get(circle=circle, status=status)


def _first(status: str) -> Recommendation:
    """Of all in a state the one that the story tells first."""
    return Recommendation.objects.filter(status=status).order_by("pk")[0]


def recommendations() -> list[Sample]:
    return [
        ("own draft", (_recommendation(_police_circle(), Status.DRAFT).pk,)),
        ("other's adopted", (_recommendation(_family_circle(), Status.ADOPTED).pk,)),
        ("other's submitted", (_recommendation(_family_circle(), Status.SUBMITTED).pk,)),
        ("shared with all", (_first(Status.ENDORSED).pk,)),
        ("merged from own", (_recommendation(_police_circle(), Status.MERGED).merged_into_id,)),
        ("other's part of it", (_recommendation(_family_circle(), Status.MERGED).pk,)),
        ("missing", (MISSING,)),
    ]


def circles() -> list[Sample]:
    return [("own", (_police_circle().pk,)), ("other's", (_family_circle().pk,)), ("missing", (MISSING,))]


def challenges() -> list[Sample]:
    return [
        ("own", (Challenge.objects.filter(circle=_police_circle()).order_by("pk")[0].pk,)),
        ("other's", (Challenge.objects.filter(circle=_family_circle()).order_by("pk")[0].pk,)),
        ("missing", (MISSING,)),
    ]


def commitments() -> list[Sample]:
    # The first of each state: those that the story tells.
    found = {each.status: each for each in Commitment.objects.order_by("-pk")}
    return [
        ("own verified", (found[CommitmentStatus.VERIFIED].pk,)),
        ("other's named", (found[CommitmentStatus.NAMED].pk,)),
        ("other's done", (found[CommitmentStatus.DONE].pk,)),
        ("missing", (MISSING,)),
    ]


def evidence() -> list[Sample]:
    own, other = (
        DoneReport.objects.filter(commitment__agency__code=code).exclude(evidence=None).order_by("pk")[0]
        for code in ("NPA", "MLSW")
    )
    return [
        ("own", (own.commitment_id, own.pk)),
        ("other's", (other.commitment_id, other.pk)),
        ("mixed up", (own.commitment_id, other.pk)),
        ("missing", (MISSING, MISSING)),
    ]


def wordings() -> list[Sample]:
    return [(relation, (*args, 1)) for relation, args in recommendations()]


def notices() -> list[Sample]:
    own = Notice.objects.filter(recipient__email=PEOPLE["focal_point"]).order_by("pk")[0]
    other = Notice.objects.filter(recipient__email=PEOPLE["chair"]).order_by("pk")[0]
    return [("own", (own.pk,)), ("another's", (other.pk,)), ("missing", (MISSING,))]


def editions() -> list[Sample]:
    """History, in force, and a draft that only those who carry the plan out may know of."""
    samples = {"history": "amended", "in force": "in_force", "draft": "draft"}
    found = {each.status: each for each in PlanEdition.objects.all()}
    return [(relation, (found[status].pk,)) for relation, status in samples.items()] + [("missing", (MISSING,))]


def entries() -> list[Sample]:
    return [
        ("in force", (Entry.objects.filter(edition__status="in_force")[0].pk,)),
        ("draft", (Entry.objects.filter(edition__status="draft")[0].pk,)),
        ("missing", (MISSING,)),
    ]


def public_plan_files() -> list[Sample]:
    code = Plan.objects.order_by("pk")[0].code
    return [("in force", (code, "json")), ("no such form", (code, "exe")), ("missing", ("NO-SUCH", "json"))]


def public_activities() -> list[Sample]:
    """Of a plan in force; of the draft that amends it; of no plan."""
    draft = Entry.objects.get(number="4.2")
    code = draft.edition.plan.code
    known = Activity.objects.filter(plan__code=code).exclude(pk=draft.activity_id)[0]
    return [("in force", (code, known.pk)), ("draft", (code, draft.activity_id)), ("missing", (code, MISSING))]


def edition_files() -> list[Sample]:
    edition = PlanEdition.objects.order_by("pk")[0]
    return [("in force", (edition.pk, "json")), ("no such form", (edition.pk, "exe")), ("missing", (MISSING, "json"))]


def of(model: Any, field: str = "pk") -> Callable[[], list[Sample]]:
    """Any one row, and one that does not exist."""

    def samples() -> list[Sample]:
        row = model.objects.order_by("pk").first()
        missing = MISSING if field == "pk" else "no-such"
        return [("any", (getattr(row, field),)), ("missing", (missing,))]

    return samples


def deliveries() -> list[Sample]:
    """Of the latest release: those of 2018 were acknowledged long ago."""
    latest = Delivery.objects.order_by("-release")
    own, other = (latest.filter(agency__code=code)[0] for code in ("NPA", "MLSW"))
    return [("own", (own.pk,)), ("other's", (other.pk,)), ("missing", (MISSING,))]


def marks() -> list[Sample]:
    pk = Release.objects.order_by("pk")[0].pk
    return [("any", (pk, 1)), ("no such recommendation", (pk, 99)), ("missing", (MISSING, 1))]


def parts() -> list[Sample]:
    return [(relation, (*args, "mn")) for relation, args in marks()]


def public_editions() -> list[Sample]:
    return [("shared with all", ("2018-1",)), ("missing", ("1999-1",))]


def references() -> list[Sample]:
    return [
        ("shared with all", (_first(Status.ENDORSED).reference,)),
        ("not yet decided", (_recommendation(_family_circle(), Status.SUBMITTED).reference,)),
        ("missing", ("R-1999-99",)),
    ]


def of_meeting(model: Any) -> list[Sample]:
    """A row of this year's meeting, the same under another meeting's address, and one that does not exist."""
    row = model.objects.filter(meeting__status="held").order_by("pk")[0]
    return [
        ("any", (row.meeting.code, row.pk)),
        ("mixed up", ("2018", row.pk)),
        ("missing", (row.meeting.code, MISSING)),
    ]


def packages() -> list[Sample]:
    open_ = Submission.objects.get(items__recommendation=_recommendation(_family_circle(), Status.SUBMITTED))
    decided = Submission.objects.exclude(items__ended_as="").order_by("pk")[0]
    return [("undecided", (open_.pk,)), ("decided", (decided.pk,)), ("missing", (MISSING,))]


def package_items() -> list[Sample]:
    item = SubmissionItem.objects.get(recommendation=_recommendation(_family_circle(), Status.SUBMITTED))
    other = Submission.objects.exclude(pk=item.submission_id).order_by("pk")[0]
    return [
        ("undecided", (item.submission_id, item.pk)),
        ("mixed up", (other.pk, item.pk)),
        ("missing", (MISSING, MISSING)),
    ]


def codes() -> list[Sample]:
    order = Order.objects.filter(registered_at__isnull=False).order_by("pk")[0]
    return [("in force", (order.code_in_groups,)), ("missing", ("0000-0000-0000-0000",)), ("no code", ("no-such",))]


def sessions() -> list[Sample]:
    meeting = WorkingSession.objects.get(meeting__code__gt="2018", number=1).meeting
    return [("own", (meeting.code, 2)), ("other's", (meeting.code, 1)), ("missing", (meeting.code, 99))]


def invitations() -> list[Sample]:
    return [("own", ("next", "NPA")), ("other's", ("next", "MLSW")), ("missing", ("next", "NO-SUCH"))]


def _with(more: tuple[Any, ...], samples: Callable[[], list[Sample]]) -> Callable[[], list[Sample]]:
    return lambda: [(relation, (*args, *more)) for relation, args in samples()]


def meetings() -> list[Sample]:
    return [("closed", ("2018",)), ("next", ("next",)), ("missing", ("no-such",))]


def meetings_held() -> list[Sample]:
    return [("this year's", (Meeting.objects.get(status="held").code,)), *meetings()]


def letter_templates() -> list[Sample]:
    return [("invitation", ("meetings.invitation", "mn")), ("missing", ("no.such", "mn"))]


def next_meeting() -> list[Sample]:
    return [("next", ("next",)), ("missing", ("no-such",))]


def _on_the_boards(model: Any) -> list[Sample]:
    meeting = WorkingSession.objects.get(circle=_police_circle()).meeting
    own, other = (
        model.objects.filter(circle=circle).order_by("pk")[0].pk for circle in (_police_circle(), _family_circle())
    )
    return [
        ("own", (meeting.code, 2, own)),
        ("other's", (meeting.code, 1, other)),
        ("other's on the own board", (meeting.code, 2, other)),
        ("missing", (meeting.code, 2, MISSING)),
    ]


def challenges_on_boards() -> list[Sample]:
    return _on_the_boards(Challenge)


def drafts_on_boards() -> list[Sample]:
    return _on_the_boards(Recommendation)


def findings() -> list[Sample]:
    finding = Finding.objects.current().order_by("pk")[0]
    return [("any", (finding.assessment.code, finding.number)), ("missing", (finding.assessment.code, "999"))]


def themes() -> list[Sample]:
    return [("any", (Label.objects.current().filter(about=About.THEME)[0].code,)), ("missing", ("no-such-theme",))]


def published_answers() -> list[Sample]:
    hidden = Assessment.objects.filter(published_answers=None).order_by("pk")[0]
    return [("published", ("TIP-2017-MNG",)), ("not published", (hidden.code,)), ("missing", ("no-such",))]


def published_answer_files() -> list[Sample]:
    files = [(relation, (*args, "json")) for relation, args in published_answers()]
    return [*files, ("no such form", ("TIP-2017-MNG", "exe"))]


def agencies() -> list[Sample]:
    return [("own", ("NPA",)), ("other's", ("MLSW",)), ("missing", ("NO-SUCH",))]


def people() -> list[Sample]:
    own, other = (User.objects.get(email=f"{name}@{DOMAIN}") for name in ("police2", "labour"))
    return [("own agency's", (own.pk,)), ("other agency's", (other.pk,)), ("missing", (MISSING,))]


def memberships() -> list[Sample]:
    own, other = (Membership.objects.get(user__email=f"{name}@{DOMAIN}") for name in ("police2", "labour"))
    return [("own agency's", (own.pk,)), ("other agency's", (other.pk,)), ("missing", (MISSING,))]


def imports() -> list[Sample]:
    """One that was applied, and one that waits for somebody to look at it."""
    applied, waiting = (Import.objects.filter(status=each).get() for each in ("applied", "previewed"))
    return [("applied", (applied.pk,)), ("waiting", (waiting.pk,)), ("missing", (MISSING,))]


def nothing_yet() -> list[Sample]:
    """Records that the demonstration has none of: at least the missing one is refused alike."""
    return [("missing", (MISSING,))]


def no_evidence_yet() -> list[Sample]:
    return [("missing", (MISSING, MISSING))]


def wrong_link() -> list[Sample]:
    return [("missing", ("aaaa-bbbb-cccc-dddd",))]


def origins() -> list[Sample]:
    """Every kind of record the thread can be walked from, and what neither exists nor may be seen."""
    rows: list[Sample] = [
        (f"{kind} any", (kind, of_kind.rows().order_by("pk")[0].pk)) for kind, of_kind in ORIGINS.items()
    ]
    challenge = Challenge.objects.filter(circle=_family_circle()).order_by("pk")[0]
    return [
        *rows,
        ("other's challenge", ("challenge", challenge.pk)),
        ("no such kind", ("secret", 1)),
        ("missing", ("order", MISSING)),
    ]


# By the start of the name, longest first; a page without arguments needs no entry.
SAMPLES: dict[str, Callable[[], list[Sample]]] = {
    "notice_open": notices,
    "import_": imports,
    "import_start": lambda: [("plan", ("plan",)), ("missing", ("no-such",))],
    "step_time_edit": of(StepTime, "step"),
    "recommendation_draft": circles,
    "recommendation_translate": wordings,
    "recommendation_": recommendations,
    "wording_compare": recommendations,
    "challenge_create": circles,
    "challenge_": challenges,
    "commitment_create": recommendations,
    "commitment_": commitments,
    "ladder_": of(LadderStep),
    "evidence": evidence,
    "progress_evidence": no_evidence_yet,
    "change_": nothing_yet,
    "answer_": recommendations,
    "objection_create": recommendations,
    "objection_": nothing_yet,
    "paper_decision": of(PaperDecision),
    "package_item": package_items,
    "package_": packages,
    "order_": of(Order),
    "release_mark": marks,
    "release_part": parts,
    "release_": of(Release),
    "delivery_": deliveries,
    "delivery_letter": lambda: _with(("pdf",), deliveries)(),
    "release_letters": lambda: _with(("pdf",), of(Release))(),
    "public_release": public_editions,
    "session_open": of(Meeting, "code"),
    "session_open_again": sessions,
    "session_": sessions,
    "meeting_": meetings,
    **dict.fromkeys(["agenda", "status_sheets", "attendance", "minutes", "action_points", "action_add"], meetings_held),
    **dict.fromkeys(["agenda_item_edit", "agenda_item_remove"], lambda: of_meeting(AgendaItem)),
    "attendance_take_back": lambda: of_meeting(Attendance),
    **dict.fromkeys(["action_finish", "action_drop"], lambda: of_meeting(ActionPoint)),
    "meeting_record": _with(("pdf",), meetings_held),
    "letter_template_": letter_templates,
    "invited_": invitations,
    **dict.fromkeys(["invited_list", "invited_add", "invited_send"], next_meeting),
    "invited_letters": _with(("pdf",), next_meeting),
    "invited_delegates": _with(("csv",), next_meeting),
    "invited_letter": _with(("pdf",), invitations),
    "invited_scan": lambda: [*_with((1,), invitations)(), ("another's letter", ("next", "OPG", 1))],
    "board_challenge": challenges_on_boards,
    "board_challenge_add": sessions,
    "board_challenge_move": sessions,
    "board_draft": drafts_on_boards,
    "board_draft_add": sessions,
    "board_draft_move": sessions,
    "participation_": of(Meeting, "code"),
    "public_recommendation": references,
    "verify_order": codes,
    "public_meeting": of(Meeting, "code"),
    "estimate_": of(Estimate, "public_id"),
    "protected_": of(ProtectedCounts, "public_id"),
    "public_answered": published_answers,
    "public_answered_file": published_answer_files,
    "public_plan": of(Plan, "code"),
    "public_plan_file": public_plan_files,
    "public_activity": public_activities,
    "plan_": of(Plan, "code"),
    "plan_editions": of(Plan, "code"),
    "plan_edition": editions,
    "plan_tree": editions,
    "plan_file": edition_files,
    "edition_": editions,
    "item_create": editions,
    "item_": of(PlanItem),
    "activity_create": editions,
    "entry_": entries,
    "milestone_": of(Milestone),
    "budget_": of(BudgetLine),
    "indicator_": of(Indicator),
    "agency_plan": agencies,
    "activity_": of(Activity),
    "report_status": of(Activity),
    "finding_create": of(Assessment, "code"),
    "finding_": findings,
    **dict.fromkeys(["outcome_tell", "repetition_tie"], findings),
    "theme_": themes,
    "link_edit": of(Link),
    "assessment_": of(Assessment, "code"),
    "agency_": agencies,
    "hotline_": of(Hotline, "number"),
    "person_": people,
    "membership_": memberships,
    "invitation_accept": wrong_link,
    "access_link_use": wrong_link,
    "invitation_": nothing_yet,
    "access_link_print": nothing_yet,
    "access_link_confirm": nothing_yet,
    "deadline_feed": wrong_link,
    "mfa_": nothing_yet,
    "place_": of(Place, "code"),
    "record_thread": origins,
    "dossier": origins,
}


def samples_of(name: str, has_arguments: bool) -> list[Sample] | None:
    """The addresses to open under one name, or None where nobody has thought of any."""
    if not has_arguments:
        return [("", ())]
    for start in sorted(SAMPLES, key=len, reverse=True):
        if name.startswith(start):
            return SAMPLES[start]()
    return None
