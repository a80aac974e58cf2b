# SPDX-License-Identifier: EUPL-1.2
"""The topics within which a delivery was begun by somebody whose role is narrowed to them."""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column; deliveries that are there were begun by whole roles."""

    dependencies: ClassVar = [("indicators", "0035_taken_along")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="delivery",
            name="within",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, editable=False, null=True, size=None
            ),
        ),
    ]
