from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tulga.agencies.models import Agency
from tulga.dissemination.choices import ReleaseStatus, Reminded
from tulga.dissemination.cutting import EVERY_AUDIENCE
from tulga.dissemination.models import Passage, Release, ReleaseItem, ReminderDays
from tulga.documents.paper import PaperFieldsForm
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience, mask_of
from tulga.kit.forms import RecordForm
from tulga.kit.i18n import I18nFormField, I18nText, I18nWidget, own_name
from tulga.kit.writing import without_personal_data
from tulga.recommendations.models import Recommendation

# The first of these that a text does not hold parts its passages.
PARTING_MARKS = ("|", "¦", "‖", "⁞")


class ReleaseForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Release
        fields = ["title", "recommendations", "audiences", "note", "days_to_acknowledge", "is_material", "version"]
        widgets = {
            **RecordForm.Meta.widgets,
            "recommendations": forms.CheckboxSelectMultiple(),
            "note": I18nWidget(rows=3),
        }
        help_texts = {
            "title": gettext_lazy("Every audience reads it: name nothing that is for some of them only."),
            "recommendations": gettext_lazy("Only those in force by a registered order are offered."),
            "note": gettext_lazy("Every audience reads it."),
        }

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        in_force = Recommendation.objects.visible_to(actor).in_force().order_by("reference", "pk")
        self.fields["recommendations"].queryset = in_force  # type: ignore[attr-defined]  # a choice of records
        if self.instance._state.adding:
            # What nobody has been told of yet is what a new release is for.
            self.initial["recommendations"] = in_force.filter(audiences=mask_of(())).exclude(
                releases__status=ReleaseStatus.PREPARED
            )
        self.fields["days_to_acknowledge"].required = False
        if self.instance.supersedes_id is None:
            del self.fields["is_material"]


