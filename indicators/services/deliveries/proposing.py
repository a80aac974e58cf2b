# SPDX-License-Identifier: EUPL-1.2
"""What is proposed for a table, as answers of the mapping form: a person looks at them and confirms."""

from dataclasses import asdict, replace
from typing import Any, Final

from indicators.models import Series
from indicators.readers.drafting import ground_of, proposed_answers, said_of
from indicators.readers.keys import AS_DELIVERED
from indicators.readers.proposals import AreaList, KeyProposal, Known, KnownSeries, Recognition
from indicators.readers.saying import Ground, Said, total_line
from sozialplanung.accounts.models import Organisation
from spatial.selectors import levels, units

MOST_REPAIRS: Final = 60
_SURE: Final = 0.75
_MOST: Final = 0.6
_TOTAL: Final = "gesamt"


def known_of(organisation: Organisation, names: frozenset[str] | None = None) -> Known:
    """Return the areas and series that an organisation has; only the series of these names, where some are given."""
    areas = tuple(
        AreaList(version.level, version.edition, {unit.key: unit.name for unit in units.unit_rows(version.id)})
        for version in levels.boundary_versions_of(organisation)
    )
    rows = Series.objects.filter(organisation_id=organisation.pk).select_related("variable", "breakdown")
    series = tuple(_series(row) for row in rows)
    return Known(areas, tuple(each for each in series if names is None or each.slug in names))


def _series(row: Series) -> KnownSeries:
    is_total = row.breakdown.slug == _TOTAL
    slug = row.variable.slug if is_total else f"{row.variable.slug}:{row.breakdown.slug}"
    name = row.variable.name if is_total else row.breakdown.name
    return KnownSeries(slug, name, row.variable.is_additive)


def chosen_key(found: Recognition) -> KeyProposal | None:
    """Return the column of areas to propose: keys before names, because two areas may share a name."""
    keys = [each for each in found.keys if each.form != "name" and each.share >= _MOST]
    return keys[0] if keys else found.key


def facts_of(found: Recognition) -> dict[str, Any]:
    """Return what the mapping form asks and proposes, as it is kept with a table."""
    asked = {each.id.removeprefix("mark:") for each in found.questions if each.code == "mark"}
    whole = next((each for each in found.questions if each.code == "key_none"), None)
    facts: dict[str, Any] = {
        "keys": _keys(found),
        "marks": [[each.mark, each.count, each.row] for each in found.marks if each.mark in asked],
        "column_periods": {each.name: each.period for each in found.columns if each.period},
        "wholes": [[option.value, str(option.params["name"])] for option in whole.options] if whole else [],
        "unknown_rows": [[row.row, row.text] for row in found.rows if row.kind == "unknown"],
    }
    return {**facts, "proposals": fields_of(_proposed(found), ground_of(found), facts) | _level(found)}


def facts_after(facts: dict[str, Any], said: Said) -> dict[str, Any]:
    """Add to what the form asks what an earlier mapping says of signs and keys that this file may not hold."""
    marks = {mark for mark, *_ in facts["marks"]}
    rule, keys = facts["keys"]["rule"], facts["keys"]
    known = {each["delivered"] for each in keys["repairs"]} | {old for old, _ in (rule or {}).get("renames", ())}
    repairs = [{"delivered": old, "proposal": new, "row": 0} for old, new in said.key_rule.renames if old not in known]
    is_rewritten = replace(said.key_rule, renames=()) != AS_DELIVERED
    if rule is None and is_rewritten:
        rule = asdict(replace(said.key_rule, renames=()))
    return {
        **facts,
        "keys": {**keys, "rule": rule, "repairs": [*keys["repairs"], *repairs[:MOST_REPAIRS]]},
        "marks": [*facts["marks"], *([mark, 0, 0] for mark in said.marks if mark not in marks)],
    }


def _level(found: Recognition) -> dict[str, str]:
    return {"ground": f"{found.key.level}@{found.key.edition}"} if found.key is not None else {}


def _proposed(found: Recognition) -> Said:
    """Return what is sure enough to be filled in; what two readings are possible for stays open."""
    answers = proposed_answers(found)
    unsure = {each.stem for each in found.columns if each.kind == "figures" and each.similarity < _SURE}
    answers = {name: text for name, text in answers.items() if name.removeprefix("series:") not in unsure}
    # Keys that fit only when they are rewritten are asked for by fields of their own.
    return replace(said_of(found, answers), key_rule=AS_DELIVERED)


def fields_of(said: Said, ground: Ground, facts: dict[str, Any]) -> dict[str, str]:
    """Return what was said as fields of the mapping form; what is open is left out."""
    fields = {f"column_{place}": said.columns.get(name, "") for place, name in enumerate(ground.header)}
    fields |= {f"category_{place}": said.rows.get(row, "") for place, row in enumerate(ground.category_rows)}
    fields |= {f"mark_{place}": said.marks.get(mark, "") for place, (mark, *_) in enumerate(facts["marks"])}
    fields |= {
        "constant_key": said.constant_key,
        "period_text": said.period,
        "period_form": said.period_form,
        "column_period": said.column_period,
        "decimal": said.decimal,
        "dot": said.dot,
        "totals": "\n".join(map(total_line, said.totals)),
        "skip_rows": "\n".join(said.skip_rows),
    }
    fields |= _confirmed(said, facts["keys"])
    return {name: text for name, text in fields.items() if text}


def _confirmed(said: Said, keys: dict[str, Any]) -> dict[str, str]:
    """Return which rewritings of keys an earlier mapping holds."""
    if said.key_rule == AS_DELIVERED:
        return {}
    renamed = dict(said.key_rule.renames)
    repairs = {
        f"repair_{number}": "1"
        for number, each in enumerate(keys["repairs"])
        if renamed.get(each["delivered"]) == each["proposal"]
    }
    return {"key_rule": "1", **repairs}


def _keys(found: Recognition) -> dict[str, Any]:
    """Return how the keys of the areas would be rewritten, and single keys that a person has to confirm."""
    key = found.key
    rule = key.rule if key is not None else AS_DELIVERED
    repairs = [asdict(each) for each in found.repairs[:MOST_REPAIRS]]
    examples = []
    if key is not None and rule != AS_DELIVERED:
        column = next(each for each in found.columns if each.name == key.column)
        examples = [[text, rule.apply(text)] for text in column.examples[:3]]
    return {"rule": asdict(rule) if rule != AS_DELIVERED else None, "examples": examples, "repairs": repairs}
