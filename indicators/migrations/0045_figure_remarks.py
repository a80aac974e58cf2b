# SPDX-License-Identifier: EUPL-1.2
"""Questions and hints of readers about figures."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Add the table, tied to the organisation of its indicator and boundaries."""

    dependencies: ClassVar = [
        ("accounts", "0004_narrowed_roles"),
        ("indicators", "0044_topic_subscriptions"),
        ("spatial", "0004_changeset_four_eyes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="FigureRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("unit_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Public"), ("council", "Council"), ("internal", "Internal")],
                        default="public",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("answered", "answered"), ("closed", "closed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "boundary_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spatial.boundaryversion",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.indicator"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.period",
                    ),
                ),
            ],
            options={
                "ordering": ("-written_at", "-pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["organisation"], name="figure_remark_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="figure_remark_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered", "closed"])), name="figure_remark_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", ""), ("state", "answered"), _negated=True),
                        name="figure_remark_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("boundary_version", None), ("unit_id", None)),
                            models.Q(("boundary_version__isnull", False), ("unit_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="figure_remark_area_whole",
                    ),
                ],
            },
        ),
        tenant_key("indicators_figureremark", "indicator_id", "indicators_indicator"),
        tenant_key("indicators_figureremark", "boundary_version_id", "spatial_boundaryversion"),
    ]
