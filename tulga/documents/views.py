"""The templates that letters are written on. Files of records have no page here: their records' pages serve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.documents import letters
from tulga.documents.choices import MEGABYTE, Action, Kind
from tulga.documents.forms import DocumentUploadField
from tulga.documents.letters import LetterKind
from tulga.documents.models import LetterTemplate
from tulga.documents.policies import policy
from tulga.documents.services import replace_letter_template, withdraw_letter_template
from tulga.documents.serving import made_response
from tulga.kit.i18n import languages, own_name
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, Page

LARGEST_TEMPLATE = 2 * MEGABYTE


@dataclass(frozen=True)
class InUse:
    """What one kind of letter is written on in one language."""

    kind: LetterKind
    language: str
    template: LetterTemplate | None

    @property
    def language_name(self) -> str:
        return own_name(self.language)

    def get_absolute_url(self) -> str:
        return reverse("letter_template_list")


class LetterTemplateList(Page):
    title = _("Letter templates")
    lead = _("Each letter is written on the template that comes with Tulga, until you put your own in use.")
    queryset = LetterTemplate.objects.in_use().select_related("document", "put_in_use_by")
    template_name = "documents/letter_template_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy.require(self.actor, Action.REPLACE_LETTER_TEMPLATE)
        return self.show()

    def context(self) -> dict[str, Any]:
        own = {(each.kind, each.language): each for each in self.visible()}
        kinds = sorted(letters.KINDS.values(), key=lambda kind: str(kind.title))
        return {
            "kinds": [(kind, [InUse(kind, code, own.get((kind.name, code))) for code in languages()]) for kind in kinds]
        }


class OfLetterTemplate(ActionPage):
    """The kind of letter and the language of the address, with the template in use where there is one."""

    queryset = LetterTemplate.objects.in_use().select_related("document")
    policy = policy
    object: InUse

    def get_object(self) -> InUse:
        kind = letters.KINDS.get(self.kwargs["kind"])
        if kind is None or self.kwargs["language"] not in languages():
            raise Http404
        own = self.visible().filter(kind=kind.name, language=self.kwargs["language"]).first()
        return InUse(kind, self.kwargs["language"], own)

    def back_url(self) -> str:
        return reverse("letter_template_list")


class TemplateForm(forms.Form):
    template = DocumentUploadField(
        label=_("The template"),
        kinds={Kind.DOCX},
        max_bytes=LARGEST_TEMPLATE,
        help_text=_("A Word document (.docx) with blanks such as {{ addressee }}. It is tried before it is used."),
    )


class LetterTemplateReplace(OfLetterTemplate):
    title = _("Put a template in use")
    action = Action.REPLACE_LETTER_TEMPLATE
    form_class = TemplateForm
    submit_label = _("Put in use")
    template_name = "documents/letter_template_replace.html"

    def context(self) -> dict[str, Any]:
        how_to_repeat = gettext(
            "A list is repeated between the lines %(begin)s and %(end)s, which vanish. Between them stands {{ each }}, "
            "or {{ each.label }} where the list has parts. Nothing can be computed."
        ) % {"begin": "{%p for each in paragraphs %}", "end": "{%p endfor %}"}
        return {
            "file_url": reverse("letter_template_file", args=[self.object.kind.name, self.object.language]),
            "how_to_repeat": how_to_repeat,
        }

    def perform(self, form: TemplateForm) -> InUse:
        replace_letter_template(
            kind=self.object.kind,
            language=self.object.language,
            upload=form.cleaned_data["template"],
            actor=self.actor,
        )
        return self.object

    def success_message(self, result: InUse) -> str:
        return gettext("The template is in use from now on. Look at one letter before you send many.")


class LetterTemplateWithdraw(OfLetterTemplate):
    title = _("Use the shipped template again")
    lead = _("Your template stays kept; new letters are written on the one that comes with Tulga.")
    action = Action.WITHDRAW_LETTER_TEMPLATE
    form_class = forms.Form
    submit_label = _("Use the shipped one")

    @cached_property
    def own(self) -> LetterTemplate:
        if self.object.template is None:
            raise Http404
        return self.object.template

    def ask(self) -> Decision:
        return self.policy.ask(self.actor, self.action, self.own)

    def perform(self, form: forms.Form) -> InUse:
        withdraw_letter_template(template=self.own, actor=self.actor)
        return self.object


class LetterTemplateFile(OfLetterTemplate):
    """The template itself, to begin one's own from."""

    action = Action.REPLACE_LETTER_TEMPLATE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        policy.require(self.actor, self.action)
        name = f"{self.object.kind.title} ({self.object.language}).docx"
        return made_response(name, letters.template_for(self.object.kind.name, self.object.language))

    http_method_names = ("get", "head", "options")
