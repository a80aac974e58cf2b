# SPDX-License-Identifier: EUPL-1.2
"""Read views of the catalogue and of what is released."""

from typing import ClassVar, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.api.answers import (
    annotation_answer,
    break_answers,
    definition_answer,
    indicator_answer,
    recipe_answers,
    release_answer,
    sources_of,
    topic_answers,
)
from indicators.api.reading import AUDIENCE, ReleasedView, nothing
from indicators.api.serializers import (
    IndicatorDetailSerializer,
    IndicatorSerializer,
    ReleaseSerializer,
    TopicSerializer,
    ValuesSerializer,
)
from indicators.api.values import ValueFacts, values_answer
from indicators.rendering.remarks import without_broken_change
from indicators.selectors import published
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef, ReleaseRef
from sozialplanung.common.periods import PeriodError, parse
from spatial.api.base import ListReadView
from spatial.api.views import EDITION, LEVEL
from spatial.selectors import levels, units

KINDS: Final = ("delivered", "derived", "index")
TOPIC = OpenApiParameter("topic", OpenApiTypes.STR, description="slug of a topic")
KIND = OpenApiParameter("kind", OpenApiTypes.STR, enum=KINDS, description="where the values come from")
PERIOD = OpenApiParameter("period", OpenApiTypes.STR, description="code of a period, for instance 2018-12-31")


class TopicsView(ReleasedView, ListReadView):
    """Topics under which something is published."""

    serializer_class = TopicSerializer
    query_parameters: ClassVar[frozenset[str]] = frozenset({"audience"})

    @extend_schema(operation_id="topics", parameters=[AUDIENCE], responses=TopicSerializer(many=True))
    def get(self, _request: Request, **_: str) -> Response:
        """List the topics."""
        return self.listed(topic_answers(published.indicators_of(self.organisation())))


class IndicatorsView(ReleasedView, ListReadView):
    """Published indicators."""

    serializer_class = IndicatorSerializer
    query_parameters: ClassVar[frozenset[str]] = frozenset({"topic", "kind", "audience"})

    @extend_schema(
        operation_id="indicators", parameters=[TOPIC, KIND, AUDIENCE], responses=IndicatorSerializer(many=True)
    )
    def get(self, _request: Request, **_: str) -> Response:
        """List the indicators in the order of the catalogue."""
        query, sheets = self.query(), published.indicators_of(self.organisation())
        kind = query.choice("kind", KINDS)
        topic = query.choice("topic", list(dict.fromkeys(sheet.topic for sheet in sheets)))
        shown = [sheet for sheet in sheets if kind in {None, sheet.kind} and topic in {None, sheet.topic}]
        answers = [indicator_answer(sheet) for sheet in shown]
        return self.listed(answers, list({str(one["attribution"]): one["attribution"] for one in answers}.values()))


class IndicatorView(ReleasedView):
    """One published indicator."""

    serializer_class = IndicatorDetailSerializer
    query_parameters: ClassVar[frozenset[str]] = frozenset({"audience"})

    @extend_schema(operation_id="indicator", parameters=[AUDIENCE], responses=IndicatorDetailSerializer)
    @published.at_one_moment()
    def get(self, _request: Request, indicator: str, **_: str) -> Response:
        """Get one indicator with all its definitions, breaks of series and, for an index, its recipes."""
        organisation = self.organisation()
        sheet = sheet_or_404(organisation, indicator)
        recipes = published.recipes_of(organisation, indicator) if sheet.kind == "index" else ()
        answer = {
            "slug": sheet.slug,
            "topic": sheet.topic,
            "kind": sheet.kind,
            "is_key_figure": sheet.is_key_figure,
            "definitions": [definition_answer(definition) for definition in sheet.definitions],
            "breaks": break_answers(published.breaks_of(organisation, indicator)),
            "annotations": [
                annotation_answer(note, None)
                for note in published.annotations_of(organisation, indicator=indicator)
                if note.unit_id is None and note.indicator is not None
            ],
            "recipes": recipe_answers(recipes),
        }
        return Response(self.get_serializer(answer).data)


class ReleasesView(ReleasedView, ListReadView):
    """Releases of an indicator that are in force."""

    serializer_class = ReleaseSerializer
    query_parameters: ClassVar[frozenset[str]] = frozenset({"level", "edition", "period", "audience"})

    @extend_schema(
        operation_id="releases", parameters=[LEVEL, EDITION, PERIOD, AUDIENCE], responses=ReleaseSerializer(many=True)
    )
    @published.at_one_moment()
    def get(self, _request: Request, indicator: str, **_: str) -> Response:
        """List the releases by period and level."""
        organisation, query = self.organisation(), self.query()
        sheet = sheet_or_404(organisation, indicator)
        period = query.period("period")
        found = published.releases_of(
            organisation, indicator=indicator, level=query.text("level"), edition=query.text("edition")
        )
        refs = [ref for ref in found if period is None or ref.period == period.code]
        return self.listed([release_answer(organisation, ref) for ref in refs], sources_of(sheet, refs))


class ValuesView(ReleasedView):
    """One released slice."""

    serializer_class = ValuesSerializer
    query_parameters: ClassVar[frozenset[str]] = frozenset({"level", "edition", "audience"})

    @extend_schema(operation_id="values", parameters=[LEVEL, EDITION, AUDIENCE], responses=ValuesSerializer)
    @published.at_one_moment()
    def get(self, _request: Request, indicator: str, period: str, **_: str) -> Response:
        """Get the figures of one indicator and period.

        Without a level it is the finest one that is released, without an edition the newest.
        """
        organisation, query = self.organisation(), self.query()
        ref = release_or_404(organisation, indicator, period, (query.text("level"), query.text("edition")))
        return Response(values_answer(_facts(organisation, ref)))


def sheet_or_404(organisation: OrganisationRef, slug: str) -> IndicatorSheet:
    """Return a published indicator; one that is not published is not there."""
    sheet = published.indicator_sheet(organisation, slug)
    if sheet is None:
        raise nothing()
    return sheet


def release_or_404(
    organisation: OrganisationRef, indicator: str, period: str, place: tuple[str | None, str | None]
) -> ReleaseRef:
    """Return the release in force at (level, edition); the finest level and the newest edition where none is named."""
    level, edition = place
    try:
        code = parse(period).code
    except PeriodError as error:
        raise PeriodError(error.code, error.message, place="period", **error.params) from error
    found = published.releases_of(organisation, indicator=indicator, level=level, edition=edition)
    refs = [ref for ref in found if ref.period == code]
    if not refs:
        raise nothing()
    return max(refs, key=lambda ref: (ref.level_position, ref.boundary_version_id))


def _facts(organisation: OrganisationRef, ref: ReleaseRef) -> ValueFacts:
    sheet = sheet_or_404(organisation, ref.indicator)
    content = published.slice_content(ref)
    version = levels.boundary_version(organisation, ref.level, ref.edition)
    if content is None or version is None:
        raise nothing()
    breaks = published.breaks_of(organisation, ref.indicator)
    series = published.releases_of(organisation, indicator=ref.indicator, level=ref.level, edition=ref.edition)
    earlier = [parse(each.period) for each in series if each.period_start < ref.period_start]
    return ValueFacts(
        organisation=organisation,
        ref=ref,
        definition=next((one for one in sheet.definitions if one.id == ref.definition_id), sheet.definition),
        content=without_broken_change(content, breaks),
        version=version,
        units=units.unit_rows(ref.boundary_version_id),
        notes=published.annotations_of(organisation, indicator=ref.indicator),
        breaks=breaks,
        before=max(earlier, default=None),
    )
