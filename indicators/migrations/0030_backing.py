# SPDX-License-Identifier: EUPL-1.2
"""Variables that tell who stands behind the figures of another one: rules on few units and dominance need them."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

SAID = (
    ("units", "number of units"),
    ("largest", "largest contribution"),
    ("second", "second largest contribution"),
)


class Migration(migrations.Migration):
    """Add what a variable tells of another one; until it is said, rules that ask for it refuse a release."""

    dependencies: ClassVar = [("indicators", "0029_secured_sources")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="variable",
            name="backing",
            field=models.CharField(blank=True, choices=SAID, max_length=10),
        ),
        migrations.AddField(
            model_name="variable",
            name="backs",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="backed_by",
                to="indicators.variable",
            ),
        ),
        migrations.AddConstraint(
            model_name="variable",
            constraint=models.UniqueConstraint(
                condition=models.Q(backs__isnull=False), fields=("backs", "backing"), name="variable_backing_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="variable",
            constraint=models.CheckConstraint(
                condition=models.Q(backs__isnull=True, backing="")
                | (
                    models.Q(backs__isnull=False, backing__in=["units", "largest", "second"])
                    & ~models.Q(backs=models.F("id"))
                ),
                name="variable_backs_another",
            ),
        ),
        tenant_key("indicators_variable", "backs_id", "indicators_variable"),
    ]
