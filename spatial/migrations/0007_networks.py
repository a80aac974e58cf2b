# SPDX-License-Identifier: EUPL-1.2
"""Street networks, their nodes and their edges."""

from typing import ClassVar

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

# Only a superuser makes extensions: scripts/database.sql does, before this.
HAS_ROUTING = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pgrouting') THEN
        RAISE EXCEPTION 'The database lacks pgRouting. Let a superuser run scripts/database.sql, then migrate again.';
    END IF;
END $$
"""


class Migration(migrations.Migration):
    """Make the tables of street networks."""

    dependencies: ClassVar = [("accounts", "0001_initial"), ("spatial", "0006_layers")]
    operations: ClassVar = [
        migrations.RunSQL(HAS_ROUTING, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Network",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=300)),
                ("licence", models.CharField(max_length=60)),
                ("attribution", models.CharField(max_length=500)),
                ("content_hash", models.CharField(max_length=64)),
                ("srid", models.PositiveIntegerField()),
                ("tolerance_m", models.FloatField()),
                ("columns", models.JSONField(default=dict)),
                ("profiles", models.JSONField(default=dict)),
                ("topology", models.JSONField(default=dict)),
                ("node_count", models.PositiveIntegerField()),
                ("edge_count", models.PositiveIntegerField()),
                ("length_m", models.FloatField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("slug", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "slug", "number"), name="network_number_unique"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="network_tenant_key"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="network_number_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkNode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("part", models.PositiveIntegerField()),
                ("point", django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326)),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nodes",
                        to="spatial.network",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("network", "position"), name="networknode_position_unique"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="networknode_tenant_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkEdge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("source", models.PositiveIntegerField()),
                ("geometry", django.contrib.gis.db.models.fields.LineStringField(srid=4326)),
                ("length_m", models.FloatField()),
                ("foot_forward", models.FloatField(null=True)),
                ("foot_backward", models.FloatField(null=True)),
                ("bicycle_forward", models.FloatField(null=True)),
                ("bicycle_backward", models.FloatField(null=True)),
                ("wheelchair_forward", models.FloatField(null=True)),
                ("wheelchair_backward", models.FloatField(null=True)),
                ("car_forward", models.FloatField(null=True)),
                ("car_backward", models.FloatField(null=True)),
                (
                    "end",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spatial.networknode"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edges",
                        to="spatial.network",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "start",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spatial.networknode"
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("network", "position"), name="networkedge_position_unique"),
                    models.CheckConstraint(condition=models.Q(("length_m__gt", 0)), name="networkedge_has_length"),
                    models.CheckConstraint(
                        condition=models.Q(("foot_forward__isnull", True), ("foot_forward__gt", 0), _connector="OR"),
                        name="networkedge_foot_forward_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("foot_backward__isnull", True), ("foot_backward__gt", 0), _connector="OR"),
                        name="networkedge_foot_backward_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bicycle_forward__isnull", True), ("bicycle_forward__gt", 0), _connector="OR"
                        ),
                        name="networkedge_bicycle_forward_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bicycle_backward__isnull", True), ("bicycle_backward__gt", 0), _connector="OR"
                        ),
                        name="networkedge_bicycle_backward_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wheelchair_forward__isnull", True), ("wheelchair_forward__gt", 0), _connector="OR"
                        ),
                        name="networkedge_wheelchair_forward_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wheelchair_backward__isnull", True), ("wheelchair_backward__gt", 0), _connector="OR"
                        ),
                        name="networkedge_wheelchair_backward_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("car_forward__isnull", True), ("car_forward__gt", 0), _connector="OR"),
                        name="networkedge_car_forward_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("car_backward__isnull", True), ("car_backward__gt", 0), _connector="OR"),
                        name="networkedge_car_backward_above_zero",
                    ),
                ],
            },
        ),
        tenant_key("spatial_networknode", "network_id", "spatial_network"),
        tenant_key("spatial_networkedge", "network_id", "spatial_network"),
        tenant_key("spatial_networkedge", "start_id", "spatial_networknode"),
        tenant_key("spatial_networkedge", "end_id", "spatial_networknode"),
    ]
