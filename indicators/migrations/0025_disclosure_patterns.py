# SPDX-License-Identifier: EUPL-1.2
"""Patterns of what is hidden, the audits that they withstood, and triggers that let no release pass beside."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

KEYS = (
    ("indicators_disclosureaudit", "indicator_id", "indicators_indicator"),
    ("indicators_disclosurepattern", "indicator_id", "indicators_indicator"),
    ("indicators_disclosurepattern", "boundary_version_id", "spatial_boundaryversion"),
    ("indicators_disclosurepattern", "audit_id", "indicators_disclosureaudit"),
    ("indicators_disclosurepattern", "vintage_id", "indicators_vintage"),
    ("indicators_release", "pattern_id", "indicators_disclosurepattern"),
)

STORAGE = "ALTER TABLE indicators_disclosurepattern ALTER COLUMN decisions SET STORAGE EXTERNAL;"

# Releases that were made before patterns were kept have none; a new one needs a pattern whose audit held.
TRIGGERS = """
CREATE FUNCTION indicators_check_release_pattern() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.pattern_id IS NULL THEN
        RAISE EXCEPTION 'A release needs the pattern of what it hides.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'release_has_pattern';
    END IF;
    IF NOT EXISTS (
        SELECT FROM indicators_disclosurepattern p
        JOIN indicators_disclosureaudit a ON a.id = p.audit_id
        WHERE p.id = NEW.pattern_id AND a.verdict = 'held' AND p.indicator_id = NEW.indicator_id
          AND p.period_id = NEW.period_id AND p.boundary_version_id = NEW.boundary_version_id
          AND p.audience = NEW.audience) THEN
        RAISE EXCEPTION 'The pattern of a release has to have withstood its audit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'release_pattern_held';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER release_pattern BEFORE INSERT OR UPDATE OF pattern_id ON indicators_release
    FOR EACH ROW EXECUTE FUNCTION indicators_check_release_pattern();

CREATE FUNCTION indicators_refuse_pattern_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Patterns and their audits are never changed.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disclosure_is_frozen';
END $$;
CREATE TRIGGER disclosure_pattern_frozen BEFORE UPDATE OR DELETE ON indicators_disclosurepattern
    FOR EACH ROW EXECUTE FUNCTION indicators_refuse_pattern_change();
CREATE TRIGGER disclosure_audit_frozen BEFORE UPDATE OR DELETE ON indicators_disclosureaudit
    FOR EACH ROW EXECUTE FUNCTION indicators_refuse_pattern_change();
"""
TRIGGERS_BACK = """
DROP TRIGGER release_pattern ON indicators_release;
DROP FUNCTION indicators_check_release_pattern();
DROP TRIGGER disclosure_pattern_frozen ON indicators_disclosurepattern;
DROP TRIGGER disclosure_audit_frozen ON indicators_disclosureaudit;
DROP FUNCTION indicators_refuse_pattern_change();
"""


class Migration(migrations.Migration):
    """Add both tables, their keys and triggers."""

    dependencies: ClassVar = [
        ("accounts", "0002_kept_forms"),
        ("indicators", "0024_declared_sums"),
        ("spatial", "0004_changeset_four_eyes"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DisclosureAudit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.CharField(max_length=80)),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Public"), ("council", "Council"), ("internal", "Internal")], max_length=10
                    ),
                ),
                ("set_hash", models.CharField(max_length=64)),
                ("verdict", models.CharField(choices=[("held", "held"), ("breached", "breached")], max_length=10)),
                ("content", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.period"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosurePattern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Public"), ("council", "Council"), ("internal", "Internal")], max_length=10
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("decisions", models.BinaryField()),
                ("content_hash", models.CharField(max_length=64)),
                ("counts", models.JSONField()),
                ("rule", models.JSONField()),
                ("method", models.PositiveSmallIntegerField()),
                ("path", models.CharField(max_length=10)),
                ("cost", models.FloatField()),
                ("bound", models.FloatField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patterns",
                        to="indicators.disclosureaudit",
                    ),
                ),
                (
                    "boundary_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.period"
                    ),
                ),
                (
                    "vintage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.vintage"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="release",
            name="pattern",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.disclosurepattern",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosureaudit",
            index=models.Index(fields=["indicator", "period", "audience"], name="disclosure_audit_cell"),
        ),
        migrations.AddConstraint(
            model_name="disclosureaudit",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="disclosure_audit_tenant_key"),
        ),
        migrations.AddConstraint(
            model_name="disclosurepattern",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="disclosure_pattern_tenant_key"),
        ),
        migrations.AddConstraint(
            model_name="disclosurepattern",
            constraint=models.UniqueConstraint(
                fields=("indicator", "period", "boundary_version", "audience", "number"),
                name="disclosure_pattern_number_unique",
            ),
        ),
        *(tenant_key(*key) for key in KEYS),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, TRIGGERS_BACK),
    ]
