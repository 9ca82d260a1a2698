"""What is marked, parted, taken over and revised before anybody else may read it."""

from __future__ import annotations

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.dissemination.choices import Action
from tulga.dissemination.models import Edition, Passage, Release
from tulga.dissemination.passages import problems_of
from tulga.dissemination.services import approving, preparing
from tulga.dissemination.tests.factories import InForceFactory, ReleasedFactory, ReleaseFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.recommendations.models import SharedWords, Translation
from tulga.recommendations.tests.factories import EndorsedFactory

pytestmark = pytest.mark.django_db
GOVERNMENT, PUBLIC = Audience.GOVERNMENT, Audience.PUBLIC
BOTH = frozenset({GOVERNMENT, PUBLIC})
WORDS = "Замд шалгах. Далд цэгийг нэрлэх. Жилд хоёр удаа сургах."
SYSTEM = Actor.system("test")
SECRET = "Далд цэгийг нэрлэх. "
TITLE = I18nText(mn="Замд", en="On the road")


@pytest.fixture
def preparer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


@pytest.fixture
def approver():
    return actor_at(AgencyFactory(), Role.CHAIR, user_id=UserFactory().pk)


@pytest.fixture
def release():
    return ReleaseFactory(audiences=BOTH, carrying=[InForceFactory(wording=WORDS)])


def mark(release, actor, *, secret=frozenset({GOVERNMENT}), titles=None, left_out=()):
    item = release.items.get()
    readers = {each.pk: secret if each.text == SECRET else frozenset(Audience) for each in item.passages.all()}
    version = Release.objects.get(pk=release.pk).version
    return preparing.mark_passages(
        item=item,
        readers=readers,
        titles={PUBLIC: TITLE} if titles is None else titles,
        left_out=left_out,
        expected_version=version,
        actor=actor,
    )


def read_by(audience):
    return SharedWords.objects.get(audience=audience, replaced_at=None).text["mn"]


def test_a_marked_passage_is_in_the_edition_of_its_audience_alone(release, preparer, approver):
    mark(release, preparer)

    approving.approve_release(release=Release.objects.get(), actor=approver)

    assert (read_by(GOVERNMENT), read_by(PUBLIC)) == (WORDS, WORDS.replace(SECRET, ""))
    assert SharedWords.objects.get(audience=PUBLIC).title == TITLE
    assert {each.audience for each in Edition.objects.all()} == {GOVERNMENT, PUBLIC}


@pytest.mark.parametrize(
    ("marks", "problem"),
    [
        ({"titles": {}}, "write its title for this audience: General public"),
        ({"left_out": [PUBLIC]}, "take the audience out of the release"),
        ({"left_out": [PUBLIC], "titles": {}}, "Nothing is left for General public"),
    ],
)
def test_what_stands_in_the_way_is_said_and_approval_refused(release, preparer, approver, marks, problem):
    mark(release, preparer, **marks)

    assert problem in " ".join(problems_of(Release.objects.get()))
    with pytest.raises(NotAllowed):
        approving.approve_release(release=Release.objects.get(), actor=approver)
    assert not SharedWords.objects.filter(audience=PUBLIC).exists()


def test_whoever_marks_has_prepared_it(release, approver):
    second = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)
    mark(release, second)

    with pytest.raises(NotAllowed, match="a second person"):
        approving.approve_release(release=Release.objects.get(), actor=second)


def test_an_act_names_no_word_of_a_passage(release, preparer):
    mark(release, preparer)

    after = AuditEvent.objects.filter(verb=Action.MARK).latest("sequence").after
    assert "Government" in after
    assert not {"Далд", "цэгийг"} & set(after.split())


def test_marks_of_passages_parted_meanwhile_are_refused(release, preparer):
    item = release.items.get()
    readers = {each.pk: frozenset(Audience) for each in item.passages.all()}
    preparing.part_passages(item=item, language="mn", texts=[WORDS], expected_version=1, actor=preparer)

    with pytest.raises(RuleBroken, match="parted anew"):
        preparing.mark_passages(item=item, readers=readers, titles={}, left_out=(), expected_version=2, actor=preparer)
    with pytest.raises(StaleEdit):
        preparing.part_passages(item=item, language="mn", texts=[WORDS], expected_version=1, actor=preparer)
    assert [each.text for each in item.passages.all()] == [WORDS]


def test_a_passage_joined_to_a_secret_one_is_as_secret(release, preparer):
    mark(release, preparer)
    item = release.items.get()

    preparing.part_passages(
        item=item, language="mn", texts=[WORDS], expected_version=Release.objects.get().version, actor=preparer
    )

    assert Passage.objects.get().audiences == frozenset({GOVERNMENT})


def test_a_newer_translation_is_taken_over_before_approval(release, preparer, approver):
    recommendation = release.items.get().recommendation
    wording = recommendation.wordings.get()
    Translation.objects.create(wording=wording, language="en", number=1, text="Check the road. Train twice a year.")

    assert "has newer words" in problems_of(release)[0]
    preparing.take_newer_words(release=release, expected_version=1, actor=preparer)

    assert problems_of(Release.objects.get()) == []
    assert Passage.objects.filter(language="en").count() == 2


