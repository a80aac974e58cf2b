# SPDX-License-Identifier: EUPL-1.2
"""How people want to be told of what they follow."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add two wishes to those that there are."""

    dependencies: ClassVar = [("notifications", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="preferences", name="subscriptions_shown", field=models.BooleanField(default=True)
        ),
        migrations.AddField(
            model_name="preferences",
            name="subscriptions_mail",
            field=models.CharField(
                choices=[("once", "at once"), ("daily", "once a day, all together"), ("none", "not by e-mail")],
                default="once",
                max_length=6,
            ),
        ),
        migrations.AddConstraint(
            model_name="preferences",
            constraint=models.CheckConstraint(
                condition=models.Q(("subscriptions_mail__in", ["once", "daily", "none"])),
                name="preferences_subscriptions_mail",
            ),
        ),
    ]
