"""Every component on one page, with invented words: to look at, and to try one before a page is made of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _

from tulga.kit.access import Access, access
from tulga.kit.charts import Bar
from tulga.kit.comparison import compare_words
from tulga.kit.forms import DateInput
from tulga.kit.i18n import I18nFormField, I18nText
from tulga.kit.tables import Cell

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

OLD = "Inspect whether transport companies hold drivers' passports."
NEW = "Inspect, at every port, whether transport companies hold drivers' passports, and fine those that do."
ALIKE = I18nText(mn="Жолоочийн паспорт")
STEPS = "Challenge Recommendation Endorsement Dissemination Commitment Progress Result"
CHOICES = [("full", "In full"), ("partly", "In part")]


class SampleForm(forms.Form):
    """One field of each kind. It is never sent."""

    name = I18nFormField(label="Title", help_text="As the order names it.", max_length=200)
    wording = I18nFormField(label="Wording", rows=3, required=False)
    number = forms.CharField(label="Number of the order")
    signed_on = forms.DateField(label="Signed on", widget=DateInput())
    remark = forms.CharField(label="Remark", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agency = forms.ChoiceField(label="Agency", choices=CHOICES)
    answer = forms.ChoiceField(label="Answered", choices=CHOICES, widget=forms.RadioSelect)
    audiences = forms.MultipleChoiceField(label="Shared with", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="I have compared it with the paper")
    scan = forms.FileField(label="Scan", required=False)


@access(Access.PUBLIC)
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/components.html", {"title": _("Components"), **_samples()})


def _samples() -> dict[str, Any]:
    row = [Cell("R-2018-07", url="#main"), Cell("Endorsed", colour="green"), Cell("19 January", is_late=True)]
    states = ["done", "done", "done", "done", "here", "", ""]
    return {
        "written": {
            "fields": [],
            "texts": ["Said twice in the session."],
            "had_files": False,
            "action": "#main",
            "leave": "",
            "csrf_token": "",
        },
        "csrf_token": "",  # none: a public page sets no cookie
        "form": SampleForm({"number": "A/14", "name_en": "Passports"}),
        "steps": [
            {"label": label, "note": "10 January" if state else "", "state": state, "url": "#main" if state else ""}
            for label, state in zip(STEPS.split(), states, strict=True)
        ],
        "bars": [Bar("Government departments", 13, 21), Bar("Law enforcement", 4, 5)],
        "foreign": ALIKE,
        "pieces": compare_words(OLD, NEW),
        "new": NEW,
        "hotlines": [{"number": "108", "name": "Child helpline"}, {"number": "107", "name": "Domestic violence"}],
        "history": [
            {
                "at": dt.datetime(2018, 1, 22, 9, 40, tzinfo=dt.UTC),
                "who": "Chair",
                "what": "changed the wording",
                "before": OLD,
                "after": NEW,
                "reason": "order A/14",
                "of": "edition 2",
            }
        ],
        "labels": ["Number", "State", "Due"],
        "rows": [row, [*row[:1], Cell(ALIKE["mn"], lang="mn", note="three agencies"), row[2]]],
        "pages": {"number": 2, "previous": True, "next": True},
    }
