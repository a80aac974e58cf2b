# SPDX-License-Identifier: EUPL-1.2
"""Conversions know by which way of carrying they were made."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the way; what is there was made by the first one and is made anew by the next job."""

    dependencies: ClassVar = [("indicators", "0047_conversions")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="conversion",
            name="method",
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
    ]
