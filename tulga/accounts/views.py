from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.accounts import services
from tulga.accounts.choices import Action
from tulga.accounts.forms import (
    AccessForm,
    ActingForm,
    DetailsForm,
    InvitationForm,
    JoinForm,
    NewPasswordForm,
    PlainForm,
    SuccessorForm,
)
from tulga.accounts.middleware import has_second_factor
from tulga.accounts.models import AccessLink, Invitation, Membership, User
from tulga.accounts.one_time_links import full_link
from tulga.accounts.policies import policy
from tulga.accounts.roles import PERMISSION_WORDS, ROLES
from tulga.accounts.tables import InvitationTable, PersonFilters, PersonTable
from tulga.agencies.tables import validity
from tulga.audit.summaries import history_of
from tulga.kit.access import Access, access
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import deny
from tulga.kit.views import ActionPage, CreatePage, DetailPage, EditPage, FormPage, ListPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tulga.accounts.querysets import MembershipQuerySet
    from tulga.kit.policy import Decision
    from tulga.kit.views import ActorRequest


# Giving a role, or a way in, asks for the password again, five minutes after it was last shown. What was written is
# sent on after that. Off in the demonstration, whose sessions may be made without a password.
shows_who_it_is = method_decorator(
    reauthentication_required(enabled=lambda _request: settings.SECOND_FACTOR_DEMANDED), name="post"
)


# --- People --------------------------------------------------------------------------------------------------------
class PersonList(ListPage):
    title = gettext_lazy("People")
    lead = gettext_lazy("Who holds which role, at which agency.")
    table_class = PersonTable
    filterset_class = PersonFilters
    template_name = "accounts/person_list.html"
    create_url_name = "invitation_create"
    create_label = gettext_lazy("Invite somebody")
    create_action = Action.INVITE

    def get_queryset(self) -> MembershipQuerySet:
        # Not a class attribute: the order depends on the language of the request.
        return Membership.objects.for_listing()

    def context(self) -> dict[str, Any]:
        return {"may_see_invitations": self.actor.may(Action.INVITE) or self.actor.may(Action.HAND_OVER)}


class PersonDetail(DetailPage):
    queryset = User.objects.all()
    template_name = "accounts/person_detail.html"

    def context(self) -> dict[str, Any]:
        person: User = self.object
        today = timezone.localdate()
        held = Membership.objects.visible_to(self.actor).filter(user=person).for_listing()
        may_restore = policy.ask(self.actor, Action.RESTORE_ACCESS, person)
        may_close = policy.ask(self.actor, Action.DISABLE, person)
        # Colleagues read names and offices; how somebody signs in, and why an account was closed, is not theirs.
        reads_account = person.pk == self.actor.user_id or may_restore or may_close
        return {
            "roles": [self._role(each) for each in held.not_over(today)],
            "past": held.exclude(pk__in=held.not_over(today).values("pk")),
            "may_restore": bool(may_restore),
            "may_close": bool(may_close),
            "history": history_of(*([person] if reads_account else []), *held),
        }

    def _role(self, membership: Membership) -> dict[str, Any]:
        is_held = membership.is_valid(timezone.localdate()) and not membership.is_acting
        return {
            "membership": membership,
            "days": validity(membership.valid_from, membership.valid_to, ""),
            "may_end": bool(policy.ask(self.actor, Action.END_MEMBERSHIP, membership)),
            "may_hand_over": is_held and bool(policy.ask(self.actor, Action.HAND_OVER, membership)),
            "may_appoint": is_held and bool(policy.ask(self.actor, Action.APPOINT_ACTING, membership)),
        }


@access(Access.SIGNED_IN)
def role_list(request: ActorRequest) -> HttpResponse:
    """Every role with what it permits, in words."""
    roles = [
        {
            "title": each.title,
            "description": each.description,
            "permissions": sorted(str(PERMISSION_WORDS[name]) for name in each.permissions),
            "is_own": request.actor.holds_anywhere(role),
        }
        for role, each in ROLES.items()
    ]
    return render(request, "accounts/role_list.html", {"title": _("Roles and what they permit"), "roles": roles})


