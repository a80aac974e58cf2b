# SPDX-License-Identifier: EUPL-1.2
"""Streets of address files, and the areas that they run through."""

from typing import ClassVar

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables of streets and of their areas."""

    dependencies: ClassVar = [
        ("spatial", "0013_layer_withdrawals"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="addressregister",
            name="linked_versions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="Street",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("street_key", models.CharField(max_length=250)),
                ("plain_key", models.CharField(max_length=250)),
                ("words", models.CharField(max_length=400)),
                ("city", models.CharField(blank=True, max_length=200)),
                ("part", models.PositiveIntegerField(default=0)),
                (
                    "postcodes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                ("address_count", models.PositiveIntegerField()),
                ("location", django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326)),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="streets",
                        to="spatial.addressregister",
                    ),
                ),
            ],
            options={
                "ordering": ("register", "street_key", "city", "part"),
            },
        ),
        migrations.CreateModel(
            name="StreetArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("address_count", models.PositiveIntegerField()),
                (
                    "boundary_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "street",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="areas", to="spatial.street"
                    ),
                ),
            ],
            options={
                "ordering": ("street", "boundary_version", "position"),
            },
        ),
        migrations.AddIndex(
            model_name="street",
            index=models.Index(
                fields=["register", "street_key"], name="street_by_key", opclasses=("int8_ops", "varchar_pattern_ops")
            ),
        ),
        migrations.AddIndex(
            model_name="street",
            index=models.Index(
                fields=["register", "plain_key"],
                name="street_as_written",
                opclasses=("int8_ops", "varchar_pattern_ops"),
            ),
        ),
        migrations.AddConstraint(
            model_name="street",
            constraint=models.UniqueConstraint(fields=("register", "street_key", "city", "part"), name="street_part"),
        ),
        migrations.AddConstraint(
            model_name="streetarea",
            constraint=models.UniqueConstraint(
                fields=("street", "boundary_version", "position"), name="street_area_position"
            ),
        ),
    ]
