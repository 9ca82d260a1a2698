from __future__ import annotations

import io

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from docx import Document as read_docx

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents import views
from tulga.documents.models import LetterTemplate
from tulga.documents.tests.factories import sent
from tulga.documents.tests.test_letters import CIRCULAR, template
from tulga.kit import once

pytestmark = pytest.mark.django_db
ADDRESS = {"kind": CIRCULAR.name, "language": "mn"}


class Messages(list[str]):
    def add(self, _level, message, _tags=""):
        self.append(message)


@pytest.fixture
def secretariat():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


def ask(view, actor, posted=None, **address):
    path, make = "/en/letters/templates/", RequestFactory()
    request = (
        make.get(path) if posted is None else make.post(path, {once.FIELD: once.new_token(actor.user_id), **posted})
    )
    request.actor, request._messages = actor, Messages()
    with translation.override("en"):
        return view.as_view()(request, **address)


def test_a_template_is_downloaded_changed_put_in_use_and_given_up_again(secretariat):
    shipped = ask(views.LetterTemplateFile, secretariat, **ADDRESS)
    assert "{{ addressee }}" in [each.text for each in read_docx(io.BytesIO(shipped.content)).paragraphs]

    own = {"template": sent("letter.docx", template("OURS {{ subject }}"))}
    assert "addressee_person" in ask(views.LetterTemplateReplace, secretariat, **ADDRESS).content.decode()
    assert ask(views.LetterTemplateReplace, secretariat, own, **ADDRESS).status_code == 302
    listed = ask(views.LetterTemplateList, secretariat).content.decode()
    assert "letter.docx, in use since" in listed

    assert ask(views.LetterTemplateWithdraw, secretariat, {}, **ADDRESS).status_code == 302
    assert not LetterTemplate.objects.in_use().exists()
    with pytest.raises(Http404):
        ask(views.LetterTemplateWithdraw, secretariat, **ADDRESS)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(template("{{ subject }} {{ adressee }}"), "“adressee”"), (b"MZ" + bytes(90), "program"), (b"", "empty")],
)
def test_a_bad_template_is_refused_in_words(secretariat, content, sentence):
    response = ask(views.LetterTemplateReplace, secretariat, {"template": sent("letter.docx", content)}, **ADDRESS)

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize("address", [{"kind": "no.such", "language": "mn"}, {**ADDRESS, "language": "xx"}])
def test_an_unknown_kind_or_language_does_not_exist(secretariat, address):
    with pytest.raises(Http404):
        ask(views.LetterTemplateReplace, secretariat, **address)


@pytest.mark.parametrize("view", [views.LetterTemplateList, views.LetterTemplateFile, views.LetterTemplateReplace])
def test_nobody_else_opens_the_templates(view):
    actor = actor_at(AgencyFactory(), Role.CHAIR, user_id=UserFactory().pk)

    response = ask(view, actor, **({} if view is views.LetterTemplateList else ADDRESS))

    assert response.status_code == 403
    assert "Only the secretariat" in response.content.decode()
