# SPDX-License-Identifier: EUPL-1.2
"""A comment may answer the question of an approver."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the kind; the database column stays as it is."""

    dependencies: ClassVar = [("indicators", "0016_batch_slices_plain")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="deliverycomment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("submitted", "submitted"),
                    ("withdrawn", "taken back by the person who brought it"),
                    ("asked_back", "asked back"),
                    ("refused", "refused"),
                    ("approved", "approved"),
                    ("retried", "started the release again"),
                    ("taken_back", "asked to take it back; it was taken back"),
                    ("answered", "answered the question"),
                ],
                max_length=12,
            ),
        ),
    ]
