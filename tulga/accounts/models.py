from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import FormOfAddress, Role
from tulga.accounts.querysets import (
    AccessLinkQuerySet,
    ApiTokenQuerySet,
    InvitationQuerySet,
    MembershipQuerySet,
    UserQuerySet,
)
from tulga.agencies.models import Agency
from tulga.kit.classification import DataClass

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    def get_by_natural_key(self, username: str | None) -> User:
        user: User = self.get(email=(username or "").lower())
        return user


class User(AbstractBaseUser):
    """A person who signs in by e-mail address. What they may do is in their memberships, never here."""

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    form_of_address = models.CharField(
        _("form of address in letters"), max_length=20, choices=FormOfAddress, blank=True, default=FormOfAddress.NONE
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    search_key = models.TextField(editable=False, default="")
    sort_key_mn = models.CharField(max_length=250, editable=False, default="", db_index=True)
    sort_key_en = models.CharField(max_length=250, editable=False, default="", db_index=True)
    version = models.PositiveIntegerField(default=1)

    objects = UserManager()
    held_today: list[Membership] | None = None  # what the session's person holds, read with the person

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    data_classes: ClassVar[dict[str, DataClass]] = {
        "id": DataClass.C0,
        "password": DataClass.C2,
        "last_login": DataClass.C1,
        "email": DataClass.C1,
        "full_name": DataClass.C1,
        "form_of_address": DataClass.C1,
        "language": DataClass.C1,
        "is_active": DataClass.C1,
        "is_illustrative": DataClass.C0,
        "created_at": DataClass.C1,
        "search_key": DataClass.C1,
        "sort_key_mn": DataClass.C1,
        "sort_key_en": DataClass.C1,
        "version": DataClass.C0,
    }

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_absolute_url(self) -> str:
        return reverse("person_detail", args=[self.pk])

    @property
    def letter_name(self) -> str:
        """The person as a letter addresses them."""
        address = FormOfAddress(self.form_of_address)
        if address is FormOfAddress.NONE:
            return self.full_name
        return gettext("%(address)s %(name)s") % {"address": address.label, "name": self.full_name}


class Membership(models.Model):
    """A person holds a role at an agency between dates, the last day included. Never deleted: history needs it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    is_alternate = models.BooleanField(_("alternate"), default=False)
    is_acting = models.BooleanField(_("acting"), default=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invited by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    end_reason = models.TextField(_("reason"), blank=True, default="")

    objects = MembershipQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        "id": DataClass.C0,
        "user": DataClass.C1,
        "agency": DataClass.C1,
        "role": DataClass.C1,
        "valid_from": DataClass.C1,
        "valid_to": DataClass.C1,
        "is_alternate": DataClass.C1,
        "is_acting": DataClass.C1,
        "invited_by": DataClass.C1,
        "ended_at": DataClass.C1,
        "ended_by": DataClass.C1,
        "end_reason": DataClass.C1,
    }

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        indexes = [models.Index(fields=["user", "valid_from"], name="membership_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(is_acting=False) | Q(valid_to__isnull=False), name="membership_acting_has_last_day"
            ),
            models.CheckConstraint(
                condition=Q(is_alternate=False) | Q(role=Role.FOCAL_POINT), name="membership_alternate_is_focal_point"
            ),
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=Q(valid_to__isnull=True, ended_at__isnull=True),
                name="membership_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}"

    def get_absolute_url(self) -> str:
        return self.user.get_absolute_url()

    @property
    def title(self) -> str:
        """The role as one would write it under a signature."""
        role = Role(self.role).label
        if self.is_acting:
            # Translators: somebody acts for an office, such as "Acting head of agency"
            return str(pgettext_lazy("office", "Acting: %(role)s")) % {"role": role}
        if self.is_alternate:
            return gettext("%(role)s (alternate)") % {"role": role}
        return str(role)

    def is_valid(self, on: dt.date) -> bool:
        return self.ended_at is None and self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Invitation(models.Model):
    """One address, one agency, one role, one use, 72 hours. Accepting it makes exactly one membership."""

    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("full name"), max_length=200, blank=True, default="")
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    is_alternate = models.BooleanField(_("alternate"), default=False)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    replaces = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name=_("replaces"),
    )
    nonce = models.CharField(max_length=64, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    membership = models.OneToOneField(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("role held"),
    )
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    needs_confirmation = models.BooleanField(_("a second person must confirm"), default=False)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        "id": DataClass.C0,
        "email": DataClass.C1,
        "full_name": DataClass.C1,
        "language": DataClass.C1,
        "agency": DataClass.C1,
        "role": DataClass.C1,
        "is_alternate": DataClass.C1,
        "valid_from": DataClass.C1,
        "replaces": DataClass.C1,
        "nonce": DataClass.C2,
        "token_hash": DataClass.C2,
        "invited_by": DataClass.C1,
        "invited_at": DataClass.C1,
        "expires_at": DataClass.C1,
        "accepted_at": DataClass.C1,
        "membership": DataClass.C1,
        "revoked_at": DataClass.C1,
        "needs_confirmation": DataClass.C1,
        "confirmed_by": DataClass.C1,
        "confirmed_at": DataClass.C1,
    }

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_lower_case"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, membership__isnull=True)
                | Q(accepted_at__isnull=False, membership__isnull=False, revoked_at__isnull=True),
                name="invitation_accepted_makes_membership",
            ),
            models.CheckConstraint(condition=~Q(confirmed_by=F("invited_by")), name="invitation_confirmed_by_another"),
            models.CheckConstraint(
                condition=Q(needs_confirmation=False) | Q(accepted_at=None) | Q(confirmed_at__isnull=False),
                name="invitation_confirmed_before_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {Role(self.role).label}, {self.agency}"

    def get_absolute_url(self) -> str:
        return reverse("invitation_print", args=[self.pk])

    @property
    def state(self) -> str | _StrPromise:
        if self.accepted_at:
            return _("Accepted")
        if self.revoked_at:
            return _("Withdrawn")
        if self.expires_at <= timezone.now():
            return _("Expired")
        return _("Waits for a second person") if self.awaits_confirmation else _("Waiting")

    @property
    def is_standing(self) -> bool:
        """Neither used nor withdrawn nor expired."""
        return not self.accepted_at and not self.revoked_at and self.expires_at > timezone.now()

    @property
    def awaits_confirmation(self) -> bool:
        return self.is_standing and self.needs_confirmation and not self.confirmed_at

    @property
    def is_open(self) -> bool:
        return self.is_standing and not self.awaits_confirmation

    @property
    def made_by_id(self) -> int | None:
        return self.invited_by_id

    @property
    def address(self) -> str:
        """Whose way in this is."""
        return self.email

    @property
    def subject(self) -> Invitation:
        """Whose history tells of it."""
        return self


class AccessLink(models.Model):
    """A link with which somebody who lost a password or a device signs in again. One use, 72 hours."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_links", verbose_name=_("person"))
    removes_second_factor = models.BooleanField(_("the second factor is lost too"), default=False)
    nonce = models.CharField(max_length=64, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    needs_confirmation = models.BooleanField(_("a second person must confirm"), default=False)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = AccessLinkQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        "id": DataClass.C0,
        "user": DataClass.C1,
        "removes_second_factor": DataClass.C1,
        "nonce": DataClass.C2,
        "token_hash": DataClass.C2,
        "issued_by": DataClass.C1,
        "issued_at": DataClass.C1,
        "expires_at": DataClass.C1,
        "used_at": DataClass.C1,
        "revoked_at": DataClass.C1,
        "needs_confirmation": DataClass.C1,
        "confirmed_by": DataClass.C1,
        "confirmed_at": DataClass.C1,
    }

    class Meta:
        verbose_name = _("link to sign in again")
        verbose_name_plural = _("links to sign in again")
        constraints = [
            models.CheckConstraint(condition=~Q(confirmed_by=F("issued_by")), name="access_confirmed_by_another"),
            models.CheckConstraint(
                condition=Q(needs_confirmation=False) | Q(used_at=None) | Q(confirmed_at__isnull=False),
                name="access_confirmed_before_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.issued_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("access_link_print", args=[self.pk])

    @property
    def is_standing(self) -> bool:
        """Neither used nor withdrawn nor expired."""
        return not self.used_at and not self.revoked_at and self.expires_at > timezone.now()

    @property
    def awaits_confirmation(self) -> bool:
        return self.is_standing and self.needs_confirmation and not self.confirmed_at

    @property
    def is_open(self) -> bool:
        return self.is_standing and not self.awaits_confirmation

    @property
    def made_by_id(self) -> int | None:
        return self.issued_by_id

    @property
    def address(self) -> str:
        """Whose way in this is."""
        return self.user.email

    @property
    def subject(self) -> User:
        """Whose history tells of it."""
        return self.user


class ApiToken(models.Model):
    """A program's way to act as its owner. Shown once, stored as a hash."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens", verbose_name=_("person"))
    label = models.CharField(_("label"), max_length=100, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        "id": DataClass.C0,
        "user": DataClass.C1,
        "label": DataClass.C1,
        "token_hash": DataClass.C2,
        "created_at": DataClass.C1,
        "last_used_on": DataClass.C1,
        "revoked_at": DataClass.C1,
    }

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return self.label or f"{self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("own_account")
