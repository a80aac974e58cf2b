# SPDX-License-Identifier: EUPL-1.2
"""Layers of places, their drafts with the rule of four eyes, and the addresses that are known."""

import uuid

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

SIGNATURES = """
CREATE FUNCTION spatial_check_layer_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed spatial_layerdraft%ROWTYPE;
BEGIN
    SELECT * INTO signed FROM spatial_layerdraft WHERE id = NEW.draft_id FOR UPDATE;
    IF signed.state <> 'submitted' OR signed.content_hash <> NEW.content_hash OR signed.revision <> NEW.revision THEN
        RAISE EXCEPTION 'Only what was submitted can be signed, with its own hash.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_signature_of_submitted';
    END IF;
    IF NEW.person_id = signed.created_by_id OR EXISTS (
        SELECT FROM spatial_layerdrafteditor e WHERE e.draft_id = signed.id AND e.person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'Nobody signs what they brought or edited.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_signature_four_eyes';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER layer_signature_four_eyes BEFORE INSERT ON spatial_layerdraftsignature
    FOR EACH ROW EXECUTE FUNCTION spatial_check_layer_signature();
CREATE TRIGGER layer_signature_no_change BEFORE UPDATE OR DELETE ON spatial_layerdraftsignature
    FOR EACH ROW EXECUTE FUNCTION spatial_refuse_change();
CREATE TRIGGER layer_editor_no_change BEFORE UPDATE OR DELETE ON spatial_layerdrafteditor
    FOR EACH ROW EXECUTE FUNCTION spatial_refuse_change();
"""
SIGNATURES_BACK = """
DROP TRIGGER layer_editor_no_change ON spatial_layerdrafteditor;
DROP TRIGGER layer_signature_no_change ON spatial_layerdraftsignature;
DROP TRIGGER layer_signature_four_eyes ON spatial_layerdraftsignature;
DROP FUNCTION spatial_check_layer_signature();
"""

DRAFTS = """
CREATE FUNCTION spatial_check_layer_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF (OLD.organisation_id, OLD.created_by_id, OLD.uuid) IS DISTINCT FROM
       (NEW.organisation_id, NEW.created_by_id, NEW.uuid)
       OR OLD.state <> 'draft' AND NEW.state <> 'draft' AND
       (OLD.revision, OLD.slug, OLD.name, OLD.kind, OLD.topic, OLD.description, OLD.valid_from, OLD.valid_until,
        OLD.publisher, OLD.licence, OLD.attribution, OLD.note, OLD.answers, OLD.content_hash, OLD.summary)
       IS DISTINCT FROM
       (NEW.revision, NEW.slug, NEW.name, NEW.kind, NEW.topic, NEW.description, NEW.valid_from, NEW.valid_until,
        NEW.publisher, NEW.licence, NEW.attribution, NEW.note, NEW.answers, NEW.content_hash, NEW.summary) THEN
        RAISE EXCEPTION 'What was submitted does not change any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_draft_content_fixed';
    END IF;
    IF OLD.state <> NEW.state AND step NOT IN (
        'draft>submitted', 'draft>discarded', 'submitted>draft', 'submitted>refused', 'submitted>active') THEN
        RAISE EXCEPTION 'A draft of a layer does not go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_draft_state_order';
    END IF;
    IF NEW.state = 'active' AND NOT EXISTS (
        SELECT FROM spatial_layerdraftsignature s
        WHERE s.draft_id = NEW.id AND s.person_id = NEW.approved_by_id AND s.revision = NEW.revision
          AND s.content_hash = NEW.content_hash) THEN
        RAISE EXCEPTION 'A layer is approved by who signed it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_draft_approved_by_signature';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER layer_draft_checked BEFORE UPDATE ON spatial_layerdraft
    FOR EACH ROW EXECUTE FUNCTION spatial_check_layer_draft();

CREATE FUNCTION spatial_check_new_layer_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft' OR NEW.approved_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'A layer begins as a draft.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_draft_state_order';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER layer_draft_begins BEFORE INSERT ON spatial_layerdraft
    FOR EACH ROW EXECUTE FUNCTION spatial_check_new_layer_draft();

CREATE FUNCTION spatial_check_layer_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.draft_id ELSE NEW.draft_id END;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.draft_id <> NEW.draft_id
       OR EXISTS (SELECT FROM spatial_layerdraft d WHERE d.id = touched AND d.state NOT IN ('draft', 'discarded')) THEN
        RAISE EXCEPTION 'What was submitted does not change any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""
PARTS = ("layerdraftfile", "layerdraftrow", "layerdraftcorrection", "layerdraftfinding")
LOCKS = "".join(
    f"CREATE TRIGGER {part}_of_draft BEFORE INSERT OR UPDATE OR DELETE ON spatial_{part} "
    "FOR EACH ROW EXECUTE FUNCTION spatial_check_layer_part();\n"
    for part in PARTS
)
DRAFTS_BACK = (
    "".join(f"DROP TRIGGER {part}_of_draft ON spatial_{part};\n" for part in PARTS)
    + """
