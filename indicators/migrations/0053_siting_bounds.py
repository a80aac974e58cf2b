# SPDX-License-Identifier: EUPL-1.2
"""Whether a search lets a site take more persons than it has places; those before did."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the mark."""

    dependencies: ClassVar = [("indicators", "0052_scenario_comments")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="sitingrun",
            name="is_bounded",
            field=models.BooleanField(default=False),
        ),
    ]
