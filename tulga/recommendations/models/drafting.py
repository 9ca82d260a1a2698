from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tulga.kit.addresses import address_of
from tulga.kit.audience import Audience, AudienceSetField, shared_with
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nText, I18nTextField
from tulga.recommendations.choices import CircleStatus, Hand, Priority, Status
from tulga.recommendations.models.sharing import AsRead
from tulga.recommendations.querysets import ChallengeQuerySet, CircleQuerySet, RecommendationQuerySet

if TYPE_CHECKING:
    import datetime as dt

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class DraftingCircle(models.Model):
    """The people who see and write drafts together: in practice a working session."""

    title = I18nTextField(_("title"))
    round_code = models.CharField(_("round"), max_length=40, blank=True, default="", db_index=True)
    # The circles of what was merged: their people read what is written here, each for as long as they sit there.
    joins = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="joined_by", editable=False)
    status = models.CharField(_("status"), max_length=8, choices=CircleStatus, default=CircleStatus.OPEN)
    last_act = models.PositiveBigIntegerField(default=0, editable=False)

    objects = CircleQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "title", "round_code", "status", "last_act"), C1
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CircleStatus.values), name="circle_status_known"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def state(self) -> CircleStatus:
        return CircleStatus(self.status)

    @property
    def is_open(self) -> bool:
        return self.status == CircleStatus.OPEN

    def has_member(self, user_id: int | None, on: dt.date) -> bool:
        return self._sitting(user_id, on).exists()

    def has_scribe(self, user_id: int | None, on: dt.date) -> bool:
        return self._sitting(user_id, on).filter(is_scribe=True).exists()

    def _sitting(self, user_id: int | None, on: dt.date) -> models.QuerySet[CircleMember]:
        members = self.members.filter(user=user_id, valid_from__lte=on)
        return members.filter(Q(valid_to=None) | Q(valid_to__gte=on))


class CircleMember(models.Model):
    circle = models.ForeignKey(DraftingCircle, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    is_scribe = models.BooleanField(_("writes for the session"), default=False)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "circle", "user", "is_scribe", "valid_from", "valid_to"), C1
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "user"], name="circle_member_once")]
        indexes = [models.Index(fields=["user", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.circle_id}"


class Challenge(models.Model):
    """An obstacle named in a session or a report: whose, about which activity, where."""

    circle = models.ForeignKey(DraftingCircle, on_delete=models.PROTECT, related_name="challenges")
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="challenges", verbose_name=_("whose challenge")
    )
    activity = models.ForeignKey(
        "plan.Activity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="challenges",
        verbose_name=_("about which activity"),
    )
    places = models.ManyToManyField("places.Place", blank=True, related_name="+", verbose_name=_("where"))
    text = I18nTextField(_("challenge"))
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    told_on = models.DateField(_("told on"))
    position = models.PositiveIntegerField(default=0, editable=False)
    last_act = models.PositiveBigIntegerField(default=0, editable=False)
    audiences = AudienceSetField(_("shared with"))
    is_illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = ChallengeQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "circle", "agency", "activity", "text", "recorded_by", "recorded_at", "told_on", "audiences")
        + ("position", "last_act", "is_illustrative", "version", "search_key"),
        C1,
    )

    class Meta:
        indexes = [models.Index(fields=["circle", "last_act"])]

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return address_of("challenge_detail", self.pk)


