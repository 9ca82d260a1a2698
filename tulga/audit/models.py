from __future__ import annotations

from typing import ClassVar

from django.db import models

from tulga.kit.classification import DataClass


class AuditEvent(models.Model):
    """One act: who did what to which record, when and why. Written once, by `services.record`.

    The person, the agency and the record are plain numbers: the trail outlives all three.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_user_id = models.BigIntegerField(null=True)
    actor_label = models.TextField(blank=True)
    roles = models.TextField(blank=True)
    agency_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=100)
    target_type = models.CharField(max_length=100)
    target_id = models.CharField(max_length=100)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    classification = models.CharField(max_length=20, choices=[(each.value, each.name) for each in DataClass])
    request_number = models.CharField(max_length=40, blank=True)
    # Unique: two events cannot follow the same one, so the chain cannot fork even without its lock.
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    data_classes: ClassVar[dict[str, DataClass]] = {
        "sequence": DataClass.C1,
        "at": DataClass.C1,
        "actor_user_id": DataClass.C1,
        "actor_label": DataClass.C1,
        "roles": DataClass.C1,
        "agency_id": DataClass.C1,
        "verb": DataClass.C1,
        "target_type": DataClass.C1,
        "target_id": DataClass.C1,
        "before": DataClass.C1,
        "after": DataClass.C1,
        "reason": DataClass.C1,
        "classification": DataClass.C1,
        "request_number": DataClass.C1,
        "previous_hash": DataClass.C1,
        "hash": DataClass.C1,
    }

    class Meta:
        db_table = "audit_event"
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "sequence"], name="audit_event_target"),
            models.Index(fields=["actor_user_id", "at"], name="audit_event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"
