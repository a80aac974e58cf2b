# SPDX-License-Identifier: EUPL-1.2
"""How people want to be told of comments on what they take part in."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add two wishes to those that there are."""

    dependencies: ClassVar = [("notifications", "0003_subscribers")]

    operations: ClassVar = [
        migrations.AddField(model_name="preferences", name="comments_shown", field=models.BooleanField(default=True)),
        migrations.AddField(
            model_name="preferences",
            name="comments_mail",
            field=models.CharField(
                choices=[("once", "at once"), ("daily", "once a day, all together"), ("none", "not by e-mail")],
                default="daily",
                max_length=6,
            ),
        ),
        migrations.AddConstraint(
            model_name="preferences",
            constraint=models.CheckConstraint(
                condition=models.Q(("comments_mail__in", ["once", "daily", "none"])), name="preferences_comments_mail"
            ),
        ),
    ]