class MarkForm(RecordForm):
    """Who may read each passage of one recommendation, which title each audience reads, and who gets none of it."""

    class Meta(RecordForm.Meta):
        model = Release
        fields = ["version"]

    def __init__(self, *, item: ReleaseItem, **options: Any) -> None:
        super().__init__(**options)
        self.item = item
        self.choices = [(each.value, each.label) for each in Audience if each in self.instance.audiences]
        self.passages = list(item.passages.all())
        for passage in self.passages:
            self.fields[f"passage_{passage.pk}"] = forms.TypedMultipleChoiceField(
                label=_("Passage %(number)s") % {"number": passage.number},
                choices=self.choices,
                initial=[each.value for each in passage.audiences],
                coerce=Audience,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        titles = {each.audience: each.title for each in item.titles.all()}
        for audience, label in self.choices:
            self.fields[f"title_{audience}"] = I18nFormField(
                label=_("Title for %(audience)s") % {"audience": label},
                initial=titles.get(audience, I18nText()),
                required=False,
                max_length=300,
            )
        self.fields["left_out"] = forms.TypedMultipleChoiceField(
            label=_("Leave the whole recommendation out for"),
            choices=self.choices,
            initial=[each.value for each in item.left_out],
            coerce=Audience,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def offered(self) -> frozenset[Audience]:
        return frozenset(Audience(value) for value, _label in self.choices)

    @property
    def readers(self) -> dict[int, frozenset[Audience]]:
        """As chosen; for everybody, where somebody opened a passage to all whom the release is for."""
        return {each.pk: self._readers_of(each) for each in self.passages}

    def _readers_of(self, passage: Passage) -> frozenset[Audience]:
        chosen = frozenset(self.cleaned_data[f"passage_{passage.pk}"])
        if chosen == passage.audiences & self.offered:
            return passage.audiences
        return EVERY_AUDIENCE if chosen == self.offered else chosen

    @property
    def titles(self) -> dict[Audience, I18nText]:
        return {each: self.cleaned_data[f"title_{each.value}"] for each in self.offered}

    def passages_by_language(self) -> list[tuple[str, str, list[tuple[Passage, Any]]]]:
        """Each passage with its field, language by language with its own name, the decided one first."""
        languages = sorted(
            {each.language for each in self.passages}, key=lambda code: (code != self.item.language, code)
        )
        return [
            (
                code,
                own_name(code),
                [(each, self[f"passage_{each.pk}"]) for each in self.passages if each.language == code],
            )
            for code in languages
        ]

    def title_fields(self) -> list[Any]:
        return [self[f"title_{value}"] for value, _label in self.choices]


class PartForm(RecordForm):
    """One text with a mark wherever a passage ends. Nothing else of it can be changed."""

    text = forms.CharField(
        label=gettext_lazy("The text in passages"), widget=forms.Textarea(attrs={"rows": 12}), strip=False
    )

    class Meta(RecordForm.Meta):
        model = Release
        fields = ["version"]

    field_order = ["text"]

    def __init__(self, *, texts: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.frozen = "".join(texts)
        self.mark = next(each for each in PARTING_MARKS if each not in self.frozen)
        self.initial["text"] = self.mark.join(texts)
        self.fields["text"].help_text = _(
            "Put %(mark)s wherever a passage ends, and take it away where two belong together. The words are frozen."
        ) % {"mark": self.mark}

    def clean_text(self) -> str:
        """Browsers send their own line ends, and some programs take blanks away at the end of a line."""
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        if text.replace(self.mark, "") != self.frozen:
            raise ValidationError(
                _("Only the mark %(mark)s can be moved. Load the page again and leave every word as it is.")
                % {"mark": self.mark}
            )
        return text

    @property
    def texts(self) -> list[str]:
        """A blank alone is no passage: it stays with the words before it."""
        texts: list[str] = []
        for each in self.cleaned_data["text"].split(self.mark):
            if texts and not each.strip():
                texts[-1] += each
            elif each:
                texts.append(each)
        return texts


class ApproveForm(RecordForm):
    """Nothing to write: its version says which words the approver read."""

    class Meta(RecordForm.Meta):
        model = Release
        fields = ["version"]


class ReviseForm(forms.Form):
    is_material = forms.TypedChoiceField(
        label=gettext_lazy("What changes"),
        choices=[
            ("yes", gettext_lazy("What offices have to do: every office acknowledges again")),
            ("no", gettext_lazy("A slip of the pen, a title or a translation: acknowledgements stay")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is revised"), widget=forms.Textarea({"rows": 3}), max_length=1000
    )


# --- Deliveries -----------------------------------------------------------------------------------------------------
def late_reason_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why it took longer"),
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
        required=False,
        validators=[without_personal_data],
    )


class AcknowledgeForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What your office adds"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
        validators=[without_personal_data],
        help_text=gettext_lazy("The secretariat and the offices above yours read it."),
    )
    late_reason = late_reason_field()

    def __init__(self, *, is_late: bool, **options: Any) -> None:
        super().__init__(**options)
        if is_late:
            self.fields["late_reason"].required = True
        else:
            del self.fields["late_reason"]


class EnterAcknowledgementForm(PaperFieldsForm):
    offers_here = False

    words = forms.CharField(
        label=gettext_lazy("What the office adds"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
        validators=[without_personal_data],
    )
    late_reason = late_reason_field()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["late_reason"].help_text = _("Where the letter or the call came after the day to acknowledge by.")


class PassOnForm(forms.Form):
    offices = forms.ModelMultipleChoiceField(
        label=gettext_lazy("To which of your offices"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one office.")},
    )

    def __init__(self, *, offices: Iterable[Agency], **options: Any) -> None:
        super().__init__(**options)
        ids = [each.pk for each in offices]
        self.fields["offices"].queryset = Agency.objects.filter(pk__in=ids).sorted()  # type: ignore[attr-defined]
        self.initial["offices"] = ids


class ReminderDaysForm(forms.Form):
    """Days before and after the day to acknowledge by, for each of those who are reminded."""

    def __init__(self, *, rows: Iterable[ReminderDays], **options: Any) -> None:
        super().__init__(**options)
        known = {each.reminded: each.days for each in rows}
        for each in Reminded:
            self.fields[each.value] = forms.CharField(
                label=each.label,
                initial=", ".join(str(day) for day in known.get(each.value, [])),
                required=False,
                max_length=100,
                help_text=_("Days counted from the day to acknowledge by, such as -3, 0, 7. Empty: never."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for each in Reminded:
            if each.value in cleaned:
                try:
                    cleaned[each.value] = sorted(
                        {int(day) for day in cleaned[each.value].replace(";", ",").split(",") if day.strip()}
                    )
                except ValueError:
                    self.add_error(each.value, _("Write whole numbers with commas between them, such as -3, 0, 7."))
                    continue
                if any(abs(day) > 365 for day in cleaned[each.value]):
                    limit = 365
                    message = ngettext("At most %(limit)s day.", "At most %(limit)s days.", limit) % {"limit": limit}
                    self.add_error(each.value, message)
        return cleaned
