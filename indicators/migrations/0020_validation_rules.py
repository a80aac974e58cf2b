# SPDX-License-Identifier: EUPL-1.2
"""Validation rules of stewards, their versions, and what they found in all current figures."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Add the tables."""

    dependencies: ClassVar = [
        ("accounts", "0002_kept_forms"),
        ("indicators", "0019_recipe_drafts"),
        ("spatial", "0004_changeset_four_eyes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ValidationRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("organisation", "number"),
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True)),
                ("left", models.CharField(max_length=500)),
                ("comparison", models.CharField(max_length=2)),
                ("right", models.CharField(max_length=500)),
                ("tolerance", models.FloatField(default=0)),
                ("severity", models.CharField(max_length=8)),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "occasions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("reason", models.TextField(blank=True)),
                ("is_loosening", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for a second person"),
                            ("in_force", "in force"),
                            ("replaced", "replaced by a later version"),
                            ("refused", "refused"),
                            ("taken_back", "taken back"),
                        ],
                        max_length=12,
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
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="indicators.validationrule",
                    ),
                ),
            ],
            options={
                "ordering": ("rule", "-number"),
            },
        ),
        migrations.CreateModel(
            name="RuleResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("computed_at", models.DateTimeField()),
                ("batches", models.PositiveIntegerField()),
                ("held", models.PositiveIntegerField()),
                ("broken", models.PositiveIntegerField()),
                ("not_checked", models.PositiveIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.ruleversion"
                    ),
                ),
                (
                    "rule",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="result",
                        to="indicators.validationrule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleResultSlice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held", models.PositiveIntegerField()),
                ("broken", models.PositiveIntegerField()),
                ("not_checked", models.PositiveIntegerField()),
                ("units", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("left", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ("right", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                (
                    "boundary_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.period"
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slices", to="indicators.ruleresult"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("result", "period", "boundary_version"), name="rule_result_slice_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="validationrule",
            constraint=models.UniqueConstraint(fields=("organisation", "number"), name="validation_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="validationrule",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="validation_tenant_key"),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(fields=("rule", "number"), name="rule_version_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "in_force")), fields=("rule",), name="rule_version_one_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("rule",), name="rule_version_one_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("written_by")), _negated=True),
                    ("state", "taken_back"),
                    _connector="OR",
                ),
                name="rule_version_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_loosening", True), ("state__in", ("in_force", "replaced")), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="rule_version_loosening_was_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("comparison__in", ("<", "<=", "=", "!=", ">=", ">")),
                    ("severity__in", ("error", "warning", "note")),
                ),
                name="rule_version_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(condition=models.Q(("tolerance__gte", 0)), name="rule_version_tolerance"),
        ),
        *(
            tenant_key(child, column, parent)
            for child, column, parent in (
                ("indicators_ruleversion", "rule_id", "indicators_validationrule"),
                ("indicators_ruleresult", "rule_id", "indicators_validationrule"),
            )
        ),
    ]
