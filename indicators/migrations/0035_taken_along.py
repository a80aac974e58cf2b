# SPDX-License-Identifier: EUPL-1.2
"""What was withdrawn only because it counted from other figures that were."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the mark; nothing that was withdrawn before only went along."""

    dependencies: ClassVar = [("indicators", "0034_selection_audiences")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="release",
            name="is_taken_along",
            field=models.BooleanField(default=False),
        ),
    ]