# --- Invitations ---------------------------------------------------------------------------------------------------
class InvitationList(ListPage):
    title = gettext_lazy("Invitations")
    queryset = Invitation.objects.for_listing()
    table_class = InvitationTable
    create_url_name = "invitation_create"
    create_label = gettext_lazy("Invite somebody")
    create_action = Action.INVITE


@shows_who_it_is
class InvitePerson(CreatePage):
    title = gettext_lazy("Invite somebody")
    lead = gettext_lazy("You get a link to hand over or to print. It opens once, within 72 hours.")
    form_class = InvitationForm
    submit_label = gettext_lazy("Make the invitation")
    policy = policy
    action = Action.INVITE

    def perform(self, form: InvitationForm) -> Invitation:
        return services.invite(actor=self.actor, **form.cleaned_data)

    def back_url(self) -> str:
        return reverse("person_list")


class PrintInvitation(DetailPage):
    """The letter with its link and its QR code, to be handed over."""

    queryset = Invitation.objects.for_listing()
    template_name = "accounts/invitation_print.html"
    title = gettext_lazy("Invitation")

    def context(self) -> dict[str, Any]:
        invitation: Invitation = self.object
        link = full_link("invitation_accept", invitation.nonce, invitation.language) if invitation.is_open else ""
        return {
            "link": link,
            "may_confirm": bool(policy.ask(self.actor, Action.CONFIRM, invitation)),
            "may_withdraw": not invitation.accepted_at and not invitation.revoked_at,
        }


@shows_who_it_is
class ConfirmInvitation(ActionPage):
    title = gettext_lazy("Confirm as the second person")
    lead = gettext_lazy(
        "This role decides, verifies, lets out or invites, so two people give it. Make sure whose address it is: see "
        "the person, or call a number you knew before. Then there is a link."
    )
    queryset = Invitation.objects.for_listing()
    form_class = PlainForm
    submit_label = gettext_lazy("Confirm")
    policy = policy
    action = Action.CONFIRM

    def get_title(self) -> str:
        return f"{self.title}: {self.object}"

    def perform(self, form: PlainForm) -> Invitation:
        return services.confirm(waiting=self.object, actor=self.actor)


class RenewInvitation(ActionPage):
    title = gettext_lazy("Renew the invitation")
    lead = gettext_lazy("There will be a new link. The old one opens nothing any more.")
    queryset = Invitation.objects.for_listing()
    form_class = PlainForm
    submit_label = gettext_lazy("Make a new link")
    policy = policy
    action = Action.REVOKE_INVITATION

    def perform(self, form: PlainForm) -> Invitation:
        return services.renew_invitation(invitation=self.object, actor=self.actor)


class WithdrawInvitation(RenewInvitation):
    title = gettext_lazy("Withdraw the invitation")
    lead = gettext_lazy("Its link opens nothing any more.")
    submit_label = gettext_lazy("Withdraw")
    is_warning = True

    def perform(self, form: PlainForm) -> Invitation:
        return services.revoke_invitation(invitation=self.object, actor=self.actor)


USED = gettext_lazy("This link has been used, withdrawn or has expired. Ask whoever gave it to you for a new one.")


