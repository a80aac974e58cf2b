# SPDX-License-Identifier: EUPL-1.2
"""The areas of a batch's slices are kept as they are: packing them took longer than finding them."""

from typing import ClassVar

from django.db import migrations

COLUMNS = ("changed_units", "confirmed_units")


def _stored(how: str) -> str:
    return "; ".join(f"ALTER TABLE indicators_batchslice ALTER COLUMN {column} SET STORAGE {how}" for column in COLUMNS)


class Migration(migrations.Migration):
    """Store arrays without compression from now on."""

    dependencies: ClassVar = [("indicators", "0015_slice_comparison")]
    operations: ClassVar = [migrations.RunSQL(_stored("EXTERNAL"), _stored("EXTENDED"))]
