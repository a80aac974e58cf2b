# SPDX-License-Identifier: EUPL-1.2
"""Class breaks of an indicator, as the map uses them."""

from dataclasses import asdict
from typing import ClassVar, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.api.answers import Answer, sources_of
from indicators.api.reading import AUDIENCE, ReleasedView, nothing
from indicators.api.serializers import ClassesSerializer
from indicators.api.views import PERIOD, sheet_or_404
from indicators.selectors import published
from indicators.selectors.classification import METHODS, USUAL_NUMBER, Scope, Wanted, classification
from indicators.selectors.sheets import OrganisationRef
from indicators.stats.classes import FEWEST, MOST
from sozialplanung.web.query import QueryError, QueryReader
from spatial.api.views import EDITION

SCOPES: Final[tuple[Scope, ...]] = ("all", "period")
LEVEL = OpenApiParameter("level", OpenApiTypes.STR, required=True, description="slug of a level")
METHOD = OpenApiParameter("method", OpenApiTypes.STR, enum=list(METHODS), default="standard")
NUMBER = OpenApiParameter("k", {"type": "integer", "minimum": FEWEST, "maximum": MOST}, default=USUAL_NUMBER)
SCOPE = OpenApiParameter(
    "scope", OpenApiTypes.STR, enum=SCOPES, default="all", description="over all periods, or of one period"
)


class ClassesView(ReleasedView):
    """Class breaks over published values."""

    serializer_class = ClassesSerializer
    query_parameters: ClassVar[frozenset[str]] = frozenset(
        {"level", "edition", "method", "k", "scope", "period", "audience"}
    )

    @extend_schema(
        operation_id="classes",
        parameters=[LEVEL, EDITION, METHOD, NUMBER, SCOPE, PERIOD, AUDIENCE],
        responses=ClassesSerializer,
    )
    @published.at_one_moment()
    def get(self, _request: Request, indicator: str, **_: str) -> Response:
        """Get class breaks: those that the definition states, or found by a method over the published values."""
        organisation, wanted = self.organisation(), _wanted(self.query(), indicator)
        sheet = sheet_or_404(organisation, indicator)
        found = published.releases_of(organisation, indicator=indicator, level=wanted.level, edition=wanted.edition)
        refs = [ref for ref in found if wanted.scope == "all" or ref.period == wanted.period]
        if not refs:
            raise nothing()
        members = ("method", "bounds", "low", "high", "counts", "n", "decimals", "below", "is_sampled")
        whole = asdict(classification(organisation, wanted))
        answer: Answer = {
            **_asked(organisation, wanted),
            **{member: whole[member] for member in members},
            "sources": sources_of(sheet, refs),
        }
        return Response(self.get_serializer(answer).data)


def _asked(organisation: OrganisationRef, wanted: Wanted) -> Answer:
    return {
        "organisation": organisation.slug,
        "indicator": wanted.indicator,
        "level": wanted.level,
        "edition": wanted.edition,
        "scope": wanted.scope,
        "period": wanted.period,
    }


def _wanted(query: QueryReader, indicator: str) -> Wanted:
    level = query.required_text("level", allowed="planungsraum, stadtteil …")
    scope: Scope = "period" if query.choice("scope", SCOPES, default="all") == "period" else "all"
    period = query.period("period")
    if scope == "period" and period is None:
        raise QueryError(
            "query.missing", "A parameter is missing.", place="period", name="period", allowed="2018-12-31, 2018 …"
        )
    return Wanted(
        indicator=indicator,
        level=level,
        edition=query.text("edition"),
        method=query.choice("method", METHODS, default="standard") or "standard",
        k=query.integer("k", minimum=FEWEST, maximum=MOST, default=USUAL_NUMBER) or USUAL_NUMBER,
        scope=scope,
        period=period.code if period and scope == "period" else None,
    )