class AcceptInvitation(FormPage):
    """Opened by whoever has the link. Somebody with an account signs in first."""

    access = Access.OPEN
    title = gettext_lazy("You are invited to Tulga")
    template_name = "accounts/invitation_accept.html"
    submit_label = gettext_lazy("Accept the invitation")
    object: Invitation | None

    def prepare(self) -> Decision | None:
        self.object = services.open_invitation(self.kwargs["token"])
        self.account = User.objects.filter(email=self.object.email).first() if self.object else None
        return None if self.object else deny(USED)

    def get_form(self, **options: Any) -> Any:
        if self.account is not None or self.object is None:
            return PlainForm(**options)
        named = {"full_name": self.object.full_name, "language": self.object.language}
        return JoinForm(initial=named, **options)

    def context(self) -> dict[str, Any]:
        must_sign_in = self.account is not None and self.account.pk != self.actor.user_id
        return {"invitation": self.object, "must_sign_in": must_sign_in, "here": self.request.path}

    def perform(self, form: Any) -> Membership:
        written = {name: value for name, value in form.cleaned_data.items() if name != "password_again"}
        return services.accept_invitation(token=self.kwargs["token"], actor=self.actor, **written)

    def success_url(self, result: Membership) -> str:
        return reverse("own_account" if self.actor.user_id else "account_login")

    def success_message(self, result: Membership) -> str:
        if self.actor.user_id:
            return _("You now hold this role: %(role)s.") % {"role": result}
        return _("Your account is ready. Sign in with your e-mail address and the password you chose.")

    def back_url(self) -> str:
        return ""


# --- Roles held ----------------------------------------------------------------------------------------------------
class RolePage(ActionPage):
    queryset = Membership.objects.select_related("user", "agency")
    policy = policy

    def get_title(self) -> str:
        return f"{self.title}: {self.object}"


class EndMembership(RolePage):
    title = gettext_lazy("End the role")
    lead = gettext_lazy("It ends now. The history keeps it.")
    form_class = ReasonForm
    submit_label = gettext_lazy("End the role")
    is_warning = True
    action = Action.END_MEMBERSHIP

    def perform(self, form: ReasonForm) -> Membership:
        return services.end_membership(membership=self.object, reason=form.cleaned_data["reason"], actor=self.actor)


@shows_who_it_is
class HandOver(RolePage):
    title = gettext_lazy("Hand over")
    lead = gettext_lazy("The successor is invited. The present holder keeps the role until the successor has it.")
    form_class = SuccessorForm
    submit_label = gettext_lazy("Invite the successor")
    action = Action.HAND_OVER

    def perform(self, form: SuccessorForm) -> Invitation:
        return services.hand_over(membership=self.object, actor=self.actor, **form.cleaned_data)


@shows_who_it_is
class AppointActing(RolePage):
    title = gettext_lazy("Appoint somebody to act")
    lead = gettext_lazy("They may do all that the office may, between the two days, both included.")
    form_class = ActingForm
    submit_label = gettext_lazy("Appoint")
    action = Action.APPOINT_ACTING

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "office": self.object}

    def perform(self, form: ActingForm) -> Membership:
        return services.appoint_acting(membership=self.object, actor=self.actor, **form.cleaned_data)


# --- Accounts ------------------------------------------------------------------------------------------------------
@access(Access.SIGNED_IN)
def own_account(request: ActorRequest) -> HttpResponse:
    """Oneself: details, roles, and the ways of signing in."""
    user = User.objects.get(pk=request.actor.user_id)
    context = {
        "title": _("Your account"),
        "person": user,
        "roles": [
            (each, validity(each.valid_from, each.valid_to, ""))
            for each in Membership.objects.filter(user=user).not_over(timezone.localdate()).for_listing()
        ],
        "has_second_factor": has_second_factor(user),
        "history": history_of(user),
    }
    return render(request, "accounts/own_account.html", context)


class EditOwnAccount(EditPage):
    title = gettext_lazy("Your details")
    queryset = User.objects.all()
    form_class = DetailsForm
    policy = policy
    action = Action.CHANGE_DETAILS

    def get_object(self) -> User:
        user: User | None = self.visible().filter(pk=self.actor.user_id).first()
        if user is None:
            raise Http404
        return user

    def perform(self, form: DetailsForm) -> User:
        version = form.cleaned_data["version"]
        return services.change_details(user=self.object, expected_version=version, actor=self.actor, **form.content)

    def success_url(self, result: User) -> str:
        return reverse("own_account")

    def back_url(self) -> str:
        return reverse("own_account")


class AccountPage(ActionPage):
    queryset = User.objects.all()
    policy = policy

    def get_title(self) -> str:
        return f"{self.title}: {self.object}"


