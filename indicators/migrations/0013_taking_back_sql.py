# SPDX-License-Identifier: EUPL-1.2
"""What each batch said, for those that were applied before; the rules of taking back; the public view of changes."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sozialplanung.accounts.tenancy import tenant_key

SLICES = """
INSERT INTO indicators_batchslice (batch_id, series_id, period_id, changed_units, confirmed_units)
SELECT batch_id, series_id, period_id, array_agg(unit_id ORDER BY unit_id), '{}'
  FROM (SELECT batch_id, series_id, period_id, unit_id FROM indicators_observation
        UNION SELECT batch_id, series_id, period_id, unit_id FROM indicators_observationhistory) said
 GROUP BY batch_id, series_id, period_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""

_FIXED = "OLD.mapping, OLD.boundary_edition)", "NEW.mapping, NEW.boundary_edition)"
_STEPS = "'approved>applied')"
_ORDER = "    IF (NEW.state IN ('approved', 'applied') AND OLD.state <> NEW.state"
_BY_ANOTHER = """    IF step = 'applied>taken_back' AND NOT EXISTS (
        SELECT FROM indicators_importbatch b WHERE b.takes_back_id = NEW.id AND b.state = 'applied') THEN
        RAISE EXCEPTION 'A batch is taken back by another one that was approved.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_taken_back_by_another';
    END IF;
"""
CHANGES = (
    *((old, f"{old[:-1]}, {old[:3]}.takes_back_id)") for old in _FIXED),
    (_STEPS, "'approved>applied', 'approved>withdrawn', 'applied>taken_back')"),
    (_ORDER, _BY_ANOTHER + _ORDER),
)


def _rewrite(editor: BaseDatabaseSchemaEditor, changes: Iterable[tuple[str, str]]) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('indicators_check_batch'::regproc)")
        text = cursor.fetchone()[0]
        for old, new in changes:
            if text.count(old) != 1:
                message = "The function indicators_check_batch is not the one that this migration knows."
                raise RuntimeError(message)
            text = text.replace(old, new)
        cursor.execute(text)


def let_batches_be_taken_back(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let a batch be taken back by another one, and be withdrawn as long as it is not current."""
    _rewrite(editor, CHANGES)


def let_batches_stay(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let batches end as before."""
    _rewrite(editor, [(new, old) for old, new in reversed(CHANGES)])


# Of releases in force alone: what a later release hides is not told by the changes of an earlier one either.
VIEW = """
CREATE VIEW indicators_published_change AS
SELECT c.id, r.organisation_id, r.indicator, r.period, r.period_kind, r.period_start, r.period_end, r.level,
       r.level_position, r.edition, r.boundary_version_id, r.id AS release_id, r.number, r.published_at,
       b.published_at AS before_published_at, c.kind, c.counts, c.rows, c.decimals, c.city_before, c.city_after
FROM indicators_releasechange c
JOIN indicators_published_release r ON r.id = c.release_id
LEFT JOIN indicators_release b ON b.id = c.before_id;
"""

KEYS = (
    ("indicators_importbatch", "takes_back_id", "indicators_importbatch"),
    ("indicators_releasechange", "release_id", "indicators_release"),
    ("indicators_releasechange", "before_id", "indicators_release"),
)


class Migration(migrations.Migration):
    """Fill in what earlier batches said, then add rules, composite keys and the view."""

    dependencies: ClassVar = [("indicators", "0012_taking_back")]
    operations: ClassVar = [
        migrations.RunSQL(SLICES, migrations.RunSQL.noop),
        migrations.RunPython(let_batches_be_taken_back, let_batches_stay),
        *(tenant_key(*key) for key in KEYS),
        migrations.RunSQL(VIEW, "DROP VIEW indicators_published_change"),
    ]
