from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.demonstration.papers import illustrative_scan
from tulga.dissemination.services.approving import approve_release
from tulga.dissemination.services.preparing import edit_release, prepare_release
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.notices.models import Notice
from tulga.recommendations.choices import Hand, Outcome
from tulga.recommendations.models import CircleMember, Part, Recommendation
from tulga.recommendations.services import committing, deciding, drafting
from tulga.recommendations.tests.factories import CircleFactory

pytestmark = pytest.mark.django_db
TITLE, TEXT = I18nText(mn="Паспорт", en="Passports"), I18nText(mn="Паспорт буцаах.", en="Give passports back.")


class Cast:
    """The people of one thread, and whom each step told."""

    def __init__(self):
        self.police = AgencyFactory(name={"en": "Police"}, audiences=frozenset({Audience.LAW_ENFORCEMENT}))
        self.shelter = AgencyFactory(name={"en": "Shelter"}, audiences=frozenset({Audience.CIVIL_SOCIETY}))
        offices = {
            "secretary": (Role.SECRETARIAT, None),
            "second": (Role.SECRETARIAT, None),
            "chair": (Role.CHAIR, None),
            "rapporteur": (Role.NATIONAL_RAPPORTEUR, None),
            "police": (Role.FOCAL_POINT, self.police),
            "head": (Role.AGENCY_HEAD, self.police),
            "drafter": (Role.CASE_OFFICER, self.shelter),
            "recorder": (Role.CASE_OFFICER, self.shelter),
            "member": (Role.CASE_OFFICER, self.shelter),
            "administrator": (Role.ADMINISTRATOR, None),
        }
        self.users = {
            name: MembershipFactory(role=role, **({"agency": agency} if agency else {})).user
            for name, (role, agency) in offices.items()
        }
        self.names = {user.pk: name for name, user in self.users.items()}
        self.circle = CircleFactory()
        for name in ("drafter", "recorder", "member"):
            CircleMember.objects.create(circle=self.circle, user=self.users[name], valid_from=dt.date(2018, 1, 1))
        self.seen = 0

    def __getattr__(self, name):
        return actor_of(self.users[name])

    def told(self):
        """Who was told since the last question, and in which words."""
        fresh = Notice.objects.filter(pk__gt=self.seen).order_by("pk")
        found = {}
        for each in fresh:
            self.seen = each.pk
            found.setdefault(str(each.subject), set()).add(self.names[each.recipient_id])
        return found

    def all_have_read(self):
        for each in Notice.objects.unread():
            each.read_at = each.created_at
            each.save()

    def drafted(self):
        challenge = drafting.record_challenge(circle=self.circle, agency=self.shelter, text=TITLE, actor=self.recorder)
        return drafting.draft_recommendation(
            circle=self.circle,
            title=TITLE,
            text=TEXT,
            addressees=[self.police],
            challenges=[challenge],
            actor=self.drafter,
        )

    def consolidated(self):
        recommendation = drafting.adopt(recommendation=self.drafted(), actor=self.drafter)
        return drafting.consolidate(
            recommendation=recommendation,
            title=TITLE,
            text=TEXT,
            addressees=[self.police],
            expected_version=recommendation.version,
            actor=self.secretary,
        )

    def submitted(self):
        recommendation = self.consolidated()
        deciding.submit(recommendations=[recommendation], actor=self.secretary)
        return recommendation

    def in_force(self):
        recommendation = self.submitted()
        decision = deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=self.chair)
        order = deciding.print_order(decisions=[decision], signatory_title=TITLE, actor=self.secretary)
        deciding.register_order(
            order=order,
            number="A/14",
            dated_on=dt.date(2018, 1, 22),
            signatory_title=TITLE,
            is_acting=False,
            scan=illustrative_scan("Order"),
            expected_version=order.version,
            actor=self.secretary,
        )
        return Recommendation.objects.get(pk=recommendation.pk)

    def released(self):
        recommendation = self.in_force()
        release = prepare_release(
            title=TITLE, recommendations=[recommendation], audiences=[Audience.LAW_ENFORCEMENT], actor=self.secretary
        )
        approve_release(release=release, actor=self.second)
        return Recommendation.objects.get(pk=recommendation.pk)

    def committed(self):
        return committing.name_commitment(
            recommendation=self.released(),
            agency=self.police,
            text=I18nText(en="Inspect every month"),
            owner="Inspection",
            due_on=dt.date(2099, 1, 1),
            actor=actor_of(self.users["police"]),
        )

    def reported(self):
        commitment = committing.sign_commitment(commitment=self.committed(), actor=self.head)
        return committing.report_done(
            commitment=commitment,
            text="Inspected.",
            evidence_words="A folder",
            actor=actor_of(self.users["police"]),
        )


@pytest.fixture
def cast():
    return Cast()


