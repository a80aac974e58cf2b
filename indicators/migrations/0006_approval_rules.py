# SPDX-License-Identifier: EUPL-1.2
"""Who signs is a rule of four eyes of its own: a laxer one needs a second person, and what waits keeps its rule."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

RULE = """
CREATE FUNCTION indicators_rule_of(wanted bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT jsonb_build_object(
            'kinds', CASE WHEN needs_confidentiality THEN '["content", "confidentiality"]' ELSE '["content"]' END::jsonb,
            'parent', parent_approves,
            'content', to_jsonb(content_signers),
            'confidentiality', to_jsonb(confidentiality_signers))
         FROM indicators_approvalrule WHERE organisation_id = wanted),
        '{"kinds": ["content"], "parent": false, "content": [], "confidentiality": []}'::jsonb)
$$;

CREATE FUNCTION indicators_check_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    had boolean := false;
    had_parent boolean := false;
    had_content bigint[] := '{}';
    had_confidentiality bigint[] := '{}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'The rule of an organisation is changed, not deleted.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_rule_stays';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.organisation_id <> OLD.organisation_id THEN
            RAISE EXCEPTION 'A rule does not move to another organisation.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_rule_stays';
        END IF;
        had := OLD.needs_confidentiality;
        had_parent := OLD.parent_approves;
        had_content := OLD.content_signers;
        had_confidentiality := OLD.confidentiality_signers;
    END IF;
    IF (NEW.needs_confidentiality OR NOT had) AND (had_parent OR NOT NEW.parent_approves)
        AND (had_content = '{}' OR NEW.content_signers <> '{}' AND NEW.content_signers <@ had_content)
        AND (NOT had OR had_confidentiality = '{}'
             OR NEW.confidentiality_signers <> '{}' AND NEW.confidentiality_signers <@ had_confidentiality) THEN
        RETURN NEW;
    END IF;
    -- The newest change counts alone, so that one confirmed long ago cannot be used again.
    IF NOT EXISTS (SELECT FROM indicators_rulechange c
        WHERE c.id = (SELECT max(id) FROM indicators_rulechange n
                      WHERE n.organisation_id = NEW.organisation_id AND n.state = 'in_force')
          AND c.decided_by_id <> c.proposed_by_id AND c.needs_confidentiality = NEW.needs_confidentiality
          AND c.parent_approves = NEW.parent_approves AND c.content_signers = NEW.content_signers
          AND c.confidentiality_signers = NEW.confidentiality_signers) THEN
        RAISE EXCEPTION 'A laxer rule needs a second person.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_rule_four_eyes';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER approval_rule_four_eyes BEFORE INSERT OR UPDATE OR DELETE ON indicators_approvalrule
    FOR EACH ROW EXECUTE FUNCTION indicators_check_rule();

CREATE FUNCTION indicators_check_rule_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.decided_by_id IS NULL AND NEW.state IN ('proposed', 'in_force') THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'proposed' AND NEW.state <> 'proposed' AND NEW.decided_by_id IS NOT NULL
            AND (OLD.organisation_id, OLD.proposed_by_id, OLD.needs_confidentiality, OLD.parent_approves,
                 OLD.content_signers, OLD.confidentiality_signers, OLD.reason, OLD.proposed_at)
                IS NOT DISTINCT FROM
                (NEW.organisation_id, NEW.proposed_by_id, NEW.needs_confidentiality, NEW.parent_approves,
                 NEW.content_signers, NEW.confidentiality_signers, NEW.reason, NEW.proposed_at) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'What was decided about the rule stays as it is.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_change_stays';
END
$$;
CREATE TRIGGER rule_change_stays BEFORE INSERT OR UPDATE OR DELETE ON indicators_rulechange
    FOR EACH ROW EXECUTE FUNCTION indicators_check_rule_change();

CREATE FUNCTION indicators_freeze_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'staged' AND NEW.state = 'submitted' THEN
        NEW.rule := indicators_rule_of(NEW.organisation_id);
    ELSIF NEW.rule IS DISTINCT FROM OLD.rule AND (OLD.rule IS NOT NULL OR NEW.state = 'staged') THEN
        RAISE EXCEPTION 'The rule under which a batch was submitted does not change.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_rule_frozen';
    END IF;
    RETURN NEW;
END
$$;
-- Before the trigger that counts the signatures: triggers fire in the order of their names.
CREATE TRIGGER batch_a_rule BEFORE UPDATE ON indicators_importbatch
    FOR EACH ROW EXECUTE FUNCTION indicators_freeze_rule();

CREATE FUNCTION indicators_check_signer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb := (SELECT rule FROM indicators_importbatch WHERE id = NEW.batch_id);
BEGIN
    IF NOT said -> 'kinds' ? NEW.kind THEN
        RAISE EXCEPTION 'This signature is not wanted.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_by_rule';
    END IF;
    IF jsonb_array_length(said -> NEW.kind) > 0 AND NOT said -> NEW.kind @> to_jsonb(NEW.person_id) THEN
        RAISE EXCEPTION 'Somebody else was named for this signature.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_by_rule';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER signature_rule BEFORE INSERT ON indicators_signature
    FOR EACH ROW EXECUTE FUNCTION indicators_check_signer();
UPDATE indicators_importbatch SET rule = indicators_rule_of(organisation_id) WHERE state IN ('submitted', 'approved');
"""
RULE_BACK = """
DROP TRIGGER signature_rule ON indicators_signature;
DROP TRIGGER batch_a_rule ON indicators_importbatch;
DROP TRIGGER rule_change_stays ON indicators_rulechange;
DROP TRIGGER approval_rule_four_eyes ON indicators_approvalrule;
DROP FUNCTION indicators_check_signer(), indicators_freeze_rule(), indicators_check_rule_change(),
    indicators_check_rule(), indicators_rule_of(bigint);
"""
LIVE = """CASE WHEN (SELECT needs_confidentiality FROM indicators_approvalrule r
                                      WHERE r.organisation_id = NEW.organisation_id)
                                THEN ARRAY['content', 'confidentiality'] ELSE ARRAY['content'] END"""
FROZEN = "ARRAY(SELECT jsonb_array_elements_text(NEW.rule -> 'kinds'))"


def _rewrite(editor: BaseDatabaseSchemaEditor, old: str, new: str) -> None:
    """Change one expression of the function that counts signatures, and nothing else in it."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('indicators_check_batch'::regproc)")
        text = cursor.fetchone()[0]
        if old not in text:
            message = "The function indicators_check_batch is not the one that this migration knows."
            raise RuntimeError(message)
        cursor.execute(text.replace(old, new))


def count_by_frozen_rule(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Count the signatures by the rule under which the batch was submitted."""
    _rewrite(editor, LIVE, FROZEN)


def count_by_live_rule(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Count the signatures by the rule of the organisation, as before."""
    _rewrite(editor, FROZEN, LIVE)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("indicators", "0005_delivery_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="approvalrule",
            name="confidentiality_signers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="approvalrule",
            name="content_signers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="approvalrule",
            name="parent_approves",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="rule",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="RuleChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("needs_confidentiality", models.BooleanField()),
                ("parent_approves", models.BooleanField()),
                (
                    "content_signers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "confidentiality_signers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for a second person"),
                            ("in_force", "in force"),
                            ("refused", "refused"),
                            ("withdrawn", "taken back"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-proposed_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("organisation",),
                        name="rule_change_one_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_force"), _negated=True),
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="rule_change_four_eyes",
                    ),
                ],
            },
        ),
        migrations.RunPython(count_by_frozen_rule, count_by_live_rule),
        migrations.RunSQL(RULE, RULE_BACK),
    ]
