"""Every address x every role x own and other agencies' records, against the reviewed table."""

from __future__ import annotations

import re

import pytest

from config.reference_pages import matrix
from tests.permission_matrix import addresses, clients, load, rows
from tests.permission_samples import PEOPLE

pytestmark = pytest.mark.django_db
UNSAFE = ("put", "patch", "delete")
# Django's form views take PUT for POST: an empty form, shown again with its errors.
SHOWN_AGAIN = {"account_login", "account_reauthenticate", "account_change_password"}


@pytest.fixture
def loaded() -> None:
    load()


def test_every_address_answers_as_the_reviewed_table_says(loaded):
    reviewed = {(row["name"], row["record"]): row for row in matrix()}
    actual = {(row["name"], row["record"]): row for row in rows()}

    assert actual.keys() - reviewed.keys() == set(), "review these new rows: python -m tests.write_permissions"
    assert reviewed.keys() - actual.keys() == set()
    wrong = [
        f"{name} ({record}) as {role}: {actual[name, record][role]}, reviewed {row[role]}"
        for (name, record), row in reviewed.items()
        for role in PEOPLE
        if actual[name, record][role] != row[role]
    ]
    assert wrong == []


def test_every_address_with_arguments_has_samples(loaded):
    assert addresses()[1] == []


def _told(response, url: str) -> str:
    """What a page says, without its own address and the one-time secrets of its forms."""
    words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return words.replace(url.removeprefix("/en"), "")


def test_nothing_answers_a_missing_record_unlike_a_hidden_one(loaded):
    """Where a role gets 404 for another's record, the body is that of the missing one."""
    found = addresses()[0]
    missing = {each.name: each.url for each in found if each.relation == "missing"}
    unlike = []
    for role, client in clients().items():
        for each in found:
            if each.relation in ("missing", "") or each.name not in missing:
                continue
            response = client.get(each.url)
            if response.status_code == 404:
                other = client.get(missing[each.name])
                if other.status_code != 404 or _told(response, each.url) != _told(other, missing[each.name]):
                    unlike.append(f"{each.name} ({each.relation}) as {role}")

    assert unlike == []


def test_strangers_write_nothing_and_no_page_knows_other_methods(loaded):
    wrong = []
    browsers = clients()
    for each in addresses()[0]:
        for role in ("public", "focal_point"):
            for method in UNSAFE:
                status = getattr(browsers[role], method)(each.url).status_code
                if status not in {302, 403, 404, 405} and each.name not in SHOWN_AGAIN:
                    wrong.append(f"{method} {each.name} ({each.relation}) as {role}: {status}")
        if each.access in {"signed_in", "action"}:
            status = browsers["public"].post(each.url, {"text": "x"}).status_code
            if status not in {302, 401, 403, 405}:
                wrong.append(f"post {each.name} as public: {status}")

    assert wrong == []


def test_head_answers_as_get_does(loaded):
    client = clients()["secretariat"]
    unlike = [
        each.name
        for each in addresses()[0]
        if client.head(each.url).status_code not in {client.get(each.url).status_code, 405}
    ]

    assert unlike == []


API = ("agencies", "places", "meetings", "challenges", "recommendations", "releases", "commitments")
API += ("plans", "activities", "assessments", "findings")


@pytest.mark.parametrize("collection", API)
def test_the_api_shows_anonymous_callers_what_the_public_sees(loaded, client, collection):
    response = client.get(f"/api/v1/{collection}?limit=100")

    assert response.status_code == 200
    assert set(response.json()) == {"items", "next"}
    assert "sessionid" not in response.cookies
    for item in response.json()["items"]:
        assert {"id", "url"} <= set(item)
        assert client.get(item["url"].partition("8000")[2]).status_code == 200


def test_the_api_hides_drafts_from_the_public(loaded, client):
    shown = {item["status"] for item in client.get("/api/v1/recommendations?limit=100").json()["items"]}

    # What was in force once stays readable when a newer one takes its place, and says so.
    assert shown == {"endorsed", "endorsed_with_changes", "implemented", "superseded"}


def test_a_wrong_token_is_refused(client, db):
    assert client.get("/api/v1/agencies", headers={"Authorization": "Bearer nothing"}).status_code == 401


def test_the_apis_documentation_comes_from_here_alone(client, db):
    page = client.get("/api/v1/docs").content.decode()

    assert "swagger-ui-bundle.js" in page
    assert "://" not in page.replace("http://testserver", "")
