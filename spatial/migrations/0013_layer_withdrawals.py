# SPDX-License-Identifier: EUPL-1.2
"""Versions of layers that are taken back: two people decide, and the one before is in force again."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

WITHDRAWALS = """
CREATE FUNCTION spatial_check_layer_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'waiting' THEN
        RAISE EXCEPTION 'A withdrawal of a layer begins by waiting.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_withdrawal_begins';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state <> 'waiting' OR
       (OLD.version_id, OLD.reason, OLD.asked_by_id, OLD.asked_at) IS DISTINCT FROM
       (NEW.version_id, NEW.reason, NEW.asked_by_id, NEW.asked_at)) THEN
        RAISE EXCEPTION 'A withdrawal of a layer is decided once.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_withdrawal_fixed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER layer_withdrawal_checked BEFORE INSERT OR UPDATE ON spatial_layerwithdrawal
    FOR EACH ROW EXECUTE FUNCTION spatial_check_layer_withdrawal();
CREATE TRIGGER layer_withdrawal_stays BEFORE DELETE ON spatial_layerwithdrawal
    FOR EACH ROW EXECUTE FUNCTION spatial_refuse_change();
"""
WITHDRAWALS_BACK = """
DROP TRIGGER layer_withdrawal_stays ON spatial_layerwithdrawal;
DROP TRIGGER layer_withdrawal_checked ON spatial_layerwithdrawal;
DROP FUNCTION spatial_check_layer_withdrawal();
"""

# A version is superseded; or taken back by two people; or in force again, once all that came after it were taken back.
VERSIONS = """
CREATE OR REPLACE FUNCTION spatial_check_layer_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - 'superseded_at' - 'withdrawn_at') IS DISTINCT FROM
       (to_jsonb(NEW) - 'superseded_at' - 'withdrawn_at') OR OLD.withdrawn_at IS NOT NULL
       OR NEW.withdrawn_at IS NOT NULL AND (OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL)
       OR OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS NOT NULL
       OR OLD.superseded_at IS NOT NULL AND (
            NOT EXISTS (SELECT FROM spatial_layerversion v WHERE v.layer_id = NEW.layer_id
                        AND v.number > NEW.number AND v.withdrawn_at IS NOT NULL)
            OR EXISTS (SELECT FROM spatial_layerversion v WHERE v.layer_id = NEW.layer_id
                       AND v.number > NEW.number AND v.withdrawn_at IS NULL)) THEN
        RAISE EXCEPTION 'A version of a layer does not change, it is superseded once.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_version_fixed';
    END IF;
    IF NEW.withdrawn_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM spatial_layerwithdrawal w
        WHERE w.version_id = NEW.id AND w.state = 'done' AND w.decided_by_id <> w.asked_by_id) THEN
        RAISE EXCEPTION 'A version of a layer is taken back by two people.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_version_withdrawn_by_two';
    END IF;
    RETURN NEW;
END
$$;
"""
VERSIONS_BACK = """
CREATE OR REPLACE FUNCTION spatial_check_layer_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - 'superseded_at') IS DISTINCT FROM (to_jsonb(NEW) - 'superseded_at')
       OR OLD.superseded_at IS NOT NULL THEN
        RAISE EXCEPTION 'A version of a layer does not change, it is superseded once.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_version_fixed';
    END IF;
    RETURN NEW;
END
$$;
"""


class Migration(migrations.Migration):
    """Make the table of withdrawals, and let the rule of versions know them."""

    dependencies: ClassVar = [
        ("spatial", "0012_fetched_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AddField("layerversion", "withdrawn_at", models.DateTimeField(blank=True, null=True)),
        migrations.CreateModel(
            name="LayerWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for approval"),
                            ("done", "taken back"),
                            ("refused", "refused"),
                            ("called_off", "called off"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="spatial.layerversion",
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state="waiting"), fields=("version",), name="layer_withdrawal_waits_once"
                    ),
                    models.CheckConstraint(condition=~Q(reason=""), name="layer_withdrawal_with_reason"),
                    models.CheckConstraint(
                        condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                        | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                        name="layer_withdrawal_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=("done", "refused")) | ~Q(decided_by=F("asked_by")),
                        name="layer_withdrawal_four_eyes",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WITHDRAWALS, WITHDRAWALS_BACK),
        migrations.RunSQL(VERSIONS, VERSIONS_BACK),
    ]
