from __future__ import annotations

from tulga.recommendations.forms.climbing import LadderDaysForm, LadderStepForm
from tulga.recommendations.forms.committing import (
    CommitmentForm,
    ObjectionForm,
    ObjectionVerdictForm,
    PaperAnswerForm,
    PassForm,
    ReportForm,
    SignedPaperForm,
    VerdictForm,
)
from tulga.recommendations.forms.consolidating import (
    CHOOSE_TWO,
    ArrangeForm,
    ChosenForm,
    MergeForm,
    PairForm,
    SplitForm,
    seen_of,
)
from tulga.recommendations.forms.deciding import DecideForm, OrderForm, RegisterOrderForm, SubmitForm
from tulga.recommendations.forms.delivering import (
    ChangeAnswerForm,
    EditCommitmentForm,
    MoreTimeForm,
    ProgressForm,
    ReassignForm,
    ReplyForm,
    SignForm,
)
from tulga.recommendations.forms.drafting import ChallengeForm, ConsolidateForm, DraftForm, RewordForm, TranslationForm
from tulga.recommendations.forms.fields import VersionedForm, wording_field
from tulga.recommendations.forms.on_paper import CorrectOrderForm, EnterDecisionForm
from tulga.recommendations.forms.packaging import (
    ArrangePackageForm,
    ChooseForm,
    DecideBlockForm,
    EditPackageForm,
    LayForm,
    PackageForm,
)

__all__ = [
    "CHOOSE_TWO",
    "ArrangeForm",
    "ArrangePackageForm",
    "ChallengeForm",
    "ChangeAnswerForm",
    "ChooseForm",
    "ChosenForm",
    "CommitmentForm",
    "ConsolidateForm",
    "CorrectOrderForm",
    "DecideBlockForm",
    "DecideForm",
    "DraftForm",
    "EditCommitmentForm",
    "EditPackageForm",
    "EnterDecisionForm",
    "LadderDaysForm",
    "LadderStepForm",
    "LayForm",
    "MergeForm",
    "MoreTimeForm",
    "ObjectionForm",
    "ObjectionVerdictForm",
    "OrderForm",
    "PackageForm",
    "PairForm",
    "PaperAnswerForm",
    "PassForm",
    "ProgressForm",
    "ReassignForm",
    "RegisterOrderForm",
    "ReplyForm",
    "ReportForm",
    "RewordForm",
    "SignForm",
    "SignedPaperForm",
    "SplitForm",
    "SubmitForm",
    "TranslationForm",
    "VerdictForm",
    "VersionedForm",
    "seen_of",
    "wording_field",
]