def adopt(cast):
    draft = cast.drafted()
    cast.told()
    drafting.adopt(recommendation=draft, actor=cast.drafter)


def consolidate(cast):
    adopted = drafting.adopt(recommendation=cast.drafted(), actor=cast.drafter)
    cast.told()
    drafting.consolidate(
        recommendation=adopted,
        title=TITLE,
        text=TEXT,
        addressees=[cast.police],
        expected_version=adopted.version,
        year=2018,
        actor=cast.secretary,
    )


def take_up(cast):
    recommendation = cast.submitted()
    deciding.decide(recommendation=recommendation, outcome=Outcome.DEFERRED, reasons="Later.", actor=cast.chair)
    cast.told()
    drafting.take_up_again(recommendation=recommendation, actor=cast.secretary)


def submit(cast):
    recommendation = cast.consolidated()
    cast.told()
    deciding.submit(recommendations=[recommendation], actor=cast.secretary)


def return_it(cast):
    recommendation = cast.submitted()
    cast.told()
    deciding.return_for_redrafting(recommendation=recommendation, reason="Unclear.", actor=cast.chair)


def decide(outcome):
    def step(cast):
        recommendation = cast.submitted()
        cast.told()
        deciding.decide(recommendation=recommendation, outcome=outcome, reasons="Because.", actor=cast.chair)

    return step


def withdraw(cast):
    recommendation = cast.consolidated()
    cast.told()
    drafting.withdraw(recommendation=recommendation, reason="Twice.", actor=cast.secretary)


def register(cast):
    CircleMember.objects.create(circle=cast.circle, user=cast.users["police"], valid_from=dt.date(2018, 1, 1))
    cast.in_force()
    words = "“Passports” is in force by order A/14 of 22 January 2018"
    found = cast.told()
    assert found.pop(words)
    cast.seen = Notice.objects.filter(kind="recommendations.in_force").order_by("pk")[0].pk - 1


def register_where_the_addressee_reads_no_draft(cast):
    cast.in_force()
    cast.seen = Notice.objects.filter(kind="recommendations.in_force").order_by("pk")[0].pk - 1


def name(cast):
    cast.released()
    cast.told()
    committing.name_commitment(
        recommendation=Recommendation.objects.get(),
        agency=cast.police,
        text=I18nText(en="Inspect every month"),
        owner="Inspection",
        due_on=dt.date(2099, 1, 1),
        actor=actor_of(cast.users["police"]),
    )


def sign(cast):
    commitment = cast.committed()
    cast.told()
    committing.sign_commitment(commitment=commitment, actor=cast.head)


def report(cast):
    commitment = committing.sign_commitment(commitment=cast.committed(), actor=cast.head)
    cast.told()
    committing.report_done(
        commitment=commitment, text="Inspected.", evidence_words="A folder", actor=actor_of(cast.users["police"])
    )


def verify(is_adequate):
    def step(cast):
        commitment = cast.reported()
        cast.told()
        committing.verify(commitment=commitment, is_adequate=is_adequate, words="Seen.", actor=cast.rapporteur)

    return step