DROP TRIGGER layer_draft_begins ON spatial_layerdraft;
DROP TRIGGER layer_draft_checked ON spatial_layerdraft;
DROP FUNCTION spatial_check_layer_part(), spatial_check_new_layer_draft(), spatial_check_layer_draft();
"""
)

# A version that is in force is read by everybody: its places stay as they were approved.
FEATURES = """
CREATE FUNCTION spatial_check_layer_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - 'superseded_at') IS DISTINCT FROM (to_jsonb(NEW) - 'superseded_at')
       OR OLD.superseded_at IS NOT NULL THEN
        RAISE EXCEPTION 'A version of a layer does not change, it is superseded once.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_version_fixed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER layer_version_fixed BEFORE UPDATE ON spatial_layerversion
    FOR EACH ROW EXECUTE FUNCTION spatial_check_layer_version();
CREATE TRIGGER layer_feature_fixed BEFORE UPDATE ON spatial_layerfeature
    FOR EACH ROW EXECUTE FUNCTION spatial_refuse_change();
"""
FEATURES_BACK = """
DROP TRIGGER layer_feature_fixed ON spatial_layerfeature;
DROP TRIGGER layer_version_fixed ON spatial_layerversion;
DROP FUNCTION spatial_check_layer_version();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_own_words"),
        ("spatial", "0005_crosswalks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressRegister",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "is being read"),
                            ("current", "in use"),
                            ("failed", "cannot be read"),
                            ("superseded", "replaced"),
                        ],
                        default="reading",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("publisher", models.CharField(max_length=300)),
                ("licence", models.CharField(max_length=60)),
                ("sha256", models.CharField(max_length=64)),
                ("selection", models.JSONField(default=dict)),
                ("content", models.BinaryField(blank=True, default=bytes)),
                ("address_count", models.PositiveIntegerField(default=0)),
                ("rows_left_out", models.PositiveIntegerField(default=0)),
                ("problem", models.JSONField(blank=True, null=True)),
                ("job_id", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ("-created_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("street", models.CharField(max_length=200)),
                ("street_key", models.CharField(max_length=250)),
                ("first_number", models.PositiveIntegerField()),
                ("first_suffix", models.CharField(blank=True, max_length=8)),
                ("last_number", models.PositiveIntegerField()),
                ("last_suffix", models.CharField(blank=True, max_length=8)),
                ("postcode", models.CharField(blank=True, max_length=5)),
                ("city", models.CharField(blank=True, max_length=200)),
                ("location", django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326)),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="spatial.addressregister",
                    ),
                ),
            ],
            options={
                "ordering": ("register", "id"),
            },
        ),
        migrations.CreateModel(
            name="Layer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(choices=[("point", "places"), ("line", "lines"), ("area", "areas")], max_length=6),
                ),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("topic", "name"),
            },
        ),
        migrations.CreateModel(
            name="LayerDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "in work"),
                            ("submitted", "waiting for approval"),
                            ("active", "in force"),
                            ("refused", "refused"),
                            ("discarded", "discarded"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("point", "places"), ("line", "lines"), ("area", "areas")],
                        default="point",
                        max_length=6,
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("publisher", models.CharField(blank=True, max_length=300)),
                ("licence", models.CharField(blank=True, max_length=60)),
                ("attribution", models.CharField(blank=True, max_length=500)),
                ("note", models.TextField(blank=True)),
                ("answers", models.JSONField(default=dict)),
                ("is_answered", models.BooleanField(default=False)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("summary", models.JSONField(default=dict)),
                ("job_id", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "layer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="spatial.layer",
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
                "ordering": ("-changed_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="LayerDraftComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted"),
                            ("withdrawn", "taken back by the person who brought it"),
                            ("asked_back", "asked back"),
                            ("refused", "refused"),
                            ("approved", "approved"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="spatial.layerdraft"
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
                "ordering": ("-written_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="LayerDraftCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("address", "another address"),
                            ("candidate", "one of the candidates"),
                            ("point", "coordinates"),
                            ("left_out", "left out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("said", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True)),
                ("written_at", models.DateTimeField(auto_now=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="spatial.layerdraft"
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
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="LayerDraftEditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editors", to="spatial.layerdraft"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LayerDraftFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("sketch", models.JSONField(default=list)),
                ("problem", models.JSONField(blank=True, null=True)),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="file", to="spatial.layerdraft"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LayerDraftFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("row", models.PositiveIntegerField(blank=True, null=True)),
                ("code", models.CharField(max_length=60)),
                ("severity", models.CharField(choices=[("error", "Error"), ("note", "Note")], max_length=8)),
                ("params", models.JSONField(default=dict)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="spatial.layerdraft"
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="LayerDraftRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("placed", "with coordinates"),
                            ("exact", "address found"),
                            ("inexact", "address found inexactly"),
                            ("failed", "address not found"),
                            ("wrong", "to be corrected"),
                            ("corrected", "corrected"),
                            ("left_out", "left out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("address", models.CharField(blank=True, max_length=400)),
                ("capacity", models.FloatField(blank=True, null=True)),
                ("attributes", models.JSONField(default=dict)),
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.GeometryField(
                        blank=True, null=True, spatial_index=False, srid=4326
                    ),
                ),
                ("candidates", models.JSONField(default=list)),
                ("nearest", models.JSONField(default=list)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="spatial.layerdraft"
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="LayerDraftSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="spatial.layerdraft"
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
                "ordering": ("-signed_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="LayerVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("publisher", models.CharField(max_length=300)),
                ("licence", models.CharField(max_length=60)),
                ("attribution", models.CharField(max_length=500)),
                ("note", models.TextField(blank=True)),
                ("columns", models.JSONField(default=list)),
                ("capacity_label", models.CharField(blank=True, max_length=120)),
                ("feature_count", models.PositiveIntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                ("activated_at", models.DateTimeField(auto_now_add=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "layer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="spatial.layer"
                    ),
                ),
            ],
            options={
                "ordering": ("-valid_from", "-number"),
            },
        ),
        migrations.CreateModel(
            name="LayerFeature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=300)),
                ("address", models.CharField(blank=True, max_length=400)),
                ("geometry", django.contrib.gis.db.models.fields.GeometryField(spatial_index=False, srid=4326)),
                ("capacity", models.FloatField(blank=True, null=True)),
                ("attributes", models.JSONField(default=dict)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="features", to="spatial.layerversion"
                    ),
                ),
            ],
            options={
                "ordering": ("version", "position"),
            },
        ),
        migrations.AddField(
            model_name="layerdraft",
            name="version",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draft",
                to="spatial.layerversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressregister",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "current")), fields=("organisation",), name="address_register_in_use_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="layer",
            constraint=models.UniqueConstraint(fields=("organisation", "slug"), name="layer_slug"),
        ),
        migrations.AddConstraint(
            model_name="layer",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="layer_tenant_key"),
        ),
        migrations.AddConstraint(
            model_name="layerdraftcorrection",
            constraint=models.UniqueConstraint(fields=("draft", "number"), name="layer_draft_correction_once"),
        ),
        migrations.AddConstraint(
            model_name="layerdraftcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "left_out"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="layer_draft_left_out_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="layerdrafteditor",
            constraint=models.UniqueConstraint(fields=("draft", "person"), name="layer_draft_editor_once"),
        ),
        migrations.AddConstraint(
            model_name="layerdraftfinding",
            constraint=models.UniqueConstraint(fields=("draft", "number"), name="layer_draft_finding_number"),
        ),
        migrations.AddIndex(
            model_name="layerdraftrow",
            index=models.Index(fields=["draft", "state", "number"], name="layer_draft_row_by_state"),
        ),
        migrations.AddConstraint(
            model_name="layerdraftrow",
            constraint=models.UniqueConstraint(fields=("draft", "number"), name="layer_draft_row_number"),
        ),
        migrations.AddConstraint(
            model_name="layerdraftrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("placed", "exact", "corrected")), _negated=True),
                    ("geometry__isnull", False),
                    _connector="OR",
                ),
                name="layer_draft_row_has_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="layerdraftsignature",
            constraint=models.UniqueConstraint(fields=("draft", "revision"), name="layer_draft_signature_once"),
        ),
        migrations.AddConstraint(
            model_name="layerversion",
            constraint=models.UniqueConstraint(fields=("layer", "number"), name="layer_version_number"),
        ),
        migrations.AddConstraint(
            model_name="layerversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("layer",),
                name="layer_version_in_force_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="layerversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                ),
                name="layer_version_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="layerfeature",
            index=django.contrib.postgres.indexes.GistIndex(fields=["geometry"], name="layer_feature_geometry"),
        ),
        migrations.AddConstraint(
            model_name="layerfeature",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="layer_feature_position"),
        ),
        migrations.AddConstraint(
            model_name="layerfeature",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="layer_feature_key"),
        ),
        migrations.AddConstraint(
            model_name="layerfeature",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__isnull", True), ("capacity__gte", 0), _connector="OR"),
                name="layer_feature_capacity_not_negative",
            ),
        ),
        migrations.AddIndex(
            model_name="layerdraft",
            index=models.Index(fields=["organisation", "state", "-changed_at"], name="layer_draft_by_state"),
        ),
        migrations.AddConstraint(
            model_name="layerdraft",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="layer_draft_tenant_key"),
        ),
        migrations.AddConstraint(
            model_name="layerdraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "submitted")),
                fields=("organisation", "slug"),
                name="layer_draft_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="layerdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                ),
                name="layer_draft_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="layerdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by", models.F("created_by")), _negated=True), name="layer_draft_four_eyes"
            ),
        ),
        migrations.AddConstraint(
            model_name="layerdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("submitted", "active")), _negated=True),
                    models.Q(("content_hash", ""), _negated=True),
                    _connector="OR",
                ),
                name="layer_draft_submitted_was_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="layerdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_by__isnull", False), ("state", "active"), ("version__isnull", False)),
                    models.Q(
                        models.Q(("state", "active"), _negated=True),
                        ("approved_by__isnull", True),
                        ("version__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="layer_draft_approved_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(fields=["register", "street_key"], name="address_by_street"),
        ),
        tenant_key("spatial_layerdraft", "layer_id", "spatial_layer"),
        migrations.RunSQL(SIGNATURES, SIGNATURES_BACK),
        migrations.RunSQL(DRAFTS + LOCKS, DRAFTS_BACK),
        migrations.RunSQL(FEATURES, FEATURES_BACK),
    ]
