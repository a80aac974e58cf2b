# SPDX-License-Identifier: EUPL-1.2
"""Tell apart for whom a release is foreseen: council and house have releases of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0031_raw_schema"),
        ("spatial", "0004_changeset_four_eyes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="foreseenrelease",
            name="foreseen_release_once",
        ),
        migrations.AddField(
            model_name="foreseenrelease",
            name="audience",
            field=models.CharField(
                choices=[("public", "Public"), ("council", "Council"), ("internal", "Internal")],
                default="public",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="foreseenrelease",
            constraint=models.UniqueConstraint(
                fields=("foresight", "audience", "indicator", "period", "boundary_version"),
                name="foreseen_release_once",
            ),
        ),
    ]
