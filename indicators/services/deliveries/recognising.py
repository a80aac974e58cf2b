# SPDX-License-Identifier: EUPL-1.2
"""What is in the files of a delivery: tables with their columns, and the mapping confirmed for such a layout."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from indicators.errors import DeliveryError
from indicators.models import Delivery, DeliveryFile, DeliveryTable, MappingProfile
from indicators.readers.asking import key_value
from indicators.readers.drafting import fits, ground_of, refit
from indicators.readers.mapping import Mapping as TableMapping
from indicators.readers.mapping import mapping_from_json
from indicators.readers.proposals import Known, Recognition
from indicators.readers.rawtable import RawTable, cell_text
from indicators.readers.reading import read_tables_confined
from indicators.readers.recognition import recognise
from indicators.readers.saying import said_in
from indicators.readers.tables import Layout, Table, table_of
from indicators.selectors.parts import names_mapped, names_within
from indicators.services.deliveries import drafting, templating
from indicators.services.deliveries.proposing import chosen_key, facts_after, facts_of, fields_of, known_of
from indicators.services.deliveries.templating import Bound
from sozialplanung.common.errors import DomainError

SAMPLE: Final = 6
_DIGITS: Final = re.compile(r"[\d_.\-]*\d[\d_.\-]*")
MOST_CATEGORIES: Final = 400

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """One table of a file, as far as it was recognised: as it is kept, and as the readers say it."""

    name: str
    fingerprint: str
    recognition: dict[str, Any]
    seen: Recognition | None = None


def recognise_delivery(*, delivery_id: int, revision: int, report: Report) -> None:
    """Look into every file of a draft and keep what was found; a draft that was changed meanwhile is left alone."""
    delivery = Delivery.objects.select_related("organisation").get(pk=delivery_id)
    files = list(delivery.files.all())
    names = names_within(delivery)
    known, opened = known_of(delivery.organisation, names), []
    for number, file in enumerate(files):
        report(number, len(files))
        opened.append((file, *_open(file)))
    with transaction.atomic():
        current = drafting.locked(delivery=delivery)
        if current.revision != revision or not current.is_open:
            return
        for file, tables, problem in opened:
            file.problem = problem
            file.save(update_fields=["problem"])
            _keep(current, file, tables, known, names)
    report(len(files), len(files))


def _open(file: DeliveryFile) -> tuple[tuple[RawTable, ...], dict[str, Any] | None]:
    told = file.tables.first()
    layout = layout_of(told.answers if told else {})
    try:
        return read_tables_confined(bytes(file.content), layout=layout), None
    except DomainError as error:
        return (), problem_of(error)


def problem_of(error: DomainError) -> dict[str, Any]:
    """Return an error as it is kept with a file."""
    return {
        "code": error.code,
        "message": error.message,
        "place": error.place,
        "way_out": error.way_out,
        "params": {name: str(value) for name, value in error.params.items()},
    }


def layout_of(answers: dict[str, Any]) -> Layout:
    """Return what a person said about the build of a file."""
    return Layout(
        encoding=answers.get("encoding") or None,
        separator=answers.get("separator") or None,
        header_row=answers.get("header_row") or None,
        header_rows=answers.get("header_rows") or 1,
    )


def _found(
    raw: RawTable, file: DeliveryFile, answers: dict[str, Any], known: Known, bound: Bound | None = None
) -> Found:
    layout = replace(layout_of(answers), sheet=raw.sheet or None, separator=raw.separator or None)
    recognition: dict[str, Any] = {
        "header": [],
        "sample": [],
        "count": 0,
        "layout": asdict(layout),
        "encoding": raw.encoding,
        "is_hidden": raw.is_hidden,
        "categories": [],
        "category_columns": [],
        "shape": answers.get("shape") or "columns",
        "template": bound.told if bound is not None else None,
    }
    try:
        found = _recognised(raw, known, file.name, layout)
        facts = _facts(raw, found, answers)
        return Found(raw.sheet, found.fingerprint, recognition | facts, _as_told(found, facts))
    except DomainError as error:
        return Found(raw.sheet, "", {**recognition, "problem": problem_of(error)})


def _recognised(raw: RawTable, known: Known, name: str, layout: Layout) -> Recognition:
    """Look at a table; what depends on the column of areas is looked at for the column that is proposed."""
    found = recognise(raw, known, file_name=name, layout=layout)
    chosen = chosen_key(found)
    if chosen is None or chosen == found.key:
        return found
    return recognise(raw, known, file_name=name, layout=layout, key=key_value(chosen))


def _facts(raw: RawTable, found: Recognition, answers: dict[str, Any]) -> dict[str, Any]:
    table = table_of(raw, found.layout)
    told = _as_told(found, {"shape": answers.get("shape"), "category_columns": answers.get("categories")})
    told = replace(told, category_rows=_categories(table, told.categories))
    return {
        "header": list(table.header),
        "sample": [[cell_text(cell) for cell in row] for row in table.rows[:SAMPLE]],
        "count": len(table.rows),
        "layout": asdict(found.layout),
        "category_columns": list(told.categories),
        "categories": [list(row) for row in told.category_rows],
        "shape": told.shape,
        "periods": [each.value for asked in found.questions if asked.id == "period" for each in asked.options],
        "questions": [[each.template, each.advice, _plain(each.params)] for each in found.questions],
        **facts_of(told),
    }


def _as_told(found: Recognition, facts: dict[str, Any]) -> Recognition:
    """Return what was recognised with the build that a person stated."""
    return replace(
        found,
        shape=facts.get("shape") or found.shape,
        categories=tuple(facts.get("category_columns") or found.categories),
        category_rows=tuple(map(tuple, facts.get("categories") or found.category_rows)),
    )


def _plain(params: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}


def _categories(table: Table, columns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    places = [table.header.index(name) for name in columns if name in table.header]
    if not places:
        return ()
    found = dict.fromkeys(tuple(cell_text(row[place]) for place in places) for row in table.rows)
    if len(found) > MOST_CATEGORIES:
        raise DeliveryError("indicators.too_many_kinds", "There are too many kinds of rows.", limit=MOST_CATEGORIES)
    return tuple(found)


def _keep(
    delivery: Delivery, file: DeliveryFile, raws: tuple[RawTable, ...], known: Known, names: frozenset[str] | None
) -> None:
    """Bring the tables of a file up to date; one that the file holds no more is left out."""
    kept, raws = list(file.tables.all()), templating.tables_only(raws)
    for table in kept:
        raw = next((each for each in raws if each.sheet == table.name), None)
        if raw is not None:
            bound = templating.bound(delivery=delivery, raw=raw, known=known, answers=table.answers)
            if bound is None or not templating.follow(table=table, bound=bound):
                _refresh(table, _found(raw, file, table.answers, known, bound))
        elif raws:
            table.delete()
    for raw in raws:
        if raw.sheet not in {table.name for table in kept}:
            _begin(delivery, file, raw, known, names)


def _refresh(table: DeliveryTable, found: Found) -> None:
    """Look at a table again; its mapping stays where it reads the corrected file as it read the one before."""
    told, tells = _told_period(table.recognition), _told_period(found.recognition)
    table.recognition, table.fingerprint = found.recognition, found.fingerprint
    if table.mapping and table.template_id:
        table.mapping, table.template = None, None
    elif table.mapping:
        mapping = mapping_from_json(table.mapping)
        # A corrected file that names another period than the one before is no correction of it.
        table.mapping = _fitted(mapping, found, period=mapping.period.text) if tells in {"", told} else None
    table.save(update_fields=["recognition", "fingerprint", "mapping", "template"])


def _told_period(recognition: dict[str, Any]) -> str:
    return str(recognition.get("proposals", {}).get("period_text", ""))


def _fitted(mapping: TableMapping, found: Found, *, period: str = "") -> dict[str, Any] | None:
    """Return the mapping for a file of the same columns; None where something has to be asked."""
    if found.seen is None or not fits(mapping, found.seen):
        return None
    try:
        return refit(mapping, found.seen, period=period).to_json()
    except DomainError:
        return None


def _begin(delivery: Delivery, file: DeliveryFile, raw: RawTable, known: Known, names: frozenset[str] | None) -> None:
    """Store a new table, once for each confirmed mapping that fits its layout."""
    bound = templating.bound(delivery=delivery, raw=raw, known=known)
    if bound is not None and templating.follow(table=_table(delivery, file, raw.sheet), bound=bound):
        return
    found = _found(raw, file, {}, known, bound)
    profiles = profiles_for(source_id=delivery.source_id, fingerprint=found.fingerprint, sheet=raw.sheet, names=names)
    for profile in profiles or (None,):
        seen = _found(raw, file, profile.answers, known, bound) if profile is not None else found
        table = _table(delivery, file, seen.name)
        table.is_taken = not seen.recognition["is_hidden"] and "problem" not in seen.recognition
        table.fingerprint, table.recognition = seen.fingerprint, seen.recognition
        if profile is not None:
            _follow(table, profile, seen)
        table.save()


def _table(delivery: Delivery, file: DeliveryFile, name: str) -> DeliveryTable:
    last = delivery.tables.aggregate(last=Max("number"))["last"] or 0
    return DeliveryTable(delivery=delivery, file=file, number=last + 1, name=name)


def profiles_for(
    *, source_id: int, fingerprint: str, sheet: str = "", names: frozenset[str] | None = None
) -> list[MappingProfile]:
    """Return the newest version of every mapping that was confirmed for this layout of this source.

    Where a delivery is bound to some series (`names`), mappings that bring others are not there for it.

    Sheets of one workbook may be built alike and mean different things (women, men): where mappings were confirmed
    for sheets of several names, only those of the same name hold, whatever year stands in it.
    """
    if not fingerprint:
        return []
    rows = MappingProfile.objects.filter(source_id=source_id, fingerprint=fingerprint).order_by("name", "-version")
    usable = [row for row in rows if names is None or names_mapped(row.mapping) <= names]
    newest = list({row.name: row for row in reversed(usable)}.values())
    sheets = [timeless_name(row.mapping.get("layout", {}).get("sheet") or "") for row in newest]
    own = [row for row, name in zip(newest, sheets, strict=True) if name == timeless_name(sheet)]
    return own if own or len(set(sheets)) > 1 else newest


def timeless_name(name: str) -> str:
    """Return a name without what changes from year to year."""
    return _DIGITS.sub(" ", name).strip(" _-.")


def _follow(table: DeliveryTable, profile: MappingProfile, found: Found) -> None:
    """Take a confirmed mapping over; a period that the file does not tell is still asked for."""
    if found.seen is None:
        return
    mapping = mapping_from_json(profile.mapping)
    ground = ground_of(found.seen)
    fitted, is_whole = mapping, True
    try:
        fitted = refit(mapping, found.seen)
    except DomainError:
        is_whole = False
        try:
            fitted = refit(mapping, found.seen, period=mapping.period.text)
        except DomainError:
            return
    said = said_in(fitted, ground)
    said = said if is_whole else replace(said, period="")
    table.profile, table.recognition = profile, found.recognition | facts_after(found.recognition, said)
    fields = fields_of(said, ground, table.recognition)
    fields["ground"] = f"{profile.level}@{profile.edition}"
    table.answers = {**profile.answers, "mapping": fields}
    if is_whole:
        table.level, table.edition, table.mapping = profile.level, profile.edition, fitted.to_json()
