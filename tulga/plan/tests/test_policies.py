from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.kit.actor import Actor
from tulga.plan.choices import Action
from tulga.plan.policies import policy

LEAD, OTHER = 1, 2
ACTIVITY = SimpleNamespace(lead_agency_id=LEAD)


@pytest.mark.parametrize(
    ("role", "may_edit", "may_report"),
    [
        (Role.SECRETARIAT, True, False),
        (Role.CHAIR, False, False),
        (Role.FOCAL_POINT, False, True),
        (Role.AGENCY_HEAD, False, True),
        (Role.NATIONAL_RAPPORTEUR, False, False),
        (Role.CASE_OFFICER, False, False),
        (Role.PARTNER, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_the_secretariat_writes_the_plan_and_the_lead_agency_reports(role, may_edit, may_report):
    actor = actor_at(LEAD, role)

    assert bool(policy.ask(actor, Action.EDIT)) is may_edit
    assert bool(policy.ask(actor, Action.REPORT_STATUS, ACTIVITY)) is may_report


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reports_for_another_agency(role):
    decision = policy.ask(actor_at(OTHER, role), Action.REPORT_STATUS, ACTIVITY)

    assert not decision
    assert "lead agency" in str(decision.reason)


@pytest.mark.parametrize(("actor", "may_edit"), [(Actor(), False), (Actor.system("import_plan"), True)])
def test_the_public_writes_nothing_and_no_machine_speaks_for_an_agency(actor, may_edit):
    assert bool(policy.ask(actor, Action.EDIT)) is may_edit
    assert not policy.ask(actor, Action.REPORT_STATUS, ACTIVITY)
