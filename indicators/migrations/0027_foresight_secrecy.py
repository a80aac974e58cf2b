# SPDX-License-Identifier: EUPL-1.2
"""A try keeps what its audits said."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column; tries of before say nothing of it."""

    dependencies: ClassVar = [("indicators", "0026_rule_versions")]

    operations: ClassVar = [migrations.AddField("foresight", "secrecy", models.JSONField(default=dict))]
