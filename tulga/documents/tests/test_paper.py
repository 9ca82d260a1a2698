from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tulga.documents.paper import HERE, CameBy, Paper, PaperFieldsForm, enter_paper, paper_constraints
from tulga.documents.tests import samples
from tulga.documents.tests.factories import sent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.recommendations.models import Objection as Entered  # one of those that come on paper

DAY = dt.date(2018, 3, 3)
CLERK = Actor(user_id=7, label="A clerk")


class StaffForm(PaperFieldsForm):
    offers_here = False


def filled(**typed):
    return {"came_by": "letter", "paper_number": "5/312", "paper_dated_on": "2018-03-03", "paper_caller": "", **typed}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"paper_number": " "}, "paper_number", "Write the letter's number. If it has none"),
        ({"paper_dated_on": ""}, "paper_dated_on", "Write the date that stands on the letter."),
        ({"paper_dated_on": f"{timezone.localdate() + dt.timedelta(2)}"}, "paper_dated_on", "This day has not come"),
        ({"paper_dated_on": "the third"}, "paper_dated_on", "Enter a valid date."),
        ({"came_by": "telephone"}, "paper_caller", "Write who called"),
        ({"came_by": "telephone", "paper_caller": "Duty officer", "paper_dated_on": ""}, "paper_dated_on", "Write the"),
        ({"came_by": "telephone", "paper_caller": "Duty officer 9911 2233"}, "paper_caller", "Line 1 seems to hold"),
        ({"came_by": "here"}, "came_by", "Choose how it came"),
        ({"came_by": "pigeon"}, "came_by", "Select a valid choice."),
    ],
)
def test_what_is_missing_or_does_not_fit_is_said_beside_its_field(typed, field, sentence):
    form = PaperFieldsForm(filled(**typed))

    assert not form.is_valid()
    assert form.errors[field][0].startswith(sentence)


def test_a_letter_is_read_with_its_scan():
    form = StaffForm(filled(paper_number=" 5/312\u200b "), {"paper_scan": sent("letter.pdf", samples.pdf())})

    assert form.is_valid(), form.errors
    assert (form.paper.number, form.paper.dated_on, form.paper.scan.name) == ("5/312", DAY, "letter.pdf")


def test_staff_enter_nothing_as_the_office_itself():
    assert not StaffForm({"came_by": "here"}).is_valid()
    assert "here" not in str(StaffForm()["came_by"])


@pytest.mark.parametrize("paper", [Paper("letter", "", DAY), Paper("telephone", "", DAY), Paper("here", "5", None)])
def test_the_service_refuses_what_the_form_would(paper):
    with pytest.raises(RuleBroken):
        enter_paper(Entered(), paper=paper, actor=CLERK)


def test_a_letter_is_entered_by_a_person():
    with pytest.raises(NotAllowed, match="by a person"):
        enter_paper(Entered(), paper=Paper("letter", "5", DAY), actor=Actor.system("import"))


def test_what_was_entered_here_names_nobody_as_its_clerk():
    record = Entered()

    enter_paper(record, paper=HERE, actor=CLERK)

    assert (record.came_by, record.entered_by_id, record.paper_line) == (CameBy.HERE, None, "")


def test_the_history_says_how_it_came():
    letter = Entered(came_by="letter", paper_number="12", paper_dated_on=DAY)
    call = Entered(came_by="telephone", paper_caller="Duty officer of the post", paper_dated_on=DAY)

    assert letter.how_it_came == "by letter No 12 of 3 March 2018"
    assert letter.paper_line == "by letter No 12 of 3 March 2018, entered by —"
    assert call.how_it_came == "by telephone on 3 March 2018: Duty officer of the post"


def test_the_database_holds_the_rule_too():
    names = [each.name for each in paper_constraints("acknowledgement")]

    assert names[1] == "acknowledgement_letter_has_number_and_date"
