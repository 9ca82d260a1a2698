from __future__ import annotations

from tulga.recommendations.forms.committing import CommitmentForm, ReportForm, VerdictForm
from tulga.recommendations.forms.deciding import DecideForm, OrderForm, RegisterOrderForm, SubmitForm
from tulga.recommendations.forms.drafting import ChallengeForm, ConsolidateForm, DraftForm, RewordForm, TranslationForm
from tulga.recommendations.forms.fields import ReasonForm, VersionedForm, WrittenField, wording_field

__all__ = [
    "ChallengeForm",
    "CommitmentForm",
    "ConsolidateForm",
    "DecideForm",
    "DraftForm",
    "OrderForm",
    "ReasonForm",
    "RegisterOrderForm",
    "ReportForm",
    "RewordForm",
    "SubmitForm",
    "TranslationForm",
    "VerdictForm",
    "VersionedForm",
    "WrittenField",
    "wording_field",
]