def test_one_audience_reads_a_recommendation_by_one_release(release, preparer, approver):
    approving.approve_release(release=release, actor=approver)
    recommendation = release.items.get().recommendation
    other = ReleaseFactory(audiences=frozenset({PUBLIC}), carrying=[recommendation])

    assert f"by release {release.number} already" in problems_of(other)[0]


@pytest.fixture
def out(release, preparer, approver):
    mark(release, preparer)
    return approving.approve_release(release=Release.objects.get(), actor=approver)


def revise(out, actor, *, is_material):
    return preparing.revise_release(release=out, is_material=is_material, reason="A street was named.", actor=actor)


def test_a_revision_keeps_the_cuts_and_replaces_the_older_one(out, preparer, approver):
    revision = revise(out, preparer, is_material=True)
    assert revision.number == f"{out.number}-2"
    assert {each.text: each.audiences for each in revision.items.get().passages.all()}[SECRET] == {GOVERNMENT}

    mark(revision, preparer, secret=frozenset(Audience))
    approving.approve_release(release=Release.objects.get(pk=revision.pk), actor=approver)

    out.refresh_from_db()
    assert out.status == "superseded"
    assert read_by(PUBLIC) == WORDS


def test_a_correction_that_changes_decided_words_is_material(out, preparer):
    revision = revise(out, preparer, is_material=False)
    assert problems_of(revision) == []

    mark(revision, preparer, secret=frozenset(Audience))

    assert "that is a material change" in problems_of(Release.objects.get(pk=revision.pk))[0]


def test_an_audience_taken_out_of_a_revision_reads_it_no_more(out, preparer, approver):
    revision = revise(out, preparer, is_material=True)
    preparing.edit_release(
        release=revision,
        title=revision.title,
        recommendations=[revision.items.get().recommendation],
        audiences=[GOVERNMENT],
        expected_version=1,
        actor=preparer,
        days_to_acknowledge=30,
        is_material=True,
    )

    approving.approve_release(release=Release.objects.get(pk=revision.pk), actor=approver)

    assert not SharedWords.objects.filter(audience=PUBLIC, replaced_at=None).exists()
    assert not Release.objects.visible_to(Actor()).exists()


def test_a_recommendation_taken_out_of_a_revision_is_read_no_more(preparer, approver):
    kept, dropped = InForceFactory(), InForceFactory()
    first = ReleaseFactory(audiences=frozenset({PUBLIC}), carrying=[kept, dropped])
    approving.approve_release(release=first, actor=approver)
    revision = revise(first, preparer, is_material=True)
    preparing.edit_release(
        release=revision,
        title=revision.title,
        recommendations=[kept],
        audiences=[PUBLIC],
        expected_version=1,
        actor=preparer,
    )

    approving.approve_release(release=Release.objects.get(pk=revision.pk), actor=approver)

    assert list(SharedWords.objects.filter(replaced_at=None).values_list("recommendation", flat=True)) == [kept.pk]


@pytest.mark.parametrize(("is_out", "reason", "refusal"), [(False, "x", NotAllowed), (True, " ", RuleBroken)])
def test_only_what_is_out_is_revised_and_with_a_reason(preparer, is_out, reason, refusal):
    factory = ReleasedFactory if is_out else ReleaseFactory
    release = factory(carrying=[InForceFactory()])

    with pytest.raises(refusal):
        preparing.revise_release(release=release, is_material=True, reason=reason, actor=preparer)


def test_a_release_is_revised_by_one_at_a_time(out, preparer):
    revise(out, preparer, is_material=True)

    with pytest.raises(NotAllowed, match="already"):
        revise(out, preparer, is_material=True)


def test_a_release_is_prepared_by_a_person():
    with pytest.raises(NotAllowed):
        preparing.prepare_release(
            title=TITLE, recommendations=[InForceFactory()], audiences=[PUBLIC], actor=Actor.system("tick")
        )


def test_offices_have_the_days_that_the_release_gives_them(preparer, approver, release):
    content = {"title": TITLE, "audiences": [GOVERNMENT], "actor": preparer}
    shorter = preparing.prepare_release(
        recommendations=[each.recommendation for each in release.items.all()], days_to_acknowledge=5, **content
    )

    approving.approve_release(release=shorter, actor=approver)

    assert (shorter.due_on - shorter.released_on).days == 5


def test_what_is_in_force_without_decided_words_cannot_be_released(preparer):
    """No path leads there but a hole in the data: then nothing is kept of the attempt."""
    undecided = EndorsedFactory()

    with pytest.raises(RuleBroken, match="not in force"):
        preparing.prepare_release(title=TITLE, recommendations=[undecided], audiences=[PUBLIC], actor=preparer)

    assert not Release.objects.exists()


def test_a_program_without_a_person_prepares_nothing(release):
    with pytest.raises(NotAllowed):
        preparing.revise_release(release=release, is_material=True, reason="By itself.", actor=SYSTEM)
    program = Actor(grants=actor_at(AgencyFactory(), Role.SECRETARIAT).grants)
    recommendations = [each.recommendation for each in release.items.all()]

    with pytest.raises(NotAllowed, match="prepared by a person"):
        preparing.prepare_release(title=TITLE, recommendations=recommendations, audiences=[PUBLIC], actor=program)
