# SPDX-License-Identifier: EUPL-1.2
"""Places that are fetched from services: from where a draft takes them, and what a version tells of it."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# As the other parts of a draft: what was submitted does not change any more.
LOCK = """
CREATE TRIGGER layerdraftsource_of_draft BEFORE INSERT OR UPDATE OR DELETE ON spatial_layerdraftsource
    FOR EACH ROW EXECUTE FUNCTION spatial_check_layer_part();
"""
LOCK_BACK = "DROP TRIGGER layerdraftsource_of_draft ON spatial_layerdraftsource;"


class Migration(migrations.Migration):
    """Make the table of sources, and room for what is told of them."""

    dependencies: ClassVar = [("spatial", "0011_inhabited_ground")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="LayerDraftSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("wfs", "WFS"), ("features", "OGC API Features")], max_length=8),
                ),
                ("address", models.CharField(max_length=1000)),
                ("collection", models.CharField(max_length=200)),
                ("title", models.CharField(blank=True, max_length=200)),
                (
                    "told",
                    models.CharField(
                        choices=[
                            ("server", "the name of the server alone"),
                            ("address", "the address without what stands after “?”"),
                        ],
                        default="server",
                        max_length=7,
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="source", to="spatial.layerdraft"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(LOCK, LOCK_BACK),
        migrations.AddField("layerdraftfile", "fetched_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("layerversion", "fetched_from", models.CharField(blank=True, max_length=400, default="")),
        migrations.AddField(
            "layerversion", "fetched_collection", models.CharField(blank=True, max_length=200, default="")
        ),
        migrations.AddField("layerversion", "fetched_on", models.DateField(blank=True, null=True)),
        migrations.AlterField("layerversion", "fetched_from", models.CharField(blank=True, max_length=400)),
        migrations.AlterField("layerversion", "fetched_collection", models.CharField(blank=True, max_length=200)),
        migrations.AddConstraint(
            "layerversion",
            models.CheckConstraint(
                condition=Q(fetched_on__isnull=True, fetched_from="", fetched_collection="")
                | (Q(fetched_on__isnull=False) & ~Q(fetched_from="") & ~Q(fetched_collection="")),
                name="layer_version_fetched_from_somewhere",
            ),
        ),
    ]
