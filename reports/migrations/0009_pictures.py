# SPDX-License-Identifier: EUPL-1.2
"""Pictures brought along, and what readers see of them."""

from typing import ClassVar, Final

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

READERS: Final = {"public": "'public'", "council": "'public', 'council'"}
VIEW: Final = """
CREATE VIEW reports_{reader}_picture AS
SELECT u.edition_id, p.content_hash, p.kind, p.content
FROM reports_editionpicture u
JOIN reports_picture p ON p.id = u.picture_id
JOIN reports_edition e ON e.id = u.edition_id
WHERE e.state = 'published' AND e.published_at <= statement_timestamp() AND e.readers IN ({readers});
"""
# Packed already: the database is not to try again.
PLAIN: Final = "ALTER TABLE reports_picture ALTER COLUMN content SET STORAGE EXTERNAL;"


class Migration(migrations.Migration):
    """Add both tables and the views."""

    dependencies: ClassVar = [
        ("reports", "0008_handings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=4)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("brought_at", models.DateTimeField(auto_now_add=True)),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="reports.publication"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EditionPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="reports.edition"
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="reports.picture"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(fields=("publication", "content_hash"), name="picture_once"),
        ),
        migrations.AddConstraint(
            model_name="editionpicture",
            constraint=models.UniqueConstraint(fields=("edition", "picture"), name="edition_picture_once"),
        ),
        migrations.RunSQL(PLAIN, migrations.RunSQL.noop),
        migrations.RunSQL(
            "".join(VIEW.format(reader=reader, readers=readers) for reader, readers in READERS.items()),
            "".join(f"DROP VIEW reports_{reader}_picture;" for reader in READERS),
        ),
    ]
