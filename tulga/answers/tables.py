from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.answers.summaries import GapLine
from tulga.kit import exports
from tulga.kit.tables import DateColumn, LinkColumn, StatusColumn, Table, TextColumn
from tulga.plan.choices import NOT_REPORTED, ActivityStatus, Pillar


class UnaskedActivityTable(Table):
    title = LinkColumn(_("Activity"), "current__title", url_name="activity_detail", note="current__number")
    lead_agency = TextColumn(_("Lead agency"), "current__lead_agency__name")
    pillar = StatusColumn(_("Pillar"), "current__pillar", states=Pillar)
    status = StatusColumn(_("Status"), states=ActivityStatus, none=NOT_REPORTED)
    ends_on = DateColumn(_("Until"), "current__ends_on")

    empty_text = _("Every activity answers a finding or a recommendation in force.")


def _answers_in_words(line: GapLine) -> str:
    return "\n".join(f"{each.kind} {each.number}: {each.words} ({each.extent})" for each in line.answers)


# The columns of a file of findings with what answers them.
ANSWERED = [
    exports.Column(_("Assessment"), lambda line: line.finding.assessment.code, "assessment"),
    exports.Column(_("State"), lambda line: line.finding.assessment.state, "state"),
    exports.Column(_("Year"), lambda line: line.finding.assessment.year, "year"),
    exports.Column(_("Number"), lambda line: line.finding.number, "number"),
    exports.Column(_("Theme"), lambda line: str(line.theme), "theme"),
    exports.Column(_("Finding"), lambda line: str(line.words), "finding"),
    exports.Column(_("How it is answered"), lambda line: str(line.label), "standing"),
    exports.Column(_("What answers it"), _answers_in_words, "answers"),
]
