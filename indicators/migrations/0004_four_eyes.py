# SPDX-License-Identifier: EUPL-1.2
"""The database holds the rule of four eyes itself: who signs, what is signed, and that it cannot change afterwards."""

from typing import ClassVar

from django.db import migrations

from sozialplanung.accounts.tenancy import tenant_key

EARLIER = """
UPDATE indicators_importbatch SET state = 'refused' WHERE state = 'rejected';
INSERT INTO indicators_batchauthor (batch_id, person_id) SELECT id, created_by_id FROM indicators_importbatch;
INSERT INTO indicators_signature (batch_id, kind, person_id, content_hash, signed_at)
    SELECT id, 'content', approved_by_id, content_hash, coalesce(applied_at, created_at)
    FROM indicators_importbatch WHERE approved_by_id IS NOT NULL;
UPDATE indicators_importbatch SET state = 'approved' WHERE state = 'submitted' AND approved_by_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""

SIGNATURES = """
CREATE FUNCTION indicators_check_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    batch indicators_importbatch%ROWTYPE;
BEGIN
    SELECT * INTO batch FROM indicators_importbatch WHERE id = NEW.batch_id FOR UPDATE;
    IF batch.state <> 'submitted' OR batch.content_hash <> NEW.content_hash THEN
        RAISE EXCEPTION 'Only what was submitted can be signed, with its own hash.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_of_submitted';
    END IF;
    IF NEW.person_id = batch.created_by_id
        OR EXISTS (SELECT FROM indicators_batchauthor a WHERE a.batch_id = batch.id AND a.person_id = NEW.person_id)
        OR EXISTS (SELECT FROM indicators_deliveryeditor e JOIN indicators_delivery d ON d.id = e.delivery_id
                   WHERE d.batch_id = batch.id AND e.person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'Nobody signs what they brought or edited.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_four_eyes';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER signature_four_eyes BEFORE INSERT ON indicators_signature
    FOR EACH ROW EXECUTE FUNCTION indicators_check_signature();

CREATE FUNCTION indicators_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END
$$;
CREATE TRIGGER signature_no_change BEFORE UPDATE OR DELETE ON indicators_signature
    FOR EACH ROW EXECUTE FUNCTION indicators_refuse_change();
CREATE TRIGGER batch_author_no_change BEFORE UPDATE OR DELETE ON indicators_batchauthor
    FOR EACH ROW EXECUTE FUNCTION indicators_refuse_change();
CREATE TRIGGER delivery_editor_no_change BEFORE UPDATE OR DELETE ON indicators_deliveryeditor
    FOR EACH ROW EXECUTE FUNCTION indicators_refuse_change();
CREATE TRIGGER staged_value_no_change BEFORE UPDATE ON indicators_stagedvalue
    FOR EACH STATEMENT EXECUTE FUNCTION indicators_refuse_change();
"""
SIGNATURES_BACK = """
DROP TRIGGER staged_value_no_change ON indicators_stagedvalue;
DROP TRIGGER delivery_editor_no_change ON indicators_deliveryeditor;
DROP TRIGGER batch_author_no_change ON indicators_batchauthor;
DROP TRIGGER signature_no_change ON indicators_signature;
DROP TRIGGER signature_four_eyes ON indicators_signature;
DROP FUNCTION indicators_refuse_change(), indicators_check_signature();
"""

BATCHES = """
CREATE FUNCTION indicators_check_batch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF (OLD.organisation_id, OLD.source_id, OLD.created_by_id, OLD.content_hash, OLD.mapping, OLD.boundary_edition)
        IS DISTINCT FROM
        (NEW.organisation_id, NEW.source_id, NEW.created_by_id, NEW.content_hash, NEW.mapping, NEW.boundary_edition)
        OR (OLD.values_hash <> '' AND OLD.values_hash <> NEW.values_hash) THEN
        RAISE EXCEPTION 'The content of a batch never changes.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_content_fixed';
    END IF;
    IF OLD.state <> NEW.state AND step NOT IN (
        'staged>submitted', 'staged>withdrawn', 'submitted>withdrawn', 'submitted>refused', 'submitted>approved',
        'approved>applied') THEN
        RAISE EXCEPTION 'A batch does not go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_state_order';
    END IF;
    IF (NEW.state IN ('approved', 'applied') AND OLD.state <> NEW.state OR NEW.approved_by_id IS NOT NULL)
        AND NOT EXISTS (SELECT FROM indicators_signature s
            WHERE s.batch_id = NEW.id AND s.person_id = NEW.approved_by_id AND s.content_hash = NEW.content_hash) THEN
        RAISE EXCEPTION 'A batch is approved by those who signed it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_approved_by_signature';
    END IF;
    IF step = 'submitted>approved' AND EXISTS (
        SELECT FROM unnest(CASE WHEN (SELECT needs_confidentiality FROM indicators_approvalrule r
                                      WHERE r.organisation_id = NEW.organisation_id)
                                THEN ARRAY['content', 'confidentiality'] ELSE ARRAY['content'] END) AS wanted
        WHERE NOT EXISTS (SELECT FROM indicators_signature s WHERE s.batch_id = NEW.id AND s.kind = wanted)) THEN
        RAISE EXCEPTION 'A signature is missing.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_signatures_complete';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER batch_four_eyes BEFORE UPDATE ON indicators_importbatch
    FOR EACH ROW EXECUTE FUNCTION indicators_check_batch();

CREATE FUNCTION indicators_check_new_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'staged' OR NEW.approved_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'A batch begins as staged.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_state_order';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER batch_begins BEFORE INSERT ON indicators_importbatch
    FOR EACH ROW EXECUTE FUNCTION indicators_check_new_batch();

CREATE FUNCTION indicators_check_staged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT batch_id FROM touched) t JOIN indicators_importbatch b ON b.id = t.batch_id
               WHERE CASE TG_OP WHEN 'INSERT' THEN b.values_hash <> '' OR b.state <> 'staged'
                                ELSE b.state IN ('submitted', 'approved') END) THEN
        RAISE EXCEPTION 'What was checked does not change any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'staged_value_no_change';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER staged_value_no_more AFTER INSERT ON indicators_stagedvalue
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION indicators_check_staged();
CREATE TRIGGER staged_value_no_less AFTER DELETE ON indicators_stagedvalue
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION indicators_check_staged();
"""
BATCHES_BACK = """
DROP TRIGGER staged_value_no_less ON indicators_stagedvalue;
DROP TRIGGER staged_value_no_more ON indicators_stagedvalue;
DROP TRIGGER batch_begins ON indicators_importbatch;
DROP TRIGGER batch_four_eyes ON indicators_importbatch;
DROP FUNCTION indicators_check_staged(), indicators_check_new_batch(), indicators_check_batch();
"""

KEYS = (
    ("indicators_delivery", "source_id", "indicators_source"),
    ("indicators_delivery", "batch_id", "indicators_importbatch"),
    ("indicators_mappingprofile", "source_id", "indicators_source"),
)


class Migration(migrations.Migration):
    """Carry earlier approvals over as signatures, then add the triggers and composite keys."""

    dependencies: ClassVar = [("indicators", "0003_deliveries")]
    operations: ClassVar = [
        migrations.RunSQL(EARLIER, migrations.RunSQL.noop),
        migrations.RunSQL(SIGNATURES, SIGNATURES_BACK),
        migrations.RunSQL(BATCHES, BATCHES_BACK),
        *(tenant_key(*key) for key in KEYS),
    ]