SECRETARIAT, PROPOSERS = {"secretary", "second"}, {"drafter", "recorder"}


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (adopt, {"Recommendations adopted by their sessions wait to be consolidated": SECRETARIAT}),
        (consolidate, {"“Passports” was consolidated: it is R-2018-01 now": PROPOSERS}),
        (
            submit,
            {"Recommendations wait for your decision": {"chair"}, "“Passports” lies before the ministry": PROPOSERS},
        ),
        (
            return_it,
            {
                "Recommendations were returned for redrafting": SECRETARIAT,
                "The ministry returned “Passports” for redrafting": PROPOSERS,
            },
        ),
        (take_up, {"“Passports”, which was deferred, is taken up again": PROPOSERS}),
        (
            decide(Outcome.ENDORSED),
            {
                "The ministry has decided on “Passports”: Endorsed": PROPOSERS,
                "The ministry has decided on recommendations that were laid before it": SECRETARIAT,
            },
        ),
        (
            decide(Outcome.DECLINED),
            {
                "The ministry has decided on “Passports”: Declined": PROPOSERS,
                "The ministry has decided on recommendations that were laid before it": SECRETARIAT,
            },
        ),
        (withdraw, {"“Passports” was withdrawn": PROPOSERS}),
        (register, {"“Passports” is in force by order A/14 of 22 January 2018": PROPOSERS | {"police"}}),
        (
            register_where_the_addressee_reads_no_draft,
            {"“Passports” is in force by order A/14 of 22 January 2018": PROPOSERS},
        ),
        (name, {"A commitment of your agency waits for your signature: “Inspect every month”": {"head"}}),
        (
            sign,
            {
                "Police has committed itself: “Inspect every month”": {"police"},
                "Agencies have signed commitments": SECRETARIAT,
            },
        ),
        (
            report,
            {
                "Police reports this done; it waits to be verified: “Inspect every month”": {
                    "rapporteur",
                    *SECRETARIAT,
                }
            },
        ),
        (
            verify(True),
            {
                "Verified as adequate, Police: “Inspect every month”": {"police", "head"},
                "Every addressee has delivered: “Passports” is implemented": SECRETARIAT | PROPOSERS,
            },
        ),
        (verify(False), {"Found inadequate, to be reported again: “Inspect every month”": {"police", "head"}}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_step_tells_those_whose_turn_it_is_and_those_who_proposed(cast, step, told):
    step(cast)

    assert cast.told() == told


@pytest.mark.parametrize("language", ["mn", "en"])
def test_everybody_reads_it_in_their_own_language_whoever_acted(cast, language):
    with translation.override(language):
        decide(Outcome.ENDORSED)(cast)

    subject = Notice.objects.filter(kind="recommendations.decided")[0].subject
    assert "“Passports”: Endorsed" in subject["en"]
    assert "“Паспорт”" in subject["mn"]
    assert "Endorsed" not in subject["mn"]


def test_who_verifies_did_nothing_else_and_is_of_another_agency(cast):
    """The secretary wrote a wording; the third officer belongs to the police."""
    reported = cast.committed()
    Part.objects.create(recommendation=reported.recommendation, user=cast.users["secretary"], hand=Hand.DRAFTER)
    third = MembershipFactory(role=Role.SECRETARIAT, agency=cast.police).user
    cast.names[third.pk] = "third"
    committing.sign_commitment(commitment=reported, actor=cast.head)
    cast.told()

    committing.report_done(
        commitment=reported, text="Inspected.", evidence_words="A folder", actor=actor_of(cast.users["police"])
    )

    assert cast.told()["Police reports this done; it waits to be verified: “Inspect every month”"] == {
        "rapporteur",
        "second",
    }


def test_who_sits_in_the_circle_no_longer_is_told_no_longer(cast):
    recommendation = cast.submitted()
    CircleMember.objects.filter(user=cast.users["drafter"]).update(valid_to=dt.date(2018, 2, 1))
    cast.told()

    deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=cast.chair)

    assert cast.told()["The ministry has decided on “Passports”: Endorsed"] == {"recorder"}


def test_forty_submissions_are_one_line_until_it_is_read(cast):
    first, second, third = (cast.consolidated() for _number in range(3))
    cast.told()
    deciding.submit(recommendations=[first, second], actor=cast.secretary)
    cast.all_have_read()
    deciding.submit(recommendations=[third], actor=cast.secretary)

    assert Notice.objects.filter(kind="recommendations.submitted").count() == 2


def test_a_second_submission_is_a_second_event(cast):
    recommendation = cast.submitted()
    cast.all_have_read()
    for _time in range(2):
        deciding.return_for_redrafting(recommendation=recommendation, reason="Unclear.", actor=cast.chair)
        deciding.submit(recommendations=[recommendation], actor=cast.secretary)
        cast.all_have_read()

    told = Notice.objects.filter(recipient=cast.users["chair"], kind="recommendations.submitted")
    assert told.count() == 3
    assert Notice.objects.filter(recipient=cast.users["second"], kind="recommendations.returned").count() == 2


def test_a_chair_who_drafted_it_is_not_asked_to_decide(cast):
    recommendation = cast.consolidated()
    Part.objects.create(recommendation=recommendation, user=cast.users["chair"], hand=Hand.DRAFTER)

    deciding.submit(recommendations=[recommendation], actor=cast.secretary)

    assert not Notice.objects.filter(kind="recommendations.submitted").exists()


def test_a_release_tells_its_approvers_then_its_readers(cast):
    recommendation = cast.in_force()
    cast.told()
    release = prepare_release(
        title=TITLE,
        recommendations=[recommendation],
        audiences=[Audience.LAW_ENFORCEMENT, Audience.CIVIL_SOCIETY],
        actor=cast.secretary,
    )
    number = release.number
    assert cast.told() == {f"Release {number} waits for your approval: “Passports”": {"second", "chair"}}

    edit_release(
        release=release,
        title=TITLE,
        recommendations=[recommendation],
        audiences=release.audiences,
        expected_version=release.version,
        actor=cast.second,
    )
    assert cast.told() == {f"Release {number} waits for your approval: “Passports”": {"secretary", "chair"}}

    approve_release(release=release, actor=cast.chair)
    assert cast.told() == {
        f"Release {number} has recommendations to your agency: say what you will do": {"police", "head"},
        f"Release {number} is shared with you: “Passports”": {"drafter", "recorder", "member"},
        f"“Passports” was released: {number}": PROPOSERS,
    }
