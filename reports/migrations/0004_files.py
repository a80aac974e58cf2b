# SPDX-License-Identifier: EUPL-1.2
"""Files of editions, and what readers see of them."""

from typing import ClassVar, Final

import django.db.models.deletion
from django.db import migrations, models

READERS: Final = {"public": "'public'", "council": "'public', 'council'"}
VIEW: Final = """
CREATE VIEW reports_{reader}_file AS
SELECT f.edition_id, f.language, f.format, f.made_from, f.content_hash, f.size, f.content
FROM reports_editionfile f JOIN reports_edition e ON e.id = f.edition_id
WHERE e.state = 'published' AND e.published_at <= statement_timestamp() AND e.readers IN ({readers});
"""
# Packed already: the database is not to try again.
PLAIN: Final = "ALTER TABLE reports_editionfile ALTER COLUMN content SET STORAGE EXTERNAL;"


class Migration(migrations.Migration):
    """Add the table and its views."""

    dependencies: ClassVar = [("reports", "0003_told_gone")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("format", models.CharField(max_length=4)),
                ("made_from", models.CharField(max_length=64)),
                ("content_hash", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="reports.edition"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="editionfile",
            constraint=models.UniqueConstraint(fields=("edition", "language", "format"), name="edition_file_once"),
        ),
        migrations.RunSQL(PLAIN, migrations.RunSQL.noop),
        migrations.RunSQL(
            "".join(VIEW.format(reader=reader, readers=readers) for reader, readers in READERS.items()),
            "".join(f"DROP VIEW reports_{reader}_file;" for reader in READERS),
        ),
    ]
