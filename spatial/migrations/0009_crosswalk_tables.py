# SPDX-License-Identifier: EUPL-1.2
"""Published crosswalk tables; the database holds the rule of four eyes, and that none changes."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

DECIDED = "'state' - 'decided_by_id' - 'decided_at' - 'reason' - 'ended_by_id' - 'ended_at' - 'end_reason'"
TABLES = f"""
CREATE FUNCTION spatial_check_crosswalk_table() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF (to_jsonb(OLD) - {DECIDED}) IS DISTINCT FROM (to_jsonb(NEW) - {DECIDED}) THEN
        RAISE EXCEPTION 'A crosswalk table does not change.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'crosswalk_table_content_fixed';
    END IF;
    IF step NOT IN ('waiting>in_force', 'waiting>refused', 'waiting>withdrawn', 'in_force>superseded',
                    'in_force>withdrawn') THEN
        RAISE EXCEPTION 'A crosswalk table does not go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'crosswalk_table_state_order';
    END IF;
    IF (OLD.state = 'in_force' OR NEW.state = 'withdrawn') AND
       (OLD.decided_by_id, OLD.decided_at, OLD.reason) IS DISTINCT FROM
       (NEW.decided_by_id, NEW.decided_at, NEW.reason) THEN
        RAISE EXCEPTION 'What was decided on a crosswalk table does not change.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'crosswalk_table_decision_fixed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER crosswalk_table_checked BEFORE UPDATE ON spatial_crosswalktable
    FOR EACH ROW EXECUTE FUNCTION spatial_check_crosswalk_table();

CREATE FUNCTION spatial_check_new_crosswalk_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'waiting' THEN
        RAISE EXCEPTION 'A crosswalk table begins by waiting for approval.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'crosswalk_table_state_order';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER crosswalk_table_begins BEFORE INSERT ON spatial_crosswalktable
    FOR EACH ROW EXECUTE FUNCTION spatial_check_new_crosswalk_table();
CREATE TRIGGER crosswalk_table_stays BEFORE DELETE ON spatial_crosswalktable
    FOR EACH ROW EXECUTE FUNCTION spatial_refuse_change();
"""
TABLES_BACK = """
DROP TRIGGER crosswalk_table_stays ON spatial_crosswalktable;
DROP TRIGGER crosswalk_table_begins ON spatial_crosswalktable;
DROP TRIGGER crosswalk_table_checked ON spatial_crosswalktable;
DROP FUNCTION spatial_check_new_crosswalk_table(), spatial_check_crosswalk_table();
"""


class Migration(migrations.Migration):
    """Add the tables of published tables and of their files."""

    dependencies: ClassVar = [
        ("accounts", "0006_own_words"),
        ("spatial", "0008_tiles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="crosswalk",
            name="base",
            field=models.CharField(
                choices=[("persons", "by people"), ("ground", "by ground"), ("table", "by a published table")],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="CrosswalkTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for approval"),
                            ("in_force", "in force"),
                            ("refused", "refused"),
                            ("superseded", "replaced"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("publisher", models.CharField(max_length=300)),
                ("licence", models.CharField(max_length=60)),
                ("attribution", models.CharField(max_length=500)),
                ("note", models.TextField(blank=True)),
                ("counted_on", models.DateField()),
                (
                    "weight",
                    models.CharField(
                        choices=[
                            ("share", "share of the older area, 0 to 1"),
                            ("percent", "share of the older area, in percent"),
                            ("persons", "persons on the piece"),
                            ("addresses", "addresses on the piece"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "lines",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                (
                    "older_places",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                (
                    "newer_places",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                ("weights", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ("file_name", models.CharField(max_length=300)),
                ("content_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "created_by",
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
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "newer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("older", "newer", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="crosswalk_table_tenant_key"),
                    models.UniqueConstraint(fields=("older", "newer", "number"), name="crosswalk_table_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")),
                        fields=("older", "newer"),
                        name="crosswalk_table_in_force_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("older", "newer"),
                        name="crosswalk_table_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("older", models.F("newer")), _negated=True),
                        name="crosswalk_table_of_two_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("created_by")), _negated=True),
                        name="crosswalk_table_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "withdrawn")),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="crosswalk_table_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="crosswalk_table_waits_undecided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="crosswalk_table_refused_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("state__in", ("superseded", "withdrawn")),
                            ),
                            models.Q(
                                models.Q(("state__in", ("superseded", "withdrawn")), _negated=True),
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="crosswalk_table_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrosswalkUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300)),
                ("content", models.BinaryField()),
                ("brought_at", models.DateTimeField(auto_now_add=True)),
                (
                    "newer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("older", "newer", "person"), name="crosswalk_upload_once"),
                    models.CheckConstraint(
                        condition=models.Q(("older", models.F("newer")), _negated=True),
                        name="crosswalk_upload_of_two_versions",
                    ),
                ],
            },
        ),
        *(
            tenant_key(f"spatial_{table}", f"{side}_id", "spatial_boundaryversion")
            for table in ("crosswalktable", "crosswalkupload")
            for side in ("older", "newer")
        ),
        migrations.RunSQL(TABLES, TABLES_BACK),
    ]