class Recommendation(models.Model):
    """A proposed improvement with addressees, from a session's draft to its verified result."""

    circle = models.ForeignKey(DraftingCircle, on_delete=models.PROTECT, related_name="recommendations")
    reference = models.CharField(_("number"), max_length=20, unique=True, null=True, editable=False)
    # The words of those who draft. What others read of it are its SharedWords.
    working_title = I18nTextField(_("title"))
    status = models.CharField(_("status"), max_length=24, choices=Status, default=Status.DRAFT)
    challenges = models.ManyToManyField(
        Challenge, blank=True, related_name="recommendations", verbose_name=_("answers these challenges")
    )
    findings = models.ManyToManyField(
        "findings.Finding", blank=True, related_name="recommendations", verbose_name=_("answers these findings")
    )
    activities = models.ManyToManyField(
        "plan.Activity", blank=True, related_name="recommendations", verbose_name=_("in the plan")
    )
    places = models.ManyToManyField("places.Place", blank=True, related_name="+", verbose_name=_("places"))
    addressees = models.ManyToManyField(
        "agencies.Agency", related_name="addressed_recommendations", verbose_name=_("addressed to")
    )
    # Always a newer record, which is why nothing can be merged into itself or in a circle.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,  # one below, of the few that have any: of a column that is nearly always empty none is used
        related_name="merged_from",
    )
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="split_off",
    )
    # In force, it takes the place of an older one, which is superseded from that day on.
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("takes the place of"),
    )
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.NORMAL)
    due_on = models.DateField(_("proposed deadline"), null=True, blank=True)
    in_force_on = models.DateField(null=True, editable=False)
    audiences = AudienceSetField(_("shared with"), db_index=True)
    is_illustrative = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    position = models.PositiveIntegerField(default=0, editable=False)
    last_act = models.PositiveBigIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = RecommendationQuerySet.as_manager()
    title = AsRead()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "circle", "reference", "working_title", "status", "priority", "due_on", "in_force_on", "audiences")
        + ("is_illustrative", "created_at", "position", "last_act", "version", "search_key")
        + ("merged_into", "split_from", "supersedes"),
        C1,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="recommendation_status_known"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(merged_into__gt=F("id")), name="merged_into_a_newer_one"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED) | Q(merged_into__isnull=False), name="merged_says_into_which"
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | Q(supersedes__lt=F("id")), name="supersedes_an_older"
            ),
            models.CheckConstraint(condition=Q(split_from=None) | Q(split_from__lt=F("id")), name="split_from_older"),
        ]
        indexes = [
            models.Index(fields=["status", "-id"]),
            models.Index(fields=["circle", "last_act"]),
            # The few rows that everybody may read, newest first: without it SQLite walks through all the others.
            models.Index(fields=["-id"], condition=shared_with({Audience.PUBLIC}), name="recommendation_of_the_public"),
            models.Index(
                fields=["in_force_on"], condition=Q(in_force_on__isnull=False), name="recommendation_in_force"
            ),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="recommendation_merged"),
            models.Index(fields=["split_from"], condition=Q(split_from__isnull=False), name="recommendation_split"),
        ]

    def __str__(self) -> str:
        """Its title for the reader it was taken for; its number alone where nobody is known to read."""
        known = [self.reference, self.__dict__.get("title", "")]
        return " ".join(str(each) for each in known if each) or str(_("recommendation %(id)s") % {"id": self.pk})

    def get_absolute_url(self) -> str:
        return address_of("recommendation_detail", self.pk)

    @property
    def state(self) -> Status:
        return Status(self.status)

    def latest_wording(self) -> Wording | None:
        return self.wordings.order_by("-number").first()


class Wording(models.Model):
    """One immutable version of a recommendation's text. Its hash is what a decision is bound to."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(_("language"), max_length=8)
    text = models.TextField(_("wording"))
    hash = models.CharField(max_length=64, editable=False)
    is_of_the_decision = models.BooleanField(default=False)
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "recommendation", "number", "language", "text", "hash", "is_of_the_decision", "written_by")
        + ("written_at",),
        C1,
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "number"], name="wording_numbered_once")]

    def __str__(self) -> str:
        return f"{self.recommendation_id}/{self.number}"

    def words(self) -> I18nText:
        """The text with the newest translation into each other language."""
        newest = {each.language: each.text for each in sorted(self.translations.all(), key=lambda each: each.number)}
        return I18nText({**newest, self.language: self.text})

    def is_intact(self) -> bool:
        return self.hash == hash_of(self.recommendation_id, self.number, self.language, self.text)


def hash_of(recommendation_id: int, number: int, language: str, text: str) -> str:
    """SHA-256 over the wording's canonical JSON, in hexadecimal."""
    content = {"recommendation": recommendation_id, "wording": number, "language": language, "text": text}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class Translation(models.Model):
    """A wording in another language: numbered, correctable without a new decision."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    translated_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    translated_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "wording", "language", "number", "text", "translated_by", "translated_at"), C1
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wording", "language", "number"], name="translation_once")]

    def __str__(self) -> str:
        return f"{self.wording_id} {self.language} {self.number}"


class Part(models.Model):
    """One person's hand in one recommendation. Unique, so that drafter, decider and verifier differ."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="parts")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    hand = models.CharField(max_length=10, choices=Hand)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(("id", "recommendation", "user", "hand"), C1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "user"], name="one_hand_per_person"),
            models.CheckConstraint(condition=Q(hand__in=Hand.values), name="hand_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.hand} of {self.recommendation_id}"


class ToldApart(models.Model):
    """Two recommendations that read alike, and that a person found not to be the same. The older one first."""

    first = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(("id", "first", "second", "told_by", "told_at"), C1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="told_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class NumberSeries(models.Model):
    """The last number given in a year. Its row is locked while the next is given."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    data_classes: ClassVar[dict[str, DataClass]] = {"year": C1, "last": C1}

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
