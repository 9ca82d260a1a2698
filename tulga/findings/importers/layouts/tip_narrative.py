from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tulga.findings.importers import narrative
from tulga.findings.importers.asking import LANGUAGE, language_question
from tulga.findings.importers.layouts.tier_table import MEANINGS, NO_TIER
from tulga.findings.importers.narrative import Item, Narrative, read_narrative
from tulga.findings.importers.reading import FINDING, shortened
from tulga.kit.imports.engine import digest_of
from tulga.kit.imports.layouts import Layout, Question, Understanding
from tulga.kit.imports.look_alikes import look_alikes
from tulga.kit.imports.records import Problem, Reading, Record, Where
from tulga.kit.sentences import Sentence, say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Content, Passage

CUTS, TIER = "cuts", "tier"
BEGINNING = 60  # letters by which an item is found in the text
WHERE_EACH = gettext_noop("Where each recommendation begins and ends")
ABOVE = gettext_noop(
    "What stands above the recommendations, from line %(line)s (“%(words)s”) on, looks like recommendations too and "
    "was not read. Correct it under “%(question)s”."
)
BELOW = gettext_noop(
    "From line %(line)s (“%(words)s”) on the text was taken for the next part and not read. Where recommendations "
    "stand there, add them under “%(question)s”."
)
LONGEST = 400_000  # letters of a text that is looked through: the longest of such reports are a tenth of it

SURENESS: dict[narrative.Layout, tuple[float, Sentence]] = {
    narrative.Layout.BULLETS: (0.9, say(gettext_noop("Bullets part the recommendations."))),
    narrative.Layout.NUMBERS: (0.9, say(gettext_noop("Numbers part the recommendations."))),
    narrative.Layout.SEMICOLONS: (0.85, say(gettext_noop("Semicolons part the recommendations."))),
    narrative.Layout.PARAGRAPHS: (0.7, say(gettext_noop("Each recommendation is a paragraph of its own."))),
    narrative.Layout.GLUED: (
        0.7,
        say(gettext_noop("Bullets were lost: sentences without a blank between them are taken apart.")),
    ),
    narrative.Layout.SENTENCES: (0.3, say(gettext_noop("Nothing parts the recommendations: each sentence is one."))),
}


class TipNarrative(Layout):
    """The recommendations in the running text of a Trafficking in Persons Report, pasted or in a file."""

    name = "narrative"
    title = _("Running text with recommendations, as in the Trafficking in Persons Report")

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        found = read_narrative(_text(content))
        if found.layout is None or not found.items:
            return None
        confidence, reason = SURENESS[found.layout]
        texts = [item.text for item in found.items]
        return Understanding(
            self.name,
            confidence=confidence if found.has_heading else confidence - 0.2,
            reasons=(*_where_they_stand(found), reason, *_what_of_the_tier(found)),
            questions=(
                Question(
                    CUTS,
                    say(WHERE_EACH),
                    answer=given.get(CUTS, "").strip() or "\n\n".join(texts),
                    help=say(
                        gettext_noop(
                            "One recommendation in each paragraph. Put a blank line where a new one begins, take it "
                            "out where two belong together, and remove what is none. Leave the words as they are."
                        )
                    ),
                    is_required=True,
                    is_long=True,
                ),
                Question(
                    TIER,
                    say(gettext_noop("Tier in this text")),
                    answer=given.get(TIER, "") or found.tier.tier or NO_TIER,
                    choices=MEANINGS,
                ),
                language_question(texts, given),
            ),
            # Cuts that were moved hold for the same words only: brought again, they change nothing.
            shape=digest_of(_text(content)),
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        texts = [" ".join(each.split()) for each in re.split(r"\n\s*\n", answers[CUTS]) if each.strip()]
        records = tuple(_records(texts, _lines(content), answers[LANGUAGE]))
        facts = {"language": answers[LANGUAGE], "body": "TIP"}
        if answers[TIER] != NO_TIER:
            facts["tier"] = answers[TIER]
        return Reading(records, tuple(_not_read(content, answers[CUTS])), facts)


def _text(content: Content) -> str:
    return _whole(content)[:LONGEST]


def _whole(content: Content) -> str:
    return "\n\n".join(passage.text for passage in content.passages)


def _where_they_stand(found: Narrative) -> Iterator[Sentence]:
    if found.has_heading:
        yield say(gettext_noop("A heading says where the recommendations begin."))
    elif found.after is None:
        yield say(gettext_noop("No heading says where the recommendations begin: the whole text is read."))
    else:
        yield say(gettext_noop("No heading says where the recommendations begin: the text is read from its beginning."))
    if found.after is not None:
        told = gettext_noop("The next part begins on line %(line)s of the text, “%(words)s”: it is not read.")
        yield say(told, line=found.after.line, words=shortened(found.after.words))


def _not_read(content: Content, cuts: str) -> Iterator[Problem]:
    """What may hold recommendations as well, unless a person put it among the cuts: text around them, and tables."""
    found, taken = read_narrative(_text(content)), _letters(cuts)
    for part, told in ((found.before, ABOVE), (found.after, BELOW)):
        if part is not None and part.is_doubtful and _letters(part.below)[:BEGINNING] not in taken:
            words = shortened(part.words)
            yield Problem(Where(), say(told, line=part.line, words=words, question=say(WHERE_EACH)))
    if len(_whole(content)) > LONGEST:
        told = gettext_noop("The text is longer than %(count)s letters: what stands after them is not looked through.")
        yield Problem(Where(), say(told, count=f"{LONGEST:,}"))
    for grid in content.grids:
        if any(map(any, grid.rows)):
            yield Problem(
                Where.in_grid(grid), say(gettext_noop("This table stands in a running text: it is not read."))
            )


def _what_of_the_tier(found: Narrative) -> Iterator[Sentence]:
    if found.tier.tier:
        yield say(gettext_noop("Line %(line)s of the text names the tier."), line=found.tier.line)
    elif found.tier.others:
        yield say(gettext_noop("The text names several tiers with the same right: say which one holds."))


def _lines(content: Content) -> list[tuple[str, Passage]]:
    """What each passage says, folded so that an item is found in it."""
    return [(_letters(passage.text), passage) for passage in content.passages]


def _records(texts: Sequence[str], passages: Sequence[tuple[str, Passage]], language: str) -> Iterator[Record]:
    """Each item with the passage that it begins in; told where a person changed its words."""
    whole = "".join(letters for letters, _passage in passages)
    for item in (Item(number, text, 0) for number, text in enumerate(texts, start=1)):
        letters = _letters(item.text)
        passage = next((each for said, each in passages if letters[:BEGINNING] in said), None)
        where = Where.in_passage(passage) if passage else Where()
        remarks: tuple[Problem, ...] = ()
        if letters not in whole:
            sentence = say(
                gettext_noop("Recommendation %(number)s has words that do not stand so in the text."),
                number=item.number,
            )
            remarks = (Problem(where, sentence),)
        remarks += tuple(look_alikes(item.text, where))
        values = {"number": str(item.number), "text": item.text, "kind": "recommendation", "language": language}
        yield Record(FINDING, f"{FINDING}:{item.number}", values | {"is_counted": True}, where, remarks=remarks)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
