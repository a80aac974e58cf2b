# SPDX-License-Identifier: EUPL-1.2
"""Which sheet of a workbook was read of a table that is not handed in yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spatial", "0015_published_addresses")]

    operations = [
        migrations.AddField(
            model_name="crosswalkupload",
            name="sheet",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
    ]
