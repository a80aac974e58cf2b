# SPDX-License-Identifier: EUPL-1.2
"""What somebody did; rows are written once, and nothing but the names in them ever goes."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

# Subjects that are people: their key and name are as personal as those of who acted.
PERSONAL_SUBJECTS = frozenset({"accounts.user", "accounts.login"})


class Event(models.Model):
    """One row is one act; it holds no foreign key, so that no deletion can touch the log.

    The seal covers `person_hash`, a salted hash of the people, instead of the people themselves. After the retention
    `audit_pseudonymise` puts pseudonyms in their place and throws the salt away; `erased_in` is the event that tells
    of it. A trigger refuses every other change.
    """

    at = models.DateTimeField(_("when"))
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("who"), max_length=150)
    organisation_id = models.BigIntegerField(null=True)
    organisation_slug = models.CharField(max_length=50, blank=True)
    action = models.CharField(_("act"), max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60, blank=True)
    subject_label = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    person_hash = models.CharField(max_length=64, blank=True, default="")
    person_salt = models.BinaryField(null=True)
    erased_in = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-id"], name="audit_event_organisation"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_event_subject"),
            # Rows come in the order of time: a few kilobytes find the days of millions of them.
            BrinIndex(fields=["at"], name="audit_event_at", pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label}: {self.action}"

    @property
    def is_about_a_person(self) -> bool:
        """Say whether the subject is a person."""
        return self.subject_type in PERSONAL_SUBJECTS
