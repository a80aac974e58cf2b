# SPDX-License-Identifier: EUPL-1.2
"""Confirmed mappings as files: taken to another machine, or back."""

import json
from typing import Any, Final

from django.db import transaction

from indicators.errors import DeliveryError
from indicators.models import MappingProfile, Source
from indicators.readers.mapping import mapping_from_json
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import DomainError
from spatial.selectors import levels

FORMAT: Final = 1
_TEXTS: Final = ("name", "fingerprint", "level", "edition")
_LONGEST: Final = 200


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
        fields = json.loads(content)
        if fields["format"] != FORMAT or not all(_is_text(fields[name]) for name in _TEXTS):
            raise _unreadable()
        mapping = mapping_from_json(fields["mapping"]).to_json()
        answers = dict(fields["answers"])
    except (ValueError, TypeError, KeyError, RecursionError, DomainError) as error:
        raise _unreadable() from error
    return {**{name: fields[name] for name in _TEXTS}, "mapping": mapping, "answers": answers}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()


def _unreadable() -> DeliveryError:
    return DeliveryError("indicators.profile_unreadable", "The file holds no mapping of this platform.")
