# SPDX-License-Identifier: EUPL-1.2
"""Rules of disclosure know all that the core knows; rows that are there keep their meaning."""

from typing import Any, ClassVar

from django.db import migrations, models

_FIELDS: dict[str, "models.Field[Any, Any]"] = {
    "minimum_units": models.PositiveSmallIntegerField(default=0),
    "dominance_n": models.PositiveSmallIntegerField(default=0),
    "dominance_k": models.PositiveSmallIntegerField(default=100, help_text="percent"),
    "prior_percent": models.PositiveSmallIntegerField(default=0),
    "hides_nobody": models.BooleanField(default=False, help_text="0 tells of each single person"),
    "hides_everybody": models.BooleanField(default=False, help_text="100 % tells of each single person"),
    "safety_range": models.PositiveSmallIntegerField(default=30, help_text="percent"),
    "rounding": models.PositiveSmallIntegerField(
        choices=[(0, "not rounded"), (5, "multiples of 5"), (10, "multiples of 10")], default=0
    ),
    "knows_own": models.BooleanField(default=False, help_text="the only person of a cell knows to be the only one"),
    "preset": models.CharField(blank=True, max_length=20),
}


class Migration(migrations.Migration):
    """Add the numbers and hold them within their ranges."""

    dependencies: ClassVar = [("indicators", "0021_demographic_mark")]

    operations: ClassVar = [
        *(migrations.AddField("disclosurerule", name, field) for name, field in _FIELDS.items()),
        migrations.AddConstraint(
            model_name="disclosurerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("rounding__in", [0, 5, 10])), name="rule_rounding_base"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("dominance_k__range", (1, 100)), ("safety_range__range", (1, 100))),
                name="rule_percents_in_range",
            ),
        ),
    ]
