# SPDX-License-Identifier: EUPL-1.2
"""Raw figures in a schema of their own, on which neither the login of pages nor the public one has any right.

The tables keep their names: the roles that read them look into both schemas (scripts/database.sql). A table of raw
figures that a later migration makes lies in public at first; that migration moves it, and `grant_roles` refuses until
it does.
"""

from typing import ClassVar, Final

from django.db import migrations

TABLES: Final = (
    "indicators_deliveryfile",
    "indicators_disclosureaudit",
    "indicators_disclosurepattern",
    "indicators_importfile",
    "indicators_indexrun",
    "indicators_observation",
    "indicators_observationhistory",
    "indicators_ruleresultslice",
    "indicators_stagedvalue",
    "indicators_vintage",
)
# Those that run with the rights of the owner name their schemas themselves.
FUNCTIONS: Final = (
    "indicators_observation_parents()",
    "indicators_series_keeps_observations()",
    "spatial_unit_keeps_observations()",
    "indicators_importbatch_keeps_observations()",
)
LOOKED_INTO: Final = """
DO $$ BEGIN
    IF NOT 'raw' = ANY (string_to_array(replace(current_setting('search_path'), ' ', ''), ',')) THEN
        RAISE EXCEPTION 'The role % does not look into the schema raw.', current_user
            USING HINT = 'Let a superuser run scripts/database.sql, then migrate again.';
    END IF;
END $$;
CREATE SCHEMA IF NOT EXISTS raw;
"""


def _moved(source: str, target: str, path: str) -> str:
    tables = (f"ALTER TABLE IF EXISTS {source}.{table} SET SCHEMA {target};" for table in TABLES)
    functions = (f"ALTER FUNCTION {function} SET search_path = {path}, pg_temp;" for function in FUNCTIONS)
    return "\n".join((*tables, *functions))


class Migration(migrations.Migration):
    """Move the tables with everything that belongs to them: indexes, constraints, triggers, sequences."""

    dependencies: ClassVar = [("indicators", "0030_backing")]
    operations: ClassVar = [
        migrations.RunSQL(LOOKED_INTO, migrations.RunSQL.noop),
        migrations.RunSQL(_moved("public", "raw", "public, raw"), _moved("raw", "public", "public")),
    ]
