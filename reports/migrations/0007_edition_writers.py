# SPDX-License-Identifier: EUPL-1.2
"""Who had written at an edition when it was handed in."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column."""

    dependencies: ClassVar = [("reports", "0006_never_out")]
    operations: ClassVar = [
        migrations.AddField(model_name="edition", name="writers", field=models.JSONField(blank=True, default=list)),
    ]
