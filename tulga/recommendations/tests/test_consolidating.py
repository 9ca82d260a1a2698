"""Merging: one recommendation in place of several, which keeps the voice of each, and can be undone."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.findings.tests.factories import FindingFactory
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.notices.models import Notice
from tulga.recommendations.choices import Hand, Outcome, Status
from tulga.recommendations.models import Challenge, CircleMember, Part, Recommendation, ToldApart
from tulga.recommendations.services import consolidating, deciding, drafting
from tulga.recommendations.tests.factories import ChallengeFactory, CircleFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
TITLE, MERGED = I18nText(mn="Боомт"), I18nText(mn="Боомт бүрд нэгдсэн шалгалт хийх.", en="Inspect every port together.")
LONG_AGO = dt.date(2018, 1, 1)


def somebody(role, circle=None):
    actor = actor_of(MembershipFactory(role=role, agency=AgencyFactory()).user)
    if circle is not None:
        CircleMember.objects.create(circle=circle, user_id=actor.user_id, valid_from=LONG_AGO)
    return actor


@pytest.fixture
def secretary() -> Actor:
    return somebody(Role.SECRETARIAT)


def adopted(circle=None, drafter=None, words="Боомт бүрд шалгах.", **content) -> Recommendation:
    """A recommendation that a session of its own adopted, by a drafter of its own."""
    circle = circle or CircleFactory()
    drafter = drafter or somebody(Role.FOCAL_POINT, circle)
    content = {"addressees": [AgencyFactory()], **content}
    draft = drafting.draft_recommendation(circle=circle, title=TITLE, text=I18nText(mn=words), actor=drafter, **content)
    return drafting.adopt(recommendation=draft, actor=drafter)


def numbered(secretary, **options) -> Recommendation:
    one = adopted(**options)
    return drafting.consolidate(
        recommendation=one,
        title=TITLE,
        text=MERGED,
        addressees=one.addressees.all(),
        expected_version=one.version,
        actor=secretary,
    )


def merged(secretary, *parents, **changes) -> Recommendation:
    content = {"title": TITLE, "text": MERGED, "addressees": parents[0].addressees.all(), **changes}
    return consolidating.merge(parents=parents, actor=secretary, **content)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def drafters_of(recommendation) -> set[int]:
    return set(Part.objects.filter(recommendation=recommendation, hand=Hand.DRAFTER).values_list("user", flat=True))


def test_one_numbered_recommendation_takes_the_place_of_several(secretary):
    first, second = adopted(), numbered(secretary)

    result = merged(secretary, first, second)

    assert (result.status, fresh(first).status, fresh(second).status) == ("consolidated", "merged", "merged")
    assert result.reference not in (None, second.reference)
    assert set(result.merged_from.all()) == {first, second}
    assert result.latest_wording().words() == MERGED
    assert result in Recommendation.objects.visible_to(secretary).search("НЭГДСЭН шалгалт")


def test_what_the_parents_answer_is_united_and_their_words_stay(secretary):
    circle = CircleFactory()
    challenges, findings = [ChallengeFactory(circle=circle), ChallengeFactory()], [FindingFactory(), FindingFactory()]
    first = adopted(circle=circle, challenges=challenges[:1], findings=findings)
    second = adopted(challenges=challenges, findings=findings[:1], words="Хил дээр шалгах.")

    result = merged(secretary, first, second)

    assert set(result.challenges.all()) == set(challenges)
    assert set(result.findings.all()) == set(findings)
    assert second.latest_wording().text == "Хил дээр шалгах."
    assert set(fresh(first).challenges.all()) == set(challenges[:1])


def test_who_drafted_a_parent_has_drafted_the_whole(secretary):
    both = CircleFactory()
    chair = somebody(Role.FOCAL_POINT, both)
    first, second = adopted(circle=both, drafter=chair), adopted()

    result = merged(secretary, first, second)
    deciding.submit(recommendations=[result], actor=secretary)

    assert drafters_of(result) == drafters_of(first) | drafters_of(second) | {secretary.user_id}
    as_chair = actor_at(AgencyFactory(), Role.CHAIR, user_id=chair.user_id)
    with pytest.raises(NotAllowed, match="drafted"):
        deciding.decide(recommendation=result, outcome=Outcome.ENDORSED, actor=as_chair)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR])
def test_only_the_secretariat_merges_undoes_and_tells_apart(secretary, role):
    first, second = adopted(), adopted()
    result = merged(secretary, adopted(), adopted())
    somebody_else = somebody(role, first.circle)

    for act in (
        lambda: merged(somebody_else, first, second),
        lambda: consolidating.undo_merge(recommendation=result, reason="Mistake.", actor=somebody_else),
        lambda: consolidating.tell_apart(one=first, other=second, actor=somebody_else),
    ):
        with pytest.raises(NotAllowed, match="secretariat"):
            act()

    assert fresh(first).status == Status.ADOPTED
    assert fresh(result).status == Status.CONSOLIDATED


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        (Status.DRAFT, True),
        (Status.ADOPTED, False),
        (Status.CONSOLIDATED, False),
        (Status.SUBMITTED, True),
        (Status.ENDORSED, True),
        (Status.DEFERRED, True),
        (Status.DECLINED, True),
        (Status.WITHDRAWN, True),
    ],
)
def test_only_what_is_adopted_or_consolidated_is_merged(secretary, status, refused):
    first, other = adopted(), RecommendationFactory(status=status, text="Хил.")

    if refused:
        with pytest.raises(NotAllowed, match="cannot be merged"):
            merged(secretary, first, other)
        assert (fresh(first).status, Recommendation.objects.count()) == (Status.ADOPTED, 2)
    else:
        assert merged(secretary, first, other).merged_from.count() == 2


@pytest.mark.parametrize("how_many", [0, 1, "one twice"])
def test_less_than_two_cannot_be_merged(secretary, how_many):
    one = adopted()
    parents = [one, one] if how_many == "one twice" else [one][:how_many]

    with pytest.raises(RuleBroken, match="at least two"):
        consolidating.merge(parents=parents, title=TITLE, text=MERGED, addressees=[], actor=secretary)


def test_more_than_a_person_reads_side_by_side_are_not_merged_at_once(secretary):
    parents = RecommendationFactory.create_batch(consolidating.MOST_PARENTS + 1, status=Status.ADOPTED)

    with pytest.raises(RuleBroken, match="at most 12 at once, and then the results"):
        merged(secretary, *parents)

    assert not Recommendation.objects.filter(status=Status.MERGED).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": I18nText(en="Inspect every port.")}, "text"),
        ({"text": I18nText()}, "text"),
        ({"text": I18nText(mn="х" * 5_001)}, "text"),
        ({"due_on": dt.date(2018, 1, 1)}, "due_on"),
    ],
)
def test_a_merge_in_other_words_or_for_the_past_is_refused_whole(secretary, changes, field):
    first, second = adopted(), adopted()

    with pytest.raises(RuleBroken) as refusal:
        merged(secretary, first, second, **changes)

    assert refusal.value.field == field
    assert (fresh(first).status, Recommendation.objects.count()) == (Status.ADOPTED, 2)


def test_a_parent_reworded_since_it_was_read_is_shown_again_first(secretary):
    first, second = adopted(), adopted()
    seen = {first.pk: first.version, second.pk: second.version}
    drafting.reword(
        recommendation=fresh(first), text=I18nText(mn="Өөрөөр."), expected_version=first.version, actor=secretary
    )

    with pytest.raises(RuleBroken, match="Reworded meanwhile"):
        merged(secretary, first, second, seen=seen)

    assert merged(secretary, first, second, seen={**seen, first.pk: fresh(first).version})


def test_a_merged_parent_is_frozen(secretary):
    first, second = adopted(), adopted()
    merged(secretary, first, second)
    parent = fresh(first)

    with pytest.raises(NotAllowed, match="merged"):
        drafting.reword(recommendation=parent, text=MERGED, expected_version=parent.version, actor=secretary)
    with pytest.raises(NotAllowed):
        drafting.withdraw(recommendation=parent, reason="No.", actor=secretary)
    with pytest.raises(NotAllowed):
        deciding.submit(recommendations=[parent], actor=secretary)


def test_what_was_merged_may_be_merged_again_and_every_session_reads_it(secretary):
    circles = [CircleFactory(round_code="2026") for _ in range(3)]
    first, second, third = (adopted(circle=circle) for circle in circles)

    twice = merged(secretary, merged(secretary, first, second), third)

    assert set(twice.circle.joins.all()) == set(circles)
    assert twice.circle.round_code == "2026"
    assert drafters_of(first) <= drafters_of(twice)


@pytest.mark.parametrize("into", ["itself", "an older one"])
def test_the_database_itself_refuses_a_circle(secretary, into):
    older, younger = adopted(), adopted()
    target = younger if into == "itself" else older

    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=younger.pk).update(merged_into=target)


def test_the_database_itself_asks_into_which_it_was_merged(secretary):
    parent = adopted()
    merged(secretary, parent, adopted())

    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=parent.pk).update(merged_into=None)


def test_a_mistaken_merge_is_undone_and_both_acts_stay_in_the_history(secretary):
    first, second = adopted(), numbered(secretary)
    result = merged(secretary, first, second)

    consolidating.undo_merge(recommendation=result, reason="Two different ports.", actor=secretary)

    assert [fresh(each).status for each in (first, second, result)] == ["adopted", "consolidated", "withdrawn"]
    assert [fresh(each).merged_into for each in (first, second)] == [None, None]
    for each in (first, second, result):
        events = AuditEvent.objects.filter(target_type="recommendations.recommendation", target_id=str(each.pk))
        verbs = set(events.values_list("verb", flat=True))
        assert {"recommendations.merge", "recommendations.undo_merge"} <= verbs
    again = merged(secretary, fresh(first), fresh(second))
    assert again.reference != result.reference


@pytest.mark.parametrize("reason", ["", "  "])
def test_undoing_gives_a_reason(secretary, reason):
    first, second = adopted(), adopted()
    result = merged(secretary, first, second)

    with pytest.raises(RuleBroken, match="reason"):
        consolidating.undo_merge(recommendation=result, reason=reason, actor=secretary)

    assert fresh(first).merged_into == result


def test_a_merge_is_undone_until_it_is_submitted_and_the_later_one_first(secretary):
    first, second = adopted(), adopted()
    inner = merged(secretary, first, second)
    outer = merged(secretary, inner, adopted())

    with pytest.raises(NotAllowed, match="Merged"):
        consolidating.undo_merge(recommendation=fresh(inner), reason="Mistake.", actor=secretary)
    deciding.submit(recommendations=[outer], actor=secretary)
    with pytest.raises(NotAllowed, match="Before the ministry"):
        consolidating.undo_merge(recommendation=fresh(outer), reason="Mistake.", actor=secretary)

    with pytest.raises(NotAllowed, match="Nothing was merged"):
        consolidating.undo_merge(recommendation=numbered(secretary), reason="Mistake.", actor=secretary)


def test_a_pair_is_told_apart_once_in_either_order(secretary):
    first, second = adopted(), adopted()

    consolidating.tell_apart(one=second, other=first, actor=secretary)
    consolidating.tell_apart(one=first, other=second, actor=secretary)

    assert list(ToldApart.objects.values_list("first", "second")) == [(first.pk, second.pk)]
    assert AuditEvent.objects.filter(verb="recommendations.tell_apart").count() == 2
    with pytest.raises(RuleBroken, match="different"):
        consolidating.tell_apart(one=first, other=first, actor=secretary)


def rearranged(row, actor, **changes):
    content = {"title": TITLE, "addressees": row.addressees.all(), "priority": "normal", "due_on": None, **changes}
    version = content.pop("expected_version", row.version)
    return consolidating.arrange(recommendation=row, expected_version=version, actor=actor, **content)


def test_what_stands_beside_the_words_is_changed_and_told(secretary):
    row, police = numbered(secretary), AgencyFactory()

    rearranged(row, secretary, addressees=[police], priority="high", due_on=dt.date(2999, 1, 1))

    assert list(fresh(row).addressees.all()) == [police]
    assert (fresh(row).priority, fresh(row).due_on, fresh(row).version) == (
        "high",
        dt.date(2999, 1, 1),
        row.version + 1,
    )
    event = AuditEvent.objects.get(verb="recommendations.arrange")
    assert str(police) in event.after
    assert str(police) not in event.before


@pytest.mark.parametrize("status", ["draft", "adopted", "merged", "submitted", "endorsed", "withdrawn"])
def test_it_is_changed_between_consolidation_and_submission_only(secretary, status):
    row = numbered(secretary)
    newer = RecommendationFactory()
    Recommendation.objects.filter(pk=row.pk).update(status=status, merged_into=newer if status == "merged" else None)

    with pytest.raises(NotAllowed, match="between consolidation and submission"):
        rearranged(row, secretary)


def test_a_deadline_that_was_set_may_pass_and_a_new_one_is_to_come(secretary):
    row = numbered(secretary)
    Recommendation.objects.filter(pk=row.pk).update(due_on=LONG_AGO)

    rearranged(fresh(row), secretary, due_on=LONG_AGO)
    with pytest.raises(RuleBroken, match="still to come"):
        rearranged(fresh(row), secretary, due_on=dt.date(2018, 1, 2))


def test_a_stale_change_and_one_by_somebody_else_are_refused(secretary):
    row = numbered(secretary)

    with pytest.raises(StaleEdit):
        rearranged(row, secretary, expected_version=row.version - 1)
    with pytest.raises(NotAllowed, match="secretariat"):
        rearranged(row, somebody(Role.FOCAL_POINT, row.circle))


def half_of(whole, actor):
    return consolidating.split_off(
        recommendation=whole, title=TITLE, text=MERGED, addressees=whole.addressees.all(), actor=actor
    )


def test_what_holds_two_matters_is_split_by_those_who_may_reword_it(secretary):
    circle = CircleFactory()
    drafter = somebody(Role.FOCAL_POINT, circle)
    whole = adopted(circle=circle, drafter=drafter)

    half = half_of(whole, drafter)

    assert (half.status, half.split_from, half.circle) == (Status.DRAFT, whole, circle)
    for actor in (somebody(Role.FOCAL_POINT, CircleFactory()), somebody(Role.CHAIR)):
        with pytest.raises(NotAllowed):
            half_of(whole, actor)
    result = merged(secretary, whole, adopted())
    with pytest.raises(NotAllowed, match="merged"):
        half_of(fresh(whole), secretary)
    assert half_of(result, secretary).circle == result.circle


def test_the_database_itself_refuses_a_half_older_than_the_whole():
    older, younger = adopted(), adopted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=older.pk).update(split_from=younger)


READERS = [
    # who, what they see of: own parent, other parent, merged, the other parent's challenge
    ("member of the first circle", (True, False, True, False)),
    ("former member of the first circle", (False, False, False, False)),
    ("member of another circle", (False, False, False, False)),
    ("secretariat", (True, True, True, True)),
    ("chair", (True, True, True, True)),
    ("rapporteur", (True, True, True, True)),
    ("addressee", (False, False, False, False)),
    ("administrator", (False, False, False, False)),
    ("public", (False, False, False, False)),
]


@pytest.mark.parametrize("is_again", [False, True], ids=["merged once", "merged again"])
@pytest.mark.parametrize(("who", "seen"), READERS)
def test_a_session_reads_what_its_words_became_and_not_the_other_sessions(secretary, who, seen, is_again):
    challenge = ChallengeFactory()
    first, other = adopted(), adopted(circle=challenge.circle, challenges=[challenge])
    result = merged(secretary, first, other)
    if is_again:
        result = merged(secretary, result, adopted())
    actor = reader(who, first)

    visible = Recommendation.objects.visible_to(actor)
    rows = [visible.filter(pk=each.pk).exists() for each in (first, other, result)]
    drafts = Recommendation.objects.drafts_visible_to(actor)
    as_drafts = [drafts.filter(pk=each.pk).exists() for each in (first, other, result)]

    assert (*rows, Challenge.objects.visible_to(actor).filter(pk=challenge.pk).exists()) == seen
    assert as_drafts == list(seen[:3])


def reader(who, parent) -> Actor:
    roles = {"secretariat": Role.SECRETARIAT, "chair": Role.CHAIR, "rapporteur": Role.NATIONAL_RAPPORTEUR}
    if who in roles:
        return somebody(roles[who])
    if who == "public":
        return Actor()
    if who == "administrator":
        return somebody(Role.ADMINISTRATOR)
    if who == "addressee":
        return actor_at(parent.addressees.get(), Role.FOCAL_POINT)
    circle = CircleFactory() if who == "member of another circle" else parent.circle
    actor = somebody(Role.FOCAL_POINT, circle)
    if who.startswith("former"):
        CircleMember.objects.filter(user=actor.user_id).update(valid_to=LONG_AGO)
    return actor


def told(actor) -> list[str]:
    return [str(each.subject.shown("en")) for each in Notice.objects.visible_to(actor).order_by("pk")]


def test_who_proposed_a_parent_is_told_what_it_became_and_that_it_came_back(secretary):
    circle = CircleFactory()
    drafter = somebody(Role.FOCAL_POINT, circle)
    first, second = adopted(circle=circle, drafter=drafter), adopted()

    result = merged(secretary, first, second)
    consolidating.undo_merge(recommendation=result, reason="Two ports.", actor=secretary)

    assert told(drafter)[-2:] == [
        f"Your recommendation “Боомт” became part of {result.reference}",
        "Your recommendation “Боомт” stands by itself again: the merge was undone",
    ]
    assert not [each for each in told(secretary) if "merge" in each or "became" in each]


def test_who_left_the_session_is_not_told(secretary):
    circle = CircleFactory()
    drafter = somebody(Role.FOCAL_POINT, circle)
    first = adopted(circle=circle, drafter=drafter)
    CircleMember.objects.filter(user=drafter.user_id).update(valid_to=LONG_AGO)
    before = told(drafter)

    merged(secretary, first, adopted())

    assert told(drafter) == before


@pytest.mark.parametrize("secret", ["Боомт нэг", "Боомт хоёр"])
def test_the_history_of_a_merge_names_no_session_s_title_to_the_other(secretary, secret):
    parents = [adopted(), adopted()]
    for parent, words in zip(parents, ("Боомт нэг", "Боомт хоёр"), strict=True):
        Recommendation.objects.filter(pk=parent.pk).update(working_title=I18nText(mn=words))
    seen = [Recommendation.objects.visible_to(secretary).get(pk=each.pk) for each in parents]

    consolidating.tell_apart(one=seen[0], other=seen[1], actor=secretary)
    result = merged(secretary, *seen)
    consolidating.undo_merge(recommendation=result, reason="Two ports.", actor=secretary)

    events = AuditEvent.objects.filter(verb__in=["recommendations.merge", "recommendations.tell_apart"])
    assert events.count() == 5
    assert not [each for each in events if secret in f"{each.before} {each.after} {each.reason}"]


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_of_overlapping_sets_at_once_one_has_effect():
    officers = [somebody(Role.SECRETARIAT), somebody(Role.SECRETARIAT)]
    first, shared, third = adopted(), adopted(), adopted()
    barrier, results = threading.Barrier(2), []

    def merge(actor, parents) -> None:
        mine = [fresh(each) for each in parents]
        barrier.wait(timeout=20)
        try:
            results.append(merged(actor, *mine))
        except NotAllowed:
            results.append(None)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=merge, args=pair)
        for pair in zip(officers, ([first, shared], [third, shared]), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    (result,) = [each for each in results if each is not None]
    assert len(results) == 2
    assert fresh(shared).merged_into == result
    assert Recommendation.objects.filter(status=Status.MERGED).count() == result.merged_from.count() == 2
    assert Recommendation.objects.count() == 4
