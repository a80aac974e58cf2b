# SPDX-License-Identifier: EUPL-1.2
"""What the classes of an index are called: every decision on it, and the newest one beside the recipe it is about."""

from typing import ClassVar, Final

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

READERS: Final = ("published", "council", "internal")
VIEW: Final = """
CREATE OR REPLACE VIEW indicators_{reader}_recipe AS
SELECT r.id, r.organisation_id, r.indicator_id, i.slug AS indicator, r.version, r.valid_from, r.content{wording}
FROM indicators_recipe r JOIN indicators_{reader}_indicator i ON i.id = r.indicator_id;
"""
WORDING: Final = """,
       (SELECT w.words FROM indicators_classwording w WHERE w.indicator_id = r.indicator_id
        ORDER BY w.revision DESC LIMIT 1) AS wording"""
DROP: Final = "".join(f"DROP VIEW indicators_{reader}_recipe;\n" for reader in READERS)


def _views(wording: str) -> str:
    return "".join(VIEW.format(reader=reader, wording=wording) for reader in READERS)


class Migration(migrations.Migration):
    """Add the table, tied to the organisation of its indicator, and tell its newest row in the views of recipes."""

    dependencies: ClassVar = [
        ("accounts", "0004_narrowed_roles"),
        ("indicators", "0045_figure_remarks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ClassWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("words", models.JSONField(blank=True, default=list)),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="class_wordings",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("indicator", "-revision"),
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "revision"), name="class_wording_revision"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="class_wording_reason"
                    ),
                ],
            },
        ),
        tenant_key("indicators_classwording", "indicator_id", "indicators_indicator"),
        # A column at the end: who may read the views still may.
        migrations.RunSQL(_views(WORDING), reverse_sql=DROP + _views("")),
    ]
