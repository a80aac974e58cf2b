# SPDX-License-Identifier: EUPL-1.2
"""A file that is said to hold a mapping of ours, and holds something else."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import MappingProfile
from indicators.services.deliveries.profiles import profile_json
from tests.factories.desk import client_of, german, submitted
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _built(world: World) -> World:
    """Build a city whose one delivery left a mapping."""
    city = build_city(world)
    submitted(city)
    return city


kept_city = standing(_built)


@pytest.mark.check("C043", "C067")
@pytest.mark.parametrize(
    "changed_fields",
    [
        {"answers": {"header_row": "x"}},
        {"answers": {"header_row": 10**30}},
        {"answers": {"shape": "x"}},
        {"answers": {"categories": 5}},
        {"answers": {"categories": [5]}},
        {"answers": {"encoding": "utf-7"}},
        {"answers": {"mapping": {"totals": "\x00"}}},
        {"answers": {"mapping": {"totals": "\ud800"}}},
        {"answers": {"mapping": {"totals": float("nan")}}},
        {"answers": {"mapping": [1]}},
        {"answers": {"unknown": 1}},
        {"answers": []},
        {"fingerprint": "y" * 65},
        {"mapping": {"key_rule": {"width": 10**9}}},
        {"mapping": {"key_rule": {"width": -1}}},
        {"mapping": {"key_rule": {"width": "x"}}},
        {"mapping": {"key_rule": {"renames": [[1, 2]]}}},
        {"mapping": {"key_column": "a\x00"}},
        {"mapping": {"key_column": 7}},
        {"mapping": {"skip_rows": [5]}},
        {"mapping": {"skip_rows": "abc"}},
        {"mapping": {"ignored": 5}},
        {"mapping": {"values": [{"column": "einwohner", "series": 5}]}},
        {"mapping": {"layout": {"header_row": 1.5}}},
        {"mapping": {"layout": {"header_rows": 10**12}}},
        {"mapping": {"layout": {"sheet": 5}}},
        {"mapping": {"totals": [{"key": 5}]}},
        {"mapping": {"marks": {"own": [[5, "missing"]]}}},
    ],
)
def test_mapping_from_a_file_that_holds_something_else_is_refused(
    city: World, changed_fields: dict[str, dict[str, object]]
) -> None:
    kept = MappingProfile.objects.get()
    fields = json.loads(profile_json(kept))
    changes = {name: {**fields[name], **new} if name == "mapping" else new for name, new in changed_fields.items()}
    content = json.dumps({**fields, **changes}).encode()

    answer = client_of(city.anna).post(
        "/musterstadt/lieferungen/zuordnungen/",
        {"source": kept.source_id, "profile": SimpleUploadedFile("zuordnung.json", content)},
    )

    assert answer.status_code == 422
    assert german("The file holds no mapping of this platform.") in answer.content.decode()
    assert MappingProfile.objects.get() == kept
