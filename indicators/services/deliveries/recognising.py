# SPDX-License-Identifier: EUPL-1.2
"""What is in the files of a delivery: tables with their columns, and the mapping confirmed for such a layout."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from indicators.errors import DeliveryError
from indicators.models import Delivery, DeliveryFile, DeliveryTable, MappingProfile
from indicators.readers.mapping import Mapping as TableMapping
from indicators.readers.mapping import PeriodSource, mapping_from_json
from indicators.readers.proposals import Known, Recognition
from indicators.readers.rawtable import RawTable, cell_text
from indicators.readers.reading import read_tables_confined
from indicators.readers.recognition import recognise
from indicators.readers.tables import Layout, Table, table_of
from indicators.services.deliveries import drafting
from indicators.services.deliveries.proposing import keys_of, known_of, proposals_of
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import PeriodError, parse

SAMPLE: Final = 6
MOST_CATEGORIES: Final = 400

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """One table of a file, as far as it was recognised."""

    name: str
    fingerprint: str
    recognition: dict[str, Any]


def recognise_delivery(*, delivery_id: int, revision: int, report: Report) -> None:
    """Look into every file of a draft and keep what was found; a draft that was changed meanwhile is left alone."""
    delivery = Delivery.objects.select_related("organisation").get(pk=delivery_id)
    files = list(delivery.files.all())
    known, opened = known_of(delivery.organisation), []
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
            _keep(current, file, tables, known)
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


def _found(raw: RawTable, file: DeliveryFile, answers: dict[str, Any], known: Known) -> Found:
    layout = replace(layout_of(answers), sheet=raw.sheet or None, separator=raw.separator or None)
    recognition: dict[str, Any] = {
        "header": [],
        "sample": [],
        "count": 0,
        "layout": asdict(layout),
        "encoding": raw.encoding,
        "is_hidden": raw.is_hidden,
        "periods": [],
        "categories": [],
        "category_columns": [],
        "shape": answers.get("shape") or "columns",
    }
    try:
        found = recognise(raw, known, file_name=file.name, layout=layout)
        return Found(raw.sheet, found.fingerprint, recognition | _facts(raw, found, answers))
    except DomainError as error:
        return Found(raw.sheet, "", {**recognition, "problem": problem_of(error)})


def _facts(raw: RawTable, found: Recognition, answers: dict[str, Any]) -> dict[str, Any]:
    table = table_of(raw, found.layout)
    columns = answers.get("categories") or list(found.categories)
    return {
        "header": list(table.header),
        "sample": [[cell_text(cell) for cell in row] for row in table.rows[:SAMPLE]],
        "count": len(table.rows),
        "layout": asdict(found.layout),
        "periods": list(found.period.codes) if found.period and found.period.source.kind == "fixed" else [],
        "category_columns": columns,
        "categories": _categories(table, columns),
        "shape": answers.get("shape") or found.shape,
        "proposals": proposals_of(found),
        "keys": keys_of(found),
        "questions": [[each.template, each.advice, _plain(each.params)] for each in found.questions],
    }


def _plain(params: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}


def _categories(table: Table, columns: list[str]) -> list[list[str]]:
    places = [table.header.index(name) for name in columns if name in table.header]
    if not places:
        return []
    found = dict.fromkeys(tuple(cell_text(row[place]) for place in places) for row in table.rows)
    if len(found) > MOST_CATEGORIES:
        raise DeliveryError("indicators.too_many_kinds", "There are too many kinds of rows.", limit=MOST_CATEGORIES)
    return [list(each) for each in found]


def _keep(delivery: Delivery, file: DeliveryFile, raws: tuple[RawTable, ...], known: Known) -> None:
    """Bring the tables of a file up to date; one that the file holds no more is left out."""
    kept = list(file.tables.all())
    for table in kept:
        raw = next((each for each in raws if each.sheet == table.name), None)
        if raw is not None:
            _refresh(table, _found(raw, file, table.answers, known))
        elif raws:
            table.delete()
    for raw in raws:
        if raw.sheet not in {table.name for table in kept}:
            _begin(delivery, file, raw, known)


def _refresh(table: DeliveryTable, found: Found) -> None:
    table.recognition, table.fingerprint = found.recognition, found.fingerprint
    if table.mapping and not _still_fits(table.mapping, found):
        table.mapping = None
    table.save(update_fields=["recognition", "fingerprint", "mapping"])


def _still_fits(mapping: dict[str, Any], found: Found) -> bool:
    used = mapping_from_json(mapping).columns_used()
    ignored = mapping.get("ignored", ())
    return set(used) <= set(found.recognition["header"]) <= {*used, *ignored}


def _begin(delivery: Delivery, file: DeliveryFile, raw: RawTable, known: Known) -> None:
    """Store a new table, once for each confirmed mapping that fits its layout."""
    found = _found(raw, file, {}, known)
    profiles: Sequence[MappingProfile] = profiles_for(source_id=delivery.source_id, fingerprint=found.fingerprint)
    for profile in profiles or (None,):
        seen = _found(raw, file, profile.answers, known) if profile is not None else found
        table = DeliveryTable(
            delivery=delivery,
            file=file,
            number=(delivery.tables.aggregate(last=Max("number"))["last"] or 0) + 1,
            name=seen.name,
            is_taken=not seen.recognition["is_hidden"] and "problem" not in seen.recognition,
            fingerprint=seen.fingerprint,
            recognition=seen.recognition,
        )
        if profile is not None:
            _follow(table, profile)
        table.save()


def profiles_for(*, source_id: int, fingerprint: str) -> list[MappingProfile]:
    """Return the newest version of every mapping that was confirmed for this layout of this source."""
    if not fingerprint:
        return []
    rows = MappingProfile.objects.filter(source_id=source_id, fingerprint=fingerprint).order_by("name", "-version")
    return list({row.name: row for row in reversed(rows)}.values())


def _follow(table: DeliveryTable, profile: MappingProfile) -> None:
    """Take a confirmed mapping over; a period that the file does not tell is still asked for."""
    table.profile, table.answers = profile, profile.answers
    mapping = mapping_from_json(profile.mapping)
    periods = table.recognition["periods"]
    if mapping.period.kind == "fixed":
        if len(periods) != 1 or not _is_period(periods[0]):
            said = {**table.answers.get("mapping", {}), "period_text": ""}
            table.answers = {**table.answers, "mapping": said}
            return
        mapping = replace(mapping, period=PeriodSource("fixed", periods[0]))
        table.answers = {
            **table.answers,
            "mapping": {**table.answers.get("mapping", {}), "period_text": periods[0]},
        }
    _confirm(table, profile, mapping)


def _confirm(table: DeliveryTable, profile: MappingProfile, mapping: TableMapping) -> None:
    table.level, table.edition = profile.level, profile.edition
    table.mapping = replace(mapping, layout=Layout(**table.recognition["layout"])).to_json()


def _is_period(code: str) -> bool:
    try:
        parse(code)
    except PeriodError:
        return False
    return True
