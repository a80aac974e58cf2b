"""The people of an event apart from what its seal covers; new columns only, so that no large table is written anew."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField("event", "person_hash", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("event", "person_salt", models.BinaryField(null=True)),
        migrations.AddField("event", "erased_in", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "event",
            django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="audit_event_at", pages_per_range=32),
        ),
        migrations.CreateModel(
            name="Pseudonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("reference", models.CharField(max_length=60)),
                ("pseudonym", models.CharField(max_length=20, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "reference"), name="audit_pseudonym_of_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("seals", models.BigIntegerField()),
                ("last_seal_id", models.BigIntegerField(null=True)),
                ("last_hash", models.CharField(blank=True, max_length=64)),
                ("broken", models.JSONField(default=list)),
                ("is_cut", models.BooleanField(default=False)),
                ("milliseconds", models.BigIntegerField()),
            ],
            options={"ordering": ["-id"]},
        ),
    ]