@shows_who_it_is
class RestoreAccess(AccountPage):
    title = gettext_lazy("Let somebody sign in again")
    lead = gettext_lazy("Make sure who asks: see the person, or call a number you knew before.")
    form_class = AccessForm
    submit_label = gettext_lazy("Make the link")
    action = Action.RESTORE_ACCESS

    def perform(self, form: AccessForm) -> AccessLink:
        lost = form.cleaned_data["removes_second_factor"]
        return services.issue_access_link(user=self.object, removes_second_factor=lost, actor=self.actor)


class PrintAccessLink(DetailPage):
    queryset = AccessLink.objects.select_related("user")
    template_name = "accounts/access_link_print.html"
    title = gettext_lazy("Link to sign in again")

    def context(self) -> dict[str, Any]:
        link: AccessLink = self.object
        return {
            "link": full_link("access_link_use", link.nonce, link.user.language) if link.is_open else "",
            "may_confirm": bool(policy.ask(self.actor, Action.CONFIRM, link)),
        }


@shows_who_it_is
class ConfirmAccessLink(ActionPage):
    title = gettext_lazy("Confirm as the second person")
    lead = gettext_lazy(
        "With this link somebody signs in to an office that decides, verifies, lets out or invites, so two people make "
        "it. Make sure who asks: see the person, or call a number you knew before. Then there is a link."
    )
    queryset = AccessLink.objects.select_related("user")
    form_class = PlainForm
    submit_label = gettext_lazy("Confirm")
    policy = policy
    action = Action.CONFIRM

    def get_title(self) -> str:
        return f"{self.title}: {self.object.user}"

    def perform(self, form: PlainForm) -> AccessLink:
        return services.confirm(waiting=self.object, actor=self.actor)


class UseAccessLink(FormPage):
    access = Access.OPEN
    title = gettext_lazy("Choose a new password")
    form_class = NewPasswordForm
    submit_label = gettext_lazy("Set the password")

    def prepare(self) -> Decision | None:
        return None if services.open_access_link(self.kwargs["token"]) else deny(USED)

    def perform(self, form: NewPasswordForm) -> User:
        return services.use_access_link(token=self.kwargs["token"], password=form.cleaned_data["password"])

    def success_url(self, result: User) -> str:
        return reverse("account_login")

    def success_message(self, result: User) -> str:
        return _("Your password is set. Sign in with it.")


class CloseAccount(AccountPage):
    title = gettext_lazy("Close or reopen the account")
    lead = gettext_lazy("A closed account cannot sign in. Its roles and its history stay.")
    form_class = ReasonForm
    is_warning = True
    action = Action.DISABLE

    def perform(self, form: ReasonForm) -> User:
        reason = form.cleaned_data["reason"]
        user = services.set_active(
            user=self.object, is_active=not self.object.is_active, reason=reason, actor=self.actor
        )
        messages.success(self.request, _("The account is open.") if user.is_active else _("The account is closed."))
        return user


class RecoveryCodes(ViewRecoveryCodesView):
    """django-allauth's page, which breaks over codes that were kept under another key: it says so, and offers new."""

    access = Access.SIGNED_IN

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        try:
            found: dict[str, Any] = super().get_context_data(**options)
        except ValidationError as problem:
            return {"view": self, "unreadable": problem.message}
        return found


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """Likewise: its count of the codes that are left would have to read them, and our page shows no count."""

    access = Access.SIGNED_IN

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = super(GenerateRecoveryCodesView, self).get_context_data(**options)
        return found


class RemovePasskey(RemoveWebAuthnView):
    """django-allauth's page, which would remove the last factor too."""

    access = Access.SIGNED_IN

    def form_valid(self, form: Any) -> HttpResponse:
        if get_adapter().can_delete_authenticator(self.get_object()):
            response: HttpResponse = super().form_valid(form)
            return response
        form.add_error(None, get_adapter().validation_error("cannot_delete_authenticator"))
        return self.form_invalid(form)


@access(Access.OPEN)
def closed(request: HttpRequest) -> HttpResponse:
    """What django-allauth leads to and Tulga does not have."""
    raise Http404
