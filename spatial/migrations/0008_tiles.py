# SPDX-License-Identifier: EUPL-1.2
"""What tiles of boundary versions with many areas are cut from."""

from typing import ClassVar

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Make the tables of tiles."""

    dependencies: ClassVar = [("accounts", "0001_initial"), ("spatial", "0007_networks")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="TileSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                ("places_hash", models.CharField(max_length=64)),
                ("places", models.BinaryField()),
                (
                    "boundary_version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tile_set",
                        to="spatial.boundaryversion",
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
                "constraints": [models.UniqueConstraint(fields=("organisation", "id"), name="tileset_tenant_key")],
            },
        ),
        migrations.CreateModel(
            name="TileOutline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scale", models.PositiveSmallIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("geometry", django.contrib.gis.db.models.fields.GeometryField(spatial_index=False, srid=3857)),
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
                    "tile_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outlines",
                        to="spatial.tileset",
                    ),
                ),
            ],
            options={
                "ordering": ("scale", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("tile_set", "scale", "position"), name="tileoutline_unique")
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_set", "scale", "geometry"], name="tileoutline_ground"
                    )
                ],
            },
        ),
        tenant_key("spatial_tileset", "boundary_version_id", "spatial_boundaryversion"),
        tenant_key("spatial_tileoutline", "tile_set_id", "spatial_tileset"),
        migrations.RunSQL(
            "ALTER TABLE spatial_tileset ALTER COLUMN places SET STORAGE EXTERNAL", migrations.RunSQL.noop
        ),
    ]
