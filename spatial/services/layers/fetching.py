# SPDX-License-Identifier: EUPL-1.2
"""Places from the address of a service: people ask for them, a worker fetches them whole, people sign them.

Nothing is fetched by itself, and a service that breaks off leaves no file.
"""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.web.shown import shown_name
from spatial.errors import LayerDraftError
from spatial.models import AddressTold, Layer, LayerDraft, LayerDraftFile, LayerDraftSource
from spatial.readers.features import FeatureSource, Fetched, Offers, fetched_features, look_at_features
from spatial.readers.features.telling import server_of
from spatial.readers.source import MEBIBYTE, Watch
from spatial.services.layers import drafting
from spatial.services.layers.drafting import LayerFacts
from spatial.services.layers.looking import looked_into
from spatial.services.mapservices.pictures import policy_of

FETCH: Final = "spatial.fetch_layer"
LOOK_BYTES: Final = 8 * MEBIBYTE
LOOK_SECONDS: Final = 20.0
# A worker that waits for one service does nothing else.
FETCH_SECONDS: Final = 180.0

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Which collection of which service, and how much of the address readers see."""

    kind: str
    address: str
    collection: str
    title: str = ""
    told: str = AddressTold.SERVER.value


def collections_of(*, kind: str, address: str) -> Offers:
    """Ask a service which collections it has, while somebody waits.

    Raises
    ------
    BoundaryFileError
        ``spatial.fetch_…``: the address may not be asked, or its answer cannot be used.
    """
    return look_at_features(kind, address, policy_of(most_bytes=LOOK_BYTES, seconds=LOOK_SECONDS))


@transaction.atomic
def start_fetched(*, organisation: Organisation, facts: LayerFacts, source: ServiceAddress, by: User) -> LayerDraft:
    """Start a layer, or the next version of the layer with that slug; a job fetches its file."""
    draft = drafting.started(organisation=organisation, facts=facts, by=by)
    LayerDraftSource.objects.create(draft=draft, **asdict(source))
    _ask(draft, by)
    return draft


@transaction.atomic
def start_again(*, layer: Layer, before: LayerDraftSource, day: date, by: User) -> LayerDraft:
    """Start the next version of a layer from the service that an earlier one was fetched from."""
    facts = LayerFacts(slug=layer.slug, name=layer.name, valid_from=day)
    names = ServiceAddress.__dataclass_fields__
    source = ServiceAddress(**{name: getattr(before, name) for name in names})
    return start_fetched(organisation=layer.organisation, facts=facts, source=source, by=by)


@transaction.atomic
def fetch_again(*, draft: LayerDraft, by: User, revision: int) -> LayerDraft:
    """Let a job fetch the file of a draft once more; the present one stays until the new one is whole.

    Raises
    ------
    LayerDraftError
        ``spatial.layer_no_service``: the draft came as a file.
    """
    current = drafting.opened(draft=draft, by=by, revision=revision)
    if not LayerDraftSource.objects.filter(draft=current).exists():
        raise LayerDraftError("spatial.layer_no_service", "The draft does not come from a service.")
    _ask(current, by)
    return current


def fetch_file(*, draft_id: int, revision: int, report: Report) -> None:
    """Fetch the file of a draft and look into it; whole, or nothing is kept."""
    draft = LayerDraft.objects.select_related("organisation", "source").get(pk=draft_id)
    if draft.revision != revision or not draft.is_open:
        return
    policy = policy_of(most_bytes=settings.DELIVERY_FILE_BYTES, seconds=FETCH_SECONDS)
    source = FeatureSource(draft.source.kind, draft.source.address, draft.source.collection)
    fetched = fetched_features(source, policy, Watch(report))
    found = looked_into(fetched.content, draft.organisation)
    report(fetched.count, fetched.count)
    _keep(draft, revision, fetched, found)


@transaction.atomic
def _keep(draft: LayerDraft, revision: int, fetched: Fetched, found: dict[str, Any]) -> None:
    current = drafting.locked(draft=draft)
    if current.revision != revision or not current.is_open:
        raise drafting.stale()
    LayerDraftFile.objects.filter(draft=current).delete()
    current.corrections.all().delete()
    LayerDraftFile.objects.create(
        draft=current,
        name=shown_name(f"{draft.source.collection}.geojson"),
        content=fetched.content,
        size=len(fetched.content),
        sha256=hashlib.sha256(fetched.content).hexdigest(),
        fetched_at=timezone.now(),
        **found,
    )
    current.is_answered = False
    current.save(update_fields=["is_answered"])
    details = {"host": server_of(draft.source.address), "features": fetched.count}
    record(action="spatial.layer_fetched", by=None, organisation=draft.organisation, subject=current, details=details)


def _ask(draft: LayerDraft, by: User) -> None:
    details = {"host": server_of(draft.source.address), "collection": draft.source.collection}
    record(action="spatial.layer_asked", by=by, organisation=draft.organisation, subject=draft, details=details)
    drafting.let_run(FETCH, draft, by)
