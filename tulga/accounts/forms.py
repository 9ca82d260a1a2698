from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.accounts.choices import FormOfAddress, Role
from tulga.accounts.choosing import PersonField, people_with_a_role
from tulga.accounts.models import Membership, User
from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, RecordForm


def _worded(form: forms.BaseForm, **labels: Any) -> None:
    """Our words on a library's fields, and no placeholder that vanishes while one types."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _worded(self, login=_("E-mail address"), password=_("Password"))
        self.fields["password"].help_text = ""


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _worded(self, password=_("Password"))


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _worded(
            self,
            oldpassword=_("Present password"),
            password1=_("New password"),
            password2=_("New password, once more"),
        )
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = LONG_ENOUGH


class CodeUsedOnce:
    """An app's code works once. The library remembers it for half a minute, but lets it be three times as old."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the library's form beside it
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            use = f"tulga.accounts.code:{self.authenticator.user_id}:{normalize_user_code(code)}"  # type: ignore[attr-defined]
            if not cache.add(use, 1, timeout=CODE_IS_VALID):
                raise get_adapter().validation_error("incorrect_code")
        return code


CODE_IS_VALID = 30 * (1 + 2 * settings.MFA_TOTP_TOLERANCE)  # seconds


class CodeForm(CodeUsedOnce, AuthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _worded(self, code=_("Code"))
        self.fields["code"].help_text = _("Six digits from your app, or one of your recovery codes.")


class CodeOnceMoreForm(CodeUsedOnce, CodeAgainForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _worded(self, code=_("Code"))


class AddAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _worded(self, code=_("The code that the app shows now"))


class AddPasskeyForm(AddWebAuthnForm):
    """Every passkey asks for the person, by PIN, finger or face: so it is both factors at once."""

    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _worded(self, name=_("A name by which you will know it"))


LONG_ENOUGH = gettext_lazy("At least 12 characters. A sentence that only you would write is good.")


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        help_text=LONG_ENOUGH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=gettext_lazy("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        written = super().clean() or {}
        if written.get("password") != written.get("password_again"):
            self.add_error("password_again", _("The two passwords differ. Type the same one twice."))
        return written


class JoinForm(NewPasswordForm):
    """What somebody new says about themselves."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200)
    form_of_address = forms.ChoiceField(
        label=gettext_lazy("Form of address in letters"), choices=FormOfAddress.choices, required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    field_order = ("full_name", "form_of_address", "language", "password", "password_again")


class PlainForm(forms.Form):
    """Nothing to say: the button is the act."""


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("The person's own, not one that is shared.")
    )
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200, required=False)
    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    is_alternate = forms.BooleanField(label=gettext_lazy("Alternate focal point"), required=False)
    valid_from = forms.DateField(label=gettext_lazy("Holds the role from"), widget=DateInput())
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {}).setdefault("valid_from", timezone.localdate())
        super().__init__(*args, **options)
        if "agency" in self.fields:
            self.fields["agency"].queryset = Agency.objects.valid_on(timezone.localdate()).sorted()  # type: ignore[attr-defined]


class SuccessorForm(InvitationForm):
    agency = role = is_alternate = None  # type: ignore[assignment]  # they are the predecessor's


class ActingForm(forms.Form):
    user = PersonField(label=gettext_lazy("Who acts"), queryset=User.objects.none())
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DateInput())
    valid_to = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput())

    def __init__(self, *args: Any, actor: Actor, office: Membership, **options: Any) -> None:
        """Colleagues of the office come first: they are who acts for it nearly always."""
        super().__init__(*args, **options)
        colleagues = Membership.objects.valid(timezone.localdate()).filter(user=OuterRef("pk"), agency=office.agency_id)
        others = people_with_a_role(actor).exclude(pk__in=[actor.user_id, office.user_id])
        is_from_elsewhere = (~Exists(colleagues)).asc()
        self.fields["user"].queryset = others.order_by(is_from_elsewhere, *others.query.order_by)  # type: ignore[attr-defined]


class AccessForm(forms.Form):
    removes_second_factor = forms.BooleanField(
        label=gettext_lazy("The telephone or passkey is lost too: take the second factor away"), required=False
    )


class DetailsForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = User
        fields = ("version", "full_name", "form_of_address", "language")
