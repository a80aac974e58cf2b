# SPDX-License-Identifier: EUPL-1.2
"""Own areas may be what is reached along streets."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Let an own area be kept from a ring of reach."""

    dependencies = [("indicators", "0053_siting_bounds")]

    operations = [
        migrations.AlterField(
            model_name="ownareaedition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("union", "areas together"),
                    ("circle", "circle"),
                    ("drawn", "drawn"),
                    ("uploaded", "from a file"),
                    ("reached", "what is reached along streets"),
                ],
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint(model_name="ownareaedition", name="own_area_edition_kind"),
        migrations.AddConstraint(
            model_name="ownareaedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["union", "circle", "drawn", "uploaded", "reached"])),
                name="own_area_edition_kind",
            ),
        ),
    ]
