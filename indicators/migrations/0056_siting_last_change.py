# SPDX-License-Identifier: EUPL-1.2
"""A search remembers the last change of its scenario: how many there were says nothing once one was taken back."""

from typing import ClassVar

from django.db import migrations, models

# No change has this number: searches of before ask to be made once more.
_UNKNOWN = -1


class Migration(migrations.Migration):
    """Another column in place of the number of changes."""

    dependencies: ClassVar = [("indicators", "0055_conversion_behind")]

    operations: ClassVar = [
        migrations.RemoveField(model_name="sitingrun", name="changes"),
        migrations.AddField(
            model_name="sitingrun",
            name="last_change",
            field=models.BigIntegerField(default=_UNKNOWN),
            preserve_default=False,
        ),
    ]
