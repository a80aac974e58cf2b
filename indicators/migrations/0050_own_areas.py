# SPDX-License-Identifier: EUPL-1.2
"""Areas of one's own that people keep; what one is on the ground is never changed, but gets another edition."""

import uuid
from typing import ClassVar

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

TRIGGER = """
CREATE TRIGGER own_area_edition_no_change BEFORE UPDATE ON indicators_ownareaedition
    FOR EACH ROW EXECUTE FUNCTION indicators_refuse_change();
"""
BACK = "DROP TRIGGER own_area_edition_no_change ON indicators_ownareaedition;"


class Migration(migrations.Migration):
    """Add both tables, tied to their organisation, and refuse changes of an edition."""

    dependencies: ClassVar = [
        ("accounts", "0006_own_words"),
        ("indicators", "0049_scenarios"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="OwnArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("nobody", "You alone"),
                            ("house", "The house: whoever signs in here finds it in this list"),
                            ("link", "The house, and whoever has its address"),
                        ],
                        default="nobody",
                        max_length=6,
                        verbose_name="Who can open it",
                    ),
                ),
                ("collection", models.CharField(blank=True, max_length=120)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OwnAreaEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("union", "areas together"),
                            ("circle", "circle"),
                            ("drawn", "drawn"),
                            ("uploaded", "from a file"),
                        ],
                        max_length=8,
                    ),
                ),
                ("query", models.CharField(blank=True, max_length=3500)),
                ("geometry", django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326)),
                ("content_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="indicators.ownarea"
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
                "ordering": ("area", "number"),
            },
        ),
        migrations.AddConstraint(
            model_name="ownarea",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="own_area_tenant_key"),
        ),
        migrations.AddConstraint(
            model_name="ownarea",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("organisation", "owner", "name"),
                name="own_area_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownarea",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="own_area_named"),
        ),
        migrations.AddConstraint(
            model_name="ownarea",
            constraint=models.CheckConstraint(
                condition=models.Q(("sharing__in", ["nobody", "house", "link"])), name="own_area_sharing"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownareaedition",
            constraint=models.UniqueConstraint(fields=("area", "number"), name="own_area_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="ownareaedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["union", "circle", "drawn", "uploaded"])), name="own_area_edition_kind"
            ),
        ),
        tenant_key("indicators_ownareaedition", "area_id", "indicators_ownarea"),
        migrations.RunSQL(TRIGGER, BACK),
    ]
