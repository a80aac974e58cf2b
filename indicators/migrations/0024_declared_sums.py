# SPDX-License-Identifier: EUPL-1.2
"""Groups say how they add up, variables whether they count events of a period."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

ROLES = (
    ("subset", "“of which”: a group by itself, the others are not counted"),
    ("part", "a part: with the other parts of its kind it makes up the whole"),
)


class Migration(migrations.Migration):
    """Add what disclosure control has to know of breakdowns and periods; until it is said, nothing is taken to add up."""

    dependencies: ClassVar = [("indicators", "0023_audiences")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="breakdown",
            name="crossed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SlugField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="breakdown",
            name="role",
            field=models.CharField(choices=ROLES, default="subset", max_length=10),
        ),
        migrations.AddField(
            model_name="breakdown",
            name="whole",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="indicators.breakdown",
            ),
        ),
        migrations.AddField(
            model_name="variable",
            name="is_flow",
            field=models.BooleanField(default=False, help_text="counts events of a period"),
        ),
        migrations.AddConstraint(
            model_name="breakdown",
            constraint=models.CheckConstraint(
                condition=~models.Q(whole=models.F("id")), name="breakdown_not_part_of_itself"
            ),
        ),
        tenant_key("indicators_breakdown", "whole_id", "indicators_breakdown"),
    ]
