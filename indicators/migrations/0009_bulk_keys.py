# SPDX-License-Identifier: EUPL-1.2
"""Composite keys of observations, held once for each statement and no longer once for each row.

A delivery writes 100,000 rows with a handful of different series and a few hundred areas. Three foreign keys asked
for the parents of every row, which took longer than writing them. The triggers ask for the same pairs of
organisation and parent, each once, and lock the parents as a foreign key does.
"""

from typing import ClassVar

from django.db import migrations

from sozialplanung.accounts.tenancy import tenant_key

PARENTS = (
    ("series_id", "indicators_series"),
    ("unit_id", "spatial_unit"),
    ("batch_id", "indicators_importbatch"),
)


def _missing(column: str, parent: str) -> str:
    """Return the statement that refuses rows whose parent is not there, or belongs to another organisation.

    KEY SHARE keeps a parent from being deleted before the transaction ends; it needs the rights of the owner.
    """
    return f"""
    PERFORM 1 FROM {parent} WHERE id IN (SELECT DISTINCT {column} FROM written) FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT organisation_id, {column} FROM written) w
         WHERE NOT EXISTS (
            SELECT FROM {parent} p WHERE p.id = w.{column} AND p.organisation_id = w.organisation_id
         )
    ) THEN
        RAISE EXCEPTION 'observation without its {parent}' USING ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'indicators_observation_{column}_tenant';
    END IF;
    """  # noqa: S608 - constants of this module


WRITTEN = f"""
CREATE FUNCTION indicators_observation_parents() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    {"".join(_missing(*pair) for pair in PARENTS)}
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION indicators_observation_parents() FROM PUBLIC;
CREATE TRIGGER observation_parents_of_new AFTER INSERT ON indicators_observation
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION indicators_observation_parents();
CREATE TRIGGER observation_parents_of_changed AFTER UPDATE ON indicators_observation
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION indicators_observation_parents();
"""
WRITTEN_BACK = """
DROP TRIGGER observation_parents_of_new ON indicators_observation;
DROP TRIGGER observation_parents_of_changed ON indicators_observation;
DROP FUNCTION indicators_observation_parents();
"""


def _kept(column: str, parent: str) -> migrations.RunSQL:
    """Refuse to delete a parent, or to give it to another organisation, while an observation names it."""
    function = f"{parent}_keeps_observations"
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql
            SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            IF EXISTS (SELECT FROM indicators_observation WHERE {column} = OLD.id) THEN
                RAISE EXCEPTION '% is named by observations', OLD.id USING ERRCODE = 'foreign_key_violation',
                    CONSTRAINT = 'indicators_observation_{column}_tenant';
            END IF;
            RETURN NULL;
        END $$;
        REVOKE ALL ON FUNCTION {function}() FROM PUBLIC;
        CREATE TRIGGER {function} AFTER DELETE ON {parent} FOR EACH ROW EXECUTE FUNCTION {function}();
        CREATE TRIGGER {function}_moved AFTER UPDATE OF id, organisation_id ON {parent} FOR EACH ROW
            WHEN ((OLD.id, OLD.organisation_id) IS DISTINCT FROM (NEW.id, NEW.organisation_id))
            EXECUTE FUNCTION {function}();
        """,  # noqa: S608 - constants of this module
        f"""
        DROP TRIGGER {function} ON {parent};
        DROP TRIGGER {function}_moved ON {parent};
        DROP FUNCTION {function}();
        """,
    )


def _without_key(column: str, parent: str) -> migrations.RunSQL:
    """Drop the foreign key of each row."""
    key = tenant_key("indicators_observation", column, parent)
    return migrations.RunSQL(key.reverse_sql or "", key.sql)


class Migration(migrations.Migration):
    """Let triggers of statements hold what foreign keys of rows held."""

    dependencies: ClassVar = [("indicators", "0008_remarks_sql")]
    operations: ClassVar = [
        migrations.RunSQL(WRITTEN, WRITTEN_BACK),
        *(_kept(*pair) for pair in PARENTS),
        *(_without_key(*pair) for pair in PARENTS),
    ]
