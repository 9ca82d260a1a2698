"""What the two libraries say of tables that cannot be worked on, and beside their answers, for the catalogue.

The libraries know no other language than English; a test compares this list with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from tulga.kit.sentences import Sentence

if TYPE_CHECKING:
    from tulga.evidence import disclosure, mse

SAID_BY_LIBRARIES = (
    gettext_noop("An audit takes one published table, or two that overlap."),
    gettext_noop(
        "The published numbers contradict each other: no table of whole numbers has all these values and totals."
    ),
    gettext_noop("Time ended before one table of whole numbers was found that agrees with all that is published."),
    gettext_noop("The threshold is a whole number from %(least)s."),
    gettext_noop(
        "Some counts were given as fewer than a number. They are protected only if that number is not "
        "public already: whoever has read <5 knows that it is fewer than 5."
    ),
    gettext_noop(
        "Time ended before all intervals were exact, in cells: %(number)s. A reader is left with what is told "
        "of them, or with more."
    ),
    gettext_noop("These counts cannot be protected, even with every cell hidden that may be."),
    gettext_noop("The grand total had to be hidden: nothing else protects the small cells."),
    gettext_noop("All together are fewer than %(threshold)s: nothing else of this table can be told."),
    gettext_noop("The base of rounding is a whole number from 1."),
    gettext_noop("Line %(line)s: %(text)s is not a multiple of %(base)s, the base of rounding."),
    gettext_noop(
        "One release has no column %(column)s: add it, with the time its numbers cover, such as 2025 or "
        "2025-04/2026-03."
    ),
    gettext_noop("In the column %(column)s of one release two periods overlap, so that its totals count twice."),
    gettext_noop("Laid together, the two releases have more cells than can be worked on."),
    gettext_noop("%(cell)s is named as a structural zero, but somebody is counted there."),
    gettext_noop("The totals that were given do not agree with the cells, whatever <5 and the like stand for."),
    gettext_noop("The column %(column)s has no category, only totals."),
    gettext_noop("Line %(line)s: the total of %(cell)s is not the sum of its parts."),
    gettext_noop("Structural zeros name a column %(column)s that the table does not have."),
    gettext_noop("Structural zeros name %(label)s, which is no category of %(column)s."),
    gettext_noop("Line %(line)s: %(text)s is not a count; write a whole number, or <5 for fewer than five."),
    gettext_noop("A table has one to four columns of categories beside its count; this one has %(number)s."),
    gettext_noop("The file has no line of counts."),
    gettext_noop("The file is empty; its first line names the columns."),
    gettext_noop("A column has no name in the first line."),
    gettext_noop("Two columns have the same name."),
    gettext_noop("There is no column %(column)s; the columns are %(names)s."),
    gettext_noop("With its totals the table has %(cells)s cells; at most %(most)s are worked on."),
    gettext_noop("Line %(line)s: %(text)s is not a count; counts are whole numbers from 0."),
    gettext_noop("Line %(line)s: nothing is not a count; write a whole number, or <5 for fewer than five."),
    gettext_noop("Line %(line)s has %(found)s fields where the first line names %(named)s."),
    gettext_noop("Lines %(first)s and %(second)s are about the same cell."),
    gettext_noop("There is no file %(path)s."),
    gettext_noop("%(path)s cannot be read as text in UTF-8."),
    gettext_noop("The file is not a CSV: a quotation mark is not closed, or a field has no end."),
    gettext_noop("Line %(line)s: %(text)s is more people than can be counted here."),
    gettext_noop("Line %(line)s: %(text)s leaves no count."),
    gettext_noop("Line %(line)s names no category in the column %(column)s."),
    gettext_noop("Models are averaged over up to six lists."),
    gettext_noop("The model has no estimate for this table: the likelihood rises without end."),
    gettext_noop("The model has no estimate for this table: the table cannot tell its parameters apart."),
    gettext_noop(
        "The model has no estimate for this table: the likelihood rises without end and the table cannot "
        "tell its parameters apart."
    ),
    gettext_noop("No case is left."),
    gettext_noop("Stepwise selection looks at pairs of lists only: its order is 2."),
    gettext_noop(
        "All orders are searched for up to %(most)s lists; this table has %(lists)s: choose order 2, or merge lists."
    ),
    gettext_noop(
        "The best model is searched for up to %(most)s lists; this table has %(lists)s: choose stepwise "
        "selection, or merge lists."
    ),
    gettext_noop("The table holds no case."),
    gettext_noop("The table holds more than a billion cases."),
    gettext_noop("The file has no resample: it needs a column of histories and a column for each resample."),
    gettext_noop("A resample holds no case."),
    gettext_noop("The file is not text."),
    gettext_noop("The file needs a row of names and at least one row of counts."),
    gettext_noop(
        "The table has %(number)s lists: an estimate needs %(fewest)s to %(most)s, each a column of 0 and "
        "1, and a last column of counts."
    ),
    gettext_noop("Row %(row)s is on no list: how many those are is what is estimated; leave the row out."),
    gettext_noop("Rows %(first)s and %(second)s have the same history: give each history once."),
    gettext_noop("Row %(row)s: %(history)s is not a history of %(lists)s lists (1 to %(most)s)."),
    gettext_noop("Row %(row)s: the history %(history)s was given before."),
    gettext_noop("The file is not text in UTF-8: save it as CSV UTF-8."),
    gettext_noop("%(path)s cannot be read: %(reason)s."),
    gettext_noop("Row %(row)s has %(found)s columns and the first row %(named)s."),
    gettext_noop(
        "The table has one list: an estimate needs %(fewest)s to %(most)s, each a column of 0 and 1, and a "
        "last column of counts."
    ),
    gettext_noop("Each list needs a name that can be printed, in the first row."),
    gettext_noop("The first row must name the lists, each by a name of its own: “%(name)s” is none."),
    gettext_noop("Row %(row)s, column %(column)s: a list holds a case (1) or not (0), not “%(text)s”."),
    gettext_noop("Row %(row)s, the count, must be a whole number from 0 up, not “%(text)s”."),
    gettext_noop("Row %(row)s, the count, is more than a billion."),
    gettext_noop("Row %(row)s, the history, must be a whole number from 0 up, not “%(text)s”."),
    gettext_noop("Row %(row)s, the history, is more than a billion."),
)


def of_library(sentence: disclosure.Sentence | mse.Sentence) -> Sentence:
    """A library's sentence as one of the interface, said in each reader's language."""
    return Sentence(sentence.message, sentence.values)
