# SPDX-License-Identifier: EUPL-1.2
"""The database holds the rule of four eyes itself: who signs, what is signed, and that it cannot change afterwards."""

from typing import ClassVar

from django.db import migrations

SIGNATURES = """
CREATE FUNCTION spatial_check_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changes spatial_changeset%ROWTYPE;
BEGIN
    SELECT * INTO changes FROM spatial_changeset WHERE id = NEW.changeset_id FOR UPDATE;
    IF changes.state <> 'submitted' OR changes.content_hash <> NEW.content_hash OR changes.revision <> NEW.revision THEN
        RAISE EXCEPTION 'Only what was submitted can be signed, with its own hash.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'changeset_signature_of_submitted';
    END IF;
    IF NEW.person_id = changes.created_by_id OR EXISTS (
        SELECT FROM spatial_changeseteditor e WHERE e.changeset_id = changes.id AND e.person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'Nobody signs what they brought or edited.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'changeset_signature_four_eyes';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER changeset_signature_four_eyes BEFORE INSERT ON spatial_changesetsignature
    FOR EACH ROW EXECUTE FUNCTION spatial_check_signature();

CREATE FUNCTION spatial_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END
$$;
CREATE TRIGGER changeset_signature_no_change BEFORE UPDATE OR DELETE ON spatial_changesetsignature
    FOR EACH ROW EXECUTE FUNCTION spatial_refuse_change();
CREATE TRIGGER changeset_editor_no_change BEFORE UPDATE OR DELETE ON spatial_changeseteditor
    FOR EACH ROW EXECUTE FUNCTION spatial_refuse_change();
"""
SIGNATURES_BACK = """
DROP TRIGGER changeset_editor_no_change ON spatial_changeseteditor;
DROP TRIGGER changeset_signature_no_change ON spatial_changesetsignature;
DROP TRIGGER changeset_signature_four_eyes ON spatial_changesetsignature;
DROP FUNCTION spatial_refuse_change(), spatial_check_signature();
"""

CHANGESETS = """
CREATE FUNCTION spatial_check_changeset() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF (OLD.organisation_id, OLD.created_by_id, OLD.uuid) IS DISTINCT FROM
       (NEW.organisation_id, NEW.created_by_id, NEW.uuid)
       OR OLD.state <> 'draft' AND NEW.state <> 'draft' AND
       (OLD.revision, OLD.name, OLD.edition, OLD.valid_from, OLD.valid_until, OLD.publisher, OLD.licence,
        OLD.attribution, OLD.note, OLD.whole_key, OLD.whole_name, OLD.content_hash, OLD.summary) IS DISTINCT FROM
       (NEW.revision, NEW.name, NEW.edition, NEW.valid_from, NEW.valid_until, NEW.publisher, NEW.licence,
        NEW.attribution, NEW.note, NEW.whole_key, NEW.whole_name, NEW.content_hash, NEW.summary) THEN
        RAISE EXCEPTION 'What was submitted does not change any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'changeset_content_fixed';
    END IF;
    IF OLD.state <> NEW.state AND step NOT IN (
        'draft>submitted', 'draft>discarded', 'submitted>draft', 'submitted>refused', 'submitted>approved',
        'approved>draft', 'approved>active') THEN
        RAISE EXCEPTION 'A changeset does not go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'changeset_state_order';
    END IF;
    IF NEW.state IN ('approved', 'active') AND NOT EXISTS (
        SELECT FROM spatial_changesetsignature s
        WHERE s.changeset_id = NEW.id AND s.person_id = NEW.approved_by_id AND s.revision = NEW.revision
          AND s.content_hash = NEW.content_hash) THEN
        RAISE EXCEPTION 'A changeset is approved by who signed it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'changeset_approved_by_signature';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER changeset_checked BEFORE UPDATE ON spatial_changeset
    FOR EACH ROW EXECUTE FUNCTION spatial_check_changeset();

CREATE FUNCTION spatial_check_new_changeset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft' OR NEW.approved_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'A changeset begins as a draft.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'changeset_state_order';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER changeset_begins BEFORE INSERT ON spatial_changeset
    FOR EACH ROW EXECUTE FUNCTION spatial_check_new_changeset();

CREATE FUNCTION spatial_check_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.changeset_id ELSE NEW.changeset_id END;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.changeset_id <> NEW.changeset_id
       OR EXISTS (SELECT FROM spatial_changeset c WHERE c.id = touched AND c.state NOT IN ('draft', 'discarded')) THEN
        RAISE EXCEPTION 'What was submitted does not change any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""
PARTS = ("changesetfile", "changesetlayer", "changesetfinding", "changesetreason", "stagedunit")
LOCKS = "".join(
    f"CREATE TRIGGER {part}_of_draft BEFORE INSERT OR UPDATE OR DELETE ON spatial_{part} "
    "FOR EACH ROW EXECUTE FUNCTION spatial_check_draft();\n"
    for part in PARTS
)
CHANGESETS_BACK = (
    "".join(f"DROP TRIGGER {part}_of_draft ON spatial_{part};\n" for part in PARTS)
    + """
DROP TRIGGER changeset_begins ON spatial_changeset;
DROP TRIGGER changeset_checked ON spatial_changeset;
DROP FUNCTION spatial_check_draft(), spatial_check_new_changeset(), spatial_check_changeset();
"""
)


class Migration(migrations.Migration):
    """Add the triggers of changesets."""

    dependencies: ClassVar = [("spatial", "0003_changesets")]
    operations: ClassVar = [
        migrations.RunSQL(SIGNATURES, SIGNATURES_BACK),
        migrations.RunSQL(CHANGESETS + LOCKS, CHANGESETS_BACK),
    ]
