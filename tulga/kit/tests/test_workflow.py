from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import models

from tulga.kit.policy import ALLOW, Policy, deny
from tulga.kit.workflow import Transition, Workflow, diagram


class Light(models.TextChoices):
    RED = "red", "Red"
    GREEN = "green", "Green"


policy = Policy()


@policy.rule("light.turn")
def anybody_turns(actor, light):
    return ALLOW


def workflow(*table, states=Light):
    return Workflow(name="light", title="Light", states=states, policy=policy, record=print, table=table)


def turn(name="turn", **values):
    return Transition(
        **{"name": name, "label": name, "source": ("red",), "target": "green", "action": "light.turn", **values}
    )


@pytest.fixture(autouse=True)
def _leave_the_registry_as_it_was():
    known = dict(Workflow.registry)
    yield
    Workflow.registry.clear()
    Workflow.registry.update(known)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ((turn(), turn()), "one name"),
        ((turn(source=("blue",)),), "unknown state"),
        ((turn(target="blue"),), "unknown state"),
        ((turn(action="light.break"),), "without a rule"),
    ],
)
def test_a_table_that_contradicts_itself_stops_the_start(table, says):
    with pytest.raises(ValueError, match=says):
        workflow(*table)


@pytest.mark.parametrize(
    ("status", "guard", "opens"),
    [
        ("red", None, ["turn"]),
        ("red", lambda thing, actor: deny("Not yet."), []),
        ("red", lambda thing, actor: ALLOW, ["turn"]),
        ("green", None, []),
    ],
)
def test_only_moves_that_state_rule_and_guard_allow_are_drawn(status, guard, opens):
    light = get_user_model()()
    light.status = status

    assert [each.name for each in workflow(turn(guard=guard)).open_to(light, None)] == opens


def test_the_published_diagram_draws_every_way_of_a_move():
    drawn = diagram(workflow(turn(source=("red", "green")), turn("back", source=("green",), target="red")))

    assert drawn.splitlines() == [
        "stateDiagram-v2",
        "  red --> green: turn",
        "  green --> green: turn",
        "  green --> red: back",
    ]
