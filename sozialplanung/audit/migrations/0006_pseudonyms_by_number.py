"""The function looks its events up by their numbers, one by one: over a large log it went through all of them for each."""

from django.db import migrations

PSEUDONYMISE = """
CREATE OR REPLACE FUNCTION audit_pseudonymise(acts text[], until timestamptz, told_in bigint, most integer)
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
              FROM unnest(chosen) AS picked (id) JOIN public.audit_event AS e USING (id)
             WHERE e.actor_id IS NOT NULL
             UNION
            SELECT e.subject_type, e.subject_id
              FROM unnest(chosen) AS picked (id) JOIN public.audit_event AS e USING (id)
             WHERE e.subject_type IN ('accounts.user', 'accounts.login')) AS who
    ON CONFLICT (kind, reference) DO NOTHING;
    UPDATE public.audit_event AS e
       SET actor_id = NULL, person_salt = NULL, erased_in = told_in,
           actor_label = coalesce(
               (SELECT p.pseudonym FROM public.audit_pseudonym AS p
                 WHERE p.kind = 'accounts.user' AND p.reference = e.actor_id::text), e.actor_label),
           (subject_id, subject_label) = (
               SELECT coalesce(max(p.pseudonym), e.subject_id),
                      CASE WHEN e.subject_label = '' THEN '' ELSE coalesce(max(p.pseudonym), e.subject_label) END
                 FROM public.audit_pseudonym AS p
                WHERE p.kind = e.subject_type AND p.reference = e.subject_id
                  AND e.subject_type IN ('accounts.user', 'accounts.login'))
      FROM unnest(chosen) AS picked (id)
     WHERE e.id = picked.id;
    RETURN QUERY
    SELECT count(*)::integer,
           encode(sha256(convert_to(coalesce(string_agg(
               e.id || '|' || e.actor_label || '|' || e.subject_id || '|' || e.subject_label || E'\\n', ''
               ORDER BY e.id), ''), 'UTF8')), 'hex')
      FROM unnest(chosen) AS picked (id) JOIN public.audit_event AS e USING (id);
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_seal_anew")]

    operations = [migrations.RunSQL(PSEUDONYMISE, migrations.RunSQL.noop)]
