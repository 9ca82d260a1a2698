"""What programs rely on: an unchanged answer is told as such, and nobody's answer is kept for somebody else."""

from __future__ import annotations

import pytest

from tulga.accounts.choices import Role
from tulga.accounts.services import issue_api_token
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor

pytestmark = pytest.mark.django_db
URL = "/api/v1/agencies"


def test_an_unchanged_answer_is_empty_and_a_changed_one_is_not(client):
    AgencyFactory()
    first = client.get(URL)

    again = client.get(URL, headers={"If-None-Match": first["ETag"]})
    AgencyFactory()
    changed = client.get(URL, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)
    assert (first["Cache-Control"], "Authorization" in first["Vary"]) == ("public, no-cache", True)


def test_what_a_person_reads_is_kept_by_no_cache(client):
    user = MembershipFactory(role=Role.SECRETARIAT).user
    _token, text = issue_api_token(user=user, label="a test", actor=Actor.system("api_token"))

    answer = client.get("/api/v1/recommendations", headers={"Authorization": f"Bearer {text}"})

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private")


@pytest.mark.parametrize("path", ["/api/v1/recommendations/1", "/api/v1/nothing"])
def test_what_is_not_found_has_no_version(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "ETag" not in answer
