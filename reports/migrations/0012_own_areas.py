# SPDX-License-Identifier: EUPL-1.2
"""The own areas that editions and prepared drafts show, with their ground as it was."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add what is held against the own areas of later editions."""

    dependencies: ClassVar = [("reports", "0011_less_told")]
    operations: ClassVar = [
        migrations.AddField("edition", "own_areas", models.JSONField(blank=True, default=list)),
        migrations.AddField("prepareddraft", "own_areas", models.JSONField(blank=True, default=list)),
    ]
