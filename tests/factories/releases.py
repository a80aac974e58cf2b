# SPDX-License-Identifier: EUPL-1.2
"""Made-up indicators with releases in force, superseded or withdrawn, for tests of what leaves the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np

from indicators.models import (
    Audience,
    Basis,
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Licence,
    Period,
    Release,
    ReleaseState,
    Source,
    Topic,
)
from indicators.models.observations import Vintage
from indicators.models.patterns import DisclosureAudit, DisclosurePattern, Verdict
from indicators.rendering.slices import (
    ChangeNote,
    CityValue,
    NumberBand,
    SliceContent,
    SliceKey,
    SliceSummary,
    encode,
    slice_hash,
)
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Status
from sozialplanung.web.conditional import pack
from spatial.models import BoundaryVersion

PUBLISHED_AT = datetime(2024, 5, 1, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Figures:
    """Values of one slice in frozen order; None stands for a suppressed one.

    With `persons` the slice holds cases and persons; `since` names the period that a computed change counts from;
    `statuses` say by place why there is no value, where it is not suppressed; `city` is the value of the whole, by
    default the smallest one.
    """

    values: tuple[float | None, ...]
    period: str = "2018-12-31"
    state: ReleaseState = ReleaseState.PUBLISHED
    audience: Audience = Audience.PUBLIC
    persons: tuple[float, ...] = ()
    since: str | None = None
    statuses: Mapping[int, Status] = field(default_factory=dict)
    city: float | None = None


def indicator(organisation: Organisation, slug: str = "kinderarmut", *, topic: str = "armut") -> Indicator:
    """Store an indicator with a definition, a source and a licence."""
    licence, _ = Licence.objects.get_or_create(
        code="dl-de/by-2-0",
        defaults={"name": "Datenlizenz Deutschland", "url": "https://www.govdata.de/dl-de/by-2-0"},
    )
    source, _ = Source.objects.get_or_create(
        organisation=organisation,
        slug="statistik",
        defaults={
            "title": "Statistik der Stadt",
            "publisher": "Stadt Musterstadt",
            "licence": licence,
            "attribution": "© Statistikstelle Musterstadt",
        },
    )
    subject, _ = Topic.objects.get_or_create(organisation=organisation, slug=topic, defaults={"name": topic.title()})
    stored = Indicator.objects.create(organisation=organisation, slug=slug, topic=subject, kind=IndicatorKind.DELIVERED)
    IndicatorDefinition.objects.create(
        organisation=organisation,
        indicator=stored,
        valid_from=date(2000, 1, 1),
        name=slug.title(),
        short_name=slug.title(),
        subtitle="Anteil der Kinder unter 15 Jahren",
        unit_of_measure="%",
        basis=Basis.COUNTS,
        what_it_shows="Was er zeigt.",
        how_to_read="Wie man ihn liest.",
        limits="Wo seine Grenzen sind.",
        source=source,
    )
    return stored


def release(subject: Indicator, version: BoundaryVersion, figures: Figures, by: User) -> Release:
    """Store one release of an indicator."""
    period = parse(figures.period)
    stored_period, _ = Period.objects.get_or_create(
        code=period.code, defaults={"kind": period.kind.value, "start": period.start, "end": period.end}
    )
    payload = encode(content(subject, version, figures))
    common = {
        "organisation": subject.organisation,
        "indicator": subject,
        "definition": subject.definitions.get(),
        "period": stored_period,
        "boundary_version": version,
    }
    number = Release.objects.filter(**common, audience=figures.audience).count() + 1
    vintage_number = Vintage.objects.filter(**common).count() + 1
    Vintage.objects.filter(**common).update(is_current=False)
    vintage = Vintage.objects.create(**common, number=vintage_number, payload=b"", inputs={}, input_hash="0" * 64)
    return Release.objects.create(
        **common,
        audience=figures.audience,
        state=figures.state,
        number=number,
        vintage=vintage,
        pattern=pattern(vintage, figures.audience),
        payload=payload,
        gzipped=pack(payload),
        content_hash=slice_hash(payload),
        published_at=PUBLISHED_AT,
        published_by=by,
    )


def pattern(vintage: Vintage, audience: str, *, verdict: str = Verdict.HELD, codes: bytes = b"") -> DisclosurePattern:
    """Store a pattern of a vintage, with an audit of it alone."""
    where = {
        "organisation_id": vintage.organisation_id,
        "indicator_id": vintage.indicator_id,
        "period_id": vintage.period_id,
        "audience": audience,
    }
    edition = vintage.boundary_version.edition
    audit = DisclosureAudit.objects.create(**where, edition=edition, set_hash="", verdict=verdict, content={})
    number = DisclosurePattern.objects.filter(**where, boundary_version=vintage.boundary_version).count() + 1
    return DisclosurePattern.objects.create(
        **where,
        boundary_version=vintage.boundary_version,
        number=number,
        audit=audit,
        vintage=vintage,
        decisions=codes,
        content_hash="0" * 64,
        counts={},
        rule={},
        method=0,
        path="nothing",
        cost=0.0,
        bound=0.0,
    )


def content(subject: Indicator, version: BoundaryVersion, figures: Figures) -> SliceContent:
    """Return the slice of some figures."""
    values = np.array([np.nan if value is None else value for value in figures.values])
    status = np.where(np.isnan(values), Status.SUPPRESSED, Status.OK).astype(np.uint8)
    status[values == 0] = Status.TRUE_ZERO
    for place, reason in figures.statuses.items():
        status[place] = reason
    shown = values[~np.isnan(values)]
    low, high = float(shown.min()), float(shown.max())
    middle = float(np.round(np.median(shown), 1))
    numbers = {"value": NumberBand(values, 1)}
    if figures.persons:
        persons = np.where(np.isnan(values), np.nan, np.array(figures.persons, dtype=float))
        numbers["numerator"] = NumberBand(np.round(values * persons / 100), 0)
        numbers["denominator"] = NumberBand(persons, 0)
    if figures.since:
        numbers["change"] = NumberBand(np.where(np.isnan(values), np.nan, 0.1), 1)
    return SliceContent(
        key=SliceKey(
            organisation=subject.organisation.slug,
            indicator=subject.slug,
            period=figures.period,
            level=version.level.slug,
            boundary_version=version.edition,
            audience=figures.audience,
        ),
        unit_order_hash=version.order_hash,
        status=status,
        flags=np.zeros(len(values), dtype=np.uint8),
        numbers=numbers,
        city=CityValue(low if figures.city is None else figures.city, "delivered"),
        summary=SliceSummary(len(shown), low, low, middle, high, high),
        change=ChangeNote(figures.since, "computed") if figures.since else ChangeNote(),
    )
