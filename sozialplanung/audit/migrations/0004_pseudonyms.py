"""The one change that the log allows: names that are old enough give way to pseudonyms, and nothing else with them."""

from django.db import migrations

# Whoever asks, the owner included: only the people of an event may go, all at once, and not before half a year is over.
# An event from before there were salts gets one, once.
GUARD = """
CREATE FUNCTION audit_guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    people text[] := ARRAY['actor_id', 'actor_label', 'person_salt', 'erased_in'];
    salt text[] := ARRAY['person_hash', 'person_salt'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.subject_type IN ('accounts.user', 'accounts.login') THEN
            people := people || ARRAY['subject_id', 'subject_label'];
        END IF;
        IF OLD.person_salt IS NOT NULL AND NEW.person_salt IS NULL AND NEW.actor_id IS NULL
           AND OLD.erased_in IS NULL AND NEW.erased_in IS NOT NULL AND OLD.at < now() - interval '6 months'
           AND to_jsonb(OLD) - people = to_jsonb(NEW) - people THEN
            RETURN NEW;
        END IF;
        IF OLD.person_hash = '' AND NEW.person_hash <> '' AND NEW.person_salt IS NOT NULL
           AND to_jsonb(OLD) - salt = to_jsonb(NEW) - salt THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The audit log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$
"""
USE_GUARD = """
DROP TRIGGER audit_event_no_change ON audit_event;
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_guard_event()
"""
USE_NO_GUARD = """
DROP TRIGGER audit_event_no_change ON audit_event;
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
"""
KEEP_VERIFICATIONS = """
CREATE TRIGGER audit_verification_no_change BEFORE UPDATE OR DELETE ON audit_verification
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_verification_no_truncate BEFORE TRUNCATE ON audit_verification
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()
"""
# Runs with the owner's rights, which the application has not; `told_in` is the number of the event that will tell of it,
# with the digest that this returns.
PSEUDONYMISE = """
CREATE FUNCTION audit_pseudonymise(acts text[], until timestamptz, told_in bigint, most integer)
RETURNS TABLE (events integer, digest text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    chosen bigint[];
BEGIN
    IF until > now() - interval '6 months' THEN
        RAISE EXCEPTION 'Names of the last six months stay.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT FROM public.audit_event AS e WHERE e.id = told_in) THEN
        RAISE EXCEPTION 'The event % is written already.', told_in USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT array_agg(found.id) INTO chosen FROM (
        SELECT e.id FROM public.audit_event AS e
         WHERE e.at < until AND e.person_salt IS NOT NULL
           AND (e.actor_id IS NOT NULL OR e.subject_type IN ('accounts.user', 'accounts.login'))
           AND e.action = ANY (acts)
         ORDER BY e.id LIMIT most) AS found;
    INSERT INTO public.audit_pseudonym (kind, reference, pseudonym, made_at)
    SELECT who.kind, who.reference, 'P-' || left(replace(gen_random_uuid()::text, '-', ''), 12), now()
      FROM (SELECT 'accounts.user' AS kind, e.actor_id::text AS reference
              FROM public.audit_event AS e WHERE e.id = ANY (chosen) AND e.actor_id IS NOT NULL
             UNION
            SELECT e.subject_type, e.subject_id FROM public.audit_event AS e
             WHERE e.id = ANY (chosen) AND e.subject_type IN ('accounts.user', 'accounts.login')) AS who
    ON CONFLICT (kind, reference) DO NOTHING;
    UPDATE public.audit_event AS e
       SET actor_id = NULL, person_salt = NULL, erased_in = told_in,
           actor_label = coalesce(actor.pseudonym, e.actor_label),
           subject_id = coalesce(subject.pseudonym, e.subject_id),
           subject_label = CASE WHEN subject.pseudonym IS NULL OR e.subject_label = ''
                                THEN e.subject_label ELSE subject.pseudonym END
      FROM public.audit_event AS old
      LEFT JOIN public.audit_pseudonym AS actor
             ON actor.kind = 'accounts.user' AND actor.reference = old.actor_id::text
      LEFT JOIN public.audit_pseudonym AS subject
             ON subject.kind = old.subject_type AND subject.reference = old.subject_id
            AND old.subject_type IN ('accounts.user', 'accounts.login')
     WHERE e.id = ANY (chosen) AND old.id = e.id;
    RETURN QUERY
    SELECT count(*)::integer,
           encode(sha256(convert_to(coalesce(string_agg(
               e.id || '|' || e.actor_label || '|' || e.subject_id || '|' || e.subject_label || E'\\n', ''
               ORDER BY e.id), ''), 'UTF8')), 'hex')
      FROM public.audit_event AS e WHERE e.id = ANY (chosen);
END
$$
"""
CLOSE = """
REVOKE ALL ON FUNCTION audit_pseudonymise(text[], timestamptz, bigint, integer) FROM PUBLIC;
DO $$
DECLARE role name;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('sozialplanung_app', 'sozialplanung_public') LOOP
        EXECUTE format('REVOKE ALL ON audit_pseudonym FROM %I', role);
    END LOOP;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_people_apart")]

    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION audit_guard_event()"),
        migrations.RunSQL(USE_GUARD, USE_NO_GUARD),
        migrations.RunSQL(KEEP_VERIFICATIONS, migrations.RunSQL.noop),
        migrations.RunSQL(PSEUDONYMISE, "DROP FUNCTION audit_pseudonymise(text[], timestamptz, bigint, integer)"),
        migrations.RunSQL(CLOSE, migrations.RunSQL.noop),
    ]
