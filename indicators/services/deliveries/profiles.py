# SPDX-License-Identifier: EUPL-1.2
"""Confirmed mappings as files: taken to another machine, or back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NoReturn

from django.db import transaction

from indicators.errors import DeliveryError
from indicators.models import MappingProfile, Source
from indicators.readers.mapping import Shape, mapping_from_json
from indicators.readers.plainfields import is_storable, wrong_fields
from indicators.services.deliveries.recognising import layout_of
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import DomainError
from spatial.selectors import levels

FORMAT: Final = 1
_TEXTS: Final = {"name": 200, "fingerprint": 64, "level": 60, "edition": 60}


def profile_json(profile: MappingProfile) -> bytes:
    """Return a mapping as a file that `import_profile` takes."""
    fields = {name: getattr(profile, name) for name in (*_TEXTS, "version", "mapping", "answers")}
    return json.dumps({"format": FORMAT, **fields}, ensure_ascii=False, indent=2, sort_keys=True).encode()


@transaction.atomic
def import_profile(*, source: Source, content: bytes, by: User) -> MappingProfile:
    """Keep a mapping from a file as the next version of its name.

    Raises
    ------
    DeliveryError
        ``indicators.profile_unreadable`` when the file is none, or ``indicators.edition_unknown`` when the areas that
        it speaks of are not here.
    """
    said = _read(content)
    if levels.boundary_version(source.organisation, said["level"], said["edition"]) is None:
        raise DeliveryError(
            "indicators.edition_unknown", "There are no such areas.", level=said["level"], edition=said["edition"]
        )
    latest = MappingProfile.objects.filter(source=source, name=said["name"]).order_by("-version").first()
    stored = MappingProfile.objects.create(
        organisation_id=source.organisation_id,
        source=source,
        version=latest.version + 1 if latest else 1,
        created_by=by,
        **said,
    )
    record(action="indicators.profile_saved", by=by, organisation=source.organisation, subject=stored)
    return stored


def _read(content: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(content, parse_constant=_refuse)
        if fields["format"] != FORMAT or not all(_is_text(fields[name], most) for name, most in _TEXTS.items()):
            raise _unreadable()
        mapping = mapping_from_json(fields["mapping"]).to_json()
        answers = _answers(**fields["answers"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, DomainError) as error:
        raise _unreadable() from error
    return {**{name: fields[name] for name in _TEXTS}, "mapping": mapping, "answers": answers}


@dataclass(frozen=True, slots=True)
class _Build:
    """What a person said about the build of a table, as `drafting.save_shape` keeps it; "" and None say nothing."""

    shape: Shape | Literal[""] = ""
    categories: tuple[str, ...] = ()
    header_row: int | None = None
    header_rows: int | None = None
    separator: str | None = None
    encoding: str | None = None


def _answers(*, mapping: Mapping[str, object] | None = None, **build: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return the answers of a person: to the questions about the build, and the fields of the mapping form."""
    said: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in build.items()}
    stated = _Build(**said)
    if next(wrong_fields(stated), ""):
        raise _unreadable()
    layout_of(build)
    if mapping is None:
        return build
    if not all(is_storable(name) and _is_answer(value) for name, value in mapping.items()):
        raise _unreadable()
    return {**build, "mapping": dict(mapping)}


def _is_answer(value: object) -> bool:
    return value is None or isinstance(value, int) or (isinstance(value, str) and is_storable(value))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= most and value.isprintable()


def _unreadable() -> DeliveryError:
    return DeliveryError("indicators.profile_unreadable", "The file holds no mapping of this platform.")
