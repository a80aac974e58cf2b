# SPDX-License-Identifier: EUPL-1.2
"""Composite keys with the organisation."""

from typing import ClassVar

from django.db import migrations

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Tie every reference between spatial tables to the organisation."""

    dependencies: ClassVar = [("spatial", "0001_initial")]
    operations: ClassVar = [
        tenant_key("spatial_level", "parent_id", "spatial_level"),
        tenant_key("spatial_unit", "level_id", "spatial_level"),
        tenant_key("spatial_boundaryversion", "level_id", "spatial_level"),
        tenant_key("spatial_unitversion", "level_id", "spatial_level"),
        tenant_key("spatial_unitversion", "unit_id", "spatial_unit"),
        tenant_key("spatial_unitversion", "parent_id", "spatial_unit"),
        tenant_key("spatial_boundarymember", "boundary_version_id", "spatial_boundaryversion"),
        tenant_key("spatial_boundarymember", "unit_version_id", "spatial_unitversion"),
        tenant_key("spatial_geometryasset", "boundary_version_id", "spatial_boundaryversion"),
        migrations.RunSQL(
            "ALTER TABLE spatial_geometryasset ALTER COLUMN body SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]
