"""Signing in, one's own account, people. Of django-allauth only these pages exist here; its sign-up does not."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as own_sessions
from django.urls import path
from django.views.generic import RedirectView

from tulga.accounts import views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second-factor/", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-out/", account.logout, name="account_logout"),
    path("invitation/<str:token>/", views.AcceptInvitation.as_view(), name="invitation_accept"),
    path("access/<str:token>/", views.UseAccessLink.as_view(), name="access_link_use"),
    path("account/password/set/", views.closed, name="account_set_password"),
    #
    path("account/", views.own_account, name="own_account"),
    path("account/edit/", views.EditOwnAccount.as_view(), name="own_account_edit"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/sessions/", own_sessions.list_usersessions, name="usersessions_list"),
    path("account/second-factor/", second_factor.index, name="mfa_index"),
    path("account/second-factor/app/", app.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", views.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/second-factor/keys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/second-factor/keys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-factor/keys/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    #
    path("people/", views.PersonList.as_view(), name="person_list"),
    path("people/roles/", views.role_list, name="role_list"),
    path("people/invite/", views.InvitePerson.as_view(), name="invitation_create"),
    path("people/invitations/", views.InvitationList.as_view(), name="invitation_list"),
    path("people/invitations/<int:pk>/", views.PrintInvitation.as_view(), name="invitation_print"),
    path("people/invitations/<int:pk>/confirm/", views.ConfirmInvitation.as_view(), name="invitation_confirm"),
    path("people/invitations/<int:pk>/renew/", views.RenewInvitation.as_view(), name="invitation_renew"),
    path("people/invitations/<int:pk>/withdraw/", views.WithdrawInvitation.as_view(), name="invitation_withdraw"),
    path("people/roles/<int:pk>/end/", views.EndMembership.as_view(), name="membership_end"),
    path("people/roles/<int:pk>/hand-over/", views.HandOver.as_view(), name="membership_hand_over"),
    path("people/roles/<int:pk>/acting/", views.AppointActing.as_view(), name="membership_acting"),
    path("people/access/<int:pk>/", views.PrintAccessLink.as_view(), name="access_link_print"),
    path("people/access/<int:pk>/confirm/", views.ConfirmAccessLink.as_view(), name="access_link_confirm"),
    path("people/<int:pk>/", views.PersonDetail.as_view(), name="person_detail"),
    path("people/<int:pk>/access/", views.RestoreAccess.as_view(), name="person_restore_access"),
    path("people/<int:pk>/close/", views.CloseAccount.as_view(), name="person_close"),
]
