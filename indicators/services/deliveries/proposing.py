# SPDX-License-Identifier: EUPL-1.2
"""What recognition proposes, as answers of the mapping form: a person looks at them and confirms."""

from dataclasses import asdict
from typing import Any, Final

from indicators.models import Series
from indicators.readers.keys import AS_DELIVERED
from indicators.readers.proposals import AreaList, ColumnReading, KeyProposal, Known, KnownSeries, Recognition
from sozialplanung.accounts.models import Organisation
from spatial.selectors import levels, units

MOST_REPAIRS: Final = 60
_SURE: Final = 0.75
_MOST: Final = 0.6
_TOTAL: Final = "gesamt"


def known_of(organisation: Organisation) -> Known:
    """Return the areas and series that an organisation has."""
    areas = tuple(
        AreaList(version.level, version.edition, {unit.key: unit.name for unit in units.unit_rows(version.id)})
        for version in levels.boundary_versions_of(organisation)
    )
    rows = Series.objects.filter(organisation_id=organisation.pk).select_related("variable", "breakdown")
    return Known(areas, tuple(_series(row) for row in rows))


def _series(row: Series) -> KnownSeries:
    is_total = row.breakdown.slug == _TOTAL
    slug = row.variable.slug if is_total else f"{row.variable.slug}:{row.breakdown.slug}"
    name = row.variable.name if is_total else row.breakdown.name
    return KnownSeries(slug, name, row.variable.is_additive)


def chosen_key(found: Recognition) -> KeyProposal | None:
    """Return the column of areas to propose: keys before names, because two areas may share a name."""
    keys = [each for each in found.keys if each.form != "name" and each.share >= _MOST]
    return keys[0] if keys else found.key


def proposals_of(found: Recognition) -> dict[str, str]:
    """Return the answers that have most for them; what is not sure stays open."""
    key = chosen_key(found)
    said = {f"column_{place}": _column(column, found) for place, column in enumerate(found.columns)}
    said["decimal"] = found.decimal or ""
    if key is not None:
        said["ground"] = f"{key.level}@{key.edition}"
    if found.period is not None and found.period.source.kind == "fixed" and len(found.period.codes) == 1:
        said["period_text"] = found.period.codes[0]
    elif found.period is not None and found.period.source.kind != "fixed":
        said["period_form"] = found.period.source.text
    totals = [f"{row.text} = {row.prefix}".removesuffix(" = ") for row in found.rows if row.kind in _TOTALS]
    if key == found.key:
        said["totals"] = "\n".join(totals)
        said["skip_rows"] = "\n".join(row.text for row in found.rows if row.kind == "no_area")
    said |= _categories(found)
    return {name: answer for name, answer in said.items() if answer}


_TOTALS: Final = frozenset({"total", "subtotal"})


def _categories(found: Recognition) -> dict[str, str]:
    places = {" / ".join(row): place for place, row in enumerate(found.category_rows)}
    asked = {each.id.removeprefix("series:"): each.proposal for each in found.questions}
    return {f"category_{place}": f"{asked[name]}|value" for name, place in places.items() if asked.get(name)}


def _column(column: ColumnReading, found: Recognition) -> str:
    key = chosen_key(found)
    if key is not None and column.name == key.column:
        return "key"
    if column.name in found.categories:
        return "category"
    if column.kind == "period":
        return "period"
    if column.kind in {"key", "name", "text"}:
        return "-"
    if column.kind == "figures" and found.shape == "categories":
        return "figures"
    return f"{column.series}|value" if column.series and column.similarity >= _SURE else ""


def keys_of(found: Recognition) -> dict[str, Any]:
    """Return how the keys of the areas would be rewritten, and single keys that a person has to confirm."""
    key = chosen_key(found)
    rule = key.rule if key is not None else AS_DELIVERED
    repairs = [] if key is None or key != found.key else [asdict(each) for each in found.repairs[:MOST_REPAIRS]]
    examples = []
    if key is not None and rule != AS_DELIVERED:
        column = next(each for each in found.columns if each.name == key.column)
        examples = [[text, rule.apply(text)] for text in column.examples[:3]]
    return {"rule": asdict(rule) if rule != AS_DELIVERED else None, "examples": examples, "repairs": repairs}
