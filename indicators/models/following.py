# SPDX-License-Identifier: EUPL-1.2
"""What people come back to: indicators on their own list, topics of which they want to hear."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Favourite(models.Model):
    """One indicator on the list of one person; unique by both. Nobody else sees it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (models.UniqueConstraint(fields=("person", "indicator"), name="favourite_once"),)

    def __str__(self) -> str:
        """Name whose it is, for the log."""
        return f"{self.person_id} {self.indicator_id}"


class TopicSubscription(models.Model):
    """One topic that one person follows; unique by both. What was released until ``told_until`` is told."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.ForeignKey("indicators.Topic", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    told_until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (models.UniqueConstraint(fields=("person", "topic"), name="topic_subscription_once"),)

    def __str__(self) -> str:
        """Name whose it is, for the log."""
        return f"{self.person_id} {self.topic_id}"
