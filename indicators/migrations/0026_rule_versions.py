# SPDX-License-Identifier: EUPL-1.2
"""What rules of disclosure say from which day on: written by one person, confirmed by another."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Add the table and its key."""

    dependencies: ClassVar = [
        ("accounts", "0002_kept_forms"),
        ("indicators", "0025_disclosure_patterns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DisclosureVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Public"), ("council", "Council"), ("internal", "Internal")], max_length=10
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("legal_basis", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                ("valid_from", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for a second person"),
                            ("confirmed", "confirmed, holds from its day on"),
                            ("in_force", "in force"),
                            ("replaced", "replaced by a later version"),
                            ("refused", "refused"),
                            ("taken_back", "taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("comment", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_versions",
                        to="indicators.source",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("source", "audience", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "audience", "number"), name="disclosure_version_number_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "confirmed"))),
                        fields=("source", "audience"),
                        name="disclosure_version_one_to_come",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")),
                        fields=("source", "audience"),
                        name="disclosure_version_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("written_by")), _negated=True),
                            ("state", "taken_back"),
                            _connector="OR",
                        ),
                        name="disclosure_version_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("confirmed", "in_force", "replaced")), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="disclosure_version_was_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("legal_basis", ""), _negated=True), name="disclosure_version_has_a_basis"
                    ),
                ],
            },
        ),
        tenant_key("indicators_disclosureversion", "source_id", "indicators_source"),
    ]
