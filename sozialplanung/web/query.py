# SPDX-License-Identifier: EUPL-1.2
"""Strict reading of query strings: unknown, repeated or malformed parameters are refused."""

import re
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Final

from django.http import QueryDict
from rest_framework.request import Request
from rest_framework.views import APIView

from sozialplanung.common.errors import InvalidInputError
from sozialplanung.common.periods import Period, PeriodError, parse
from sozialplanung.web.shown import shown

LONGEST_VALUE: Final = 200
_INTEGER: Final = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class QueryError(InvalidInputError):
    """A query string holds something that the address does not take."""


def refuse_unknown(query: QueryDict, allowed: Collection[str]) -> None:
    """Refuse parameters that are not allowed or that stand there more than once."""
    for name in query:
        if name not in allowed:
            raise QueryError(
                "query.unknown",
                "The address holds an unknown parameter.",
                place=shown(name),
                name=shown(name),
                allowed=", ".join(sorted(allowed)) or "–",
            )
        if len(query.getlist(name)) > 1:
            raise QueryError("query.repeated", "A parameter is repeated.", place=name, name=name)


class QueryReader:
    """Read the declared parameters of a query string; an empty value counts as not given."""

    def __init__(self, query: QueryDict, *, allowed: Collection[str]) -> None:
        """Refuse at once whatever is not declared."""
        refuse_unknown(query, allowed)
        self._query = query

    def text(self, name: str, *, default: str | None = None, longest: int = LONGEST_VALUE) -> str | None:
        """Return a text without control characters."""
        value = self._query.get(name, "")
        if _CONTROL.search(value) or len(value) > longest:
            raise wrong_value(name, value, f"1–{longest}")
        return value or default

    def required_text(self, name: str, *, allowed: str) -> str:
        """Return a text that has to be there; `allowed` tells the reader what."""
        value = self.text(name)
        if value is None:
            raise QueryError("query.missing", "A parameter is missing.", place=name, name=name, allowed=allowed)
        return value

    def choice(self, name: str, allowed: Collection[str], *, default: str | None = None) -> str | None:
        """Return one of the allowed words."""
        value = self.text(name)
        if value is not None and value not in allowed:
            raise wrong_value(name, value, ", ".join(allowed))
        return value or default

    def integer(self, name: str, *, minimum: int, maximum: int, default: int | None = None) -> int | None:
        """Return a whole number between the two bounds, both allowed."""
        value = self.text(name)
        if value is None:
            return default
        if not _INTEGER.fullmatch(value) or not minimum <= int(value) <= maximum:
            raise wrong_value(name, value, f"{minimum}–{maximum}")
        return int(value)

    def flag(self, name: str) -> bool:
        """Return whether the parameter is `1`; `0` and nothing mean no."""
        return self.choice(name, ("0", "1"), default="0") == "1"

    def words(self, name: str, *, most: int = 100) -> tuple[str, ...]:
        """Return the comma-separated words of a parameter."""
        value = self.text(name, longest=LONGEST_VALUE * 10)
        words = tuple(word for word in (value or "").split(",") if word)
        if len(words) > most:
            raise wrong_value(name, value or "", f"1–{most}")
        return words

    def period(self, name: str, *, default: Period | None = None) -> Period | None:
        """Return the reporting period that the code names."""
        value = self.text(name)
        if value is None:
            return default
        try:
            return parse(value)
        except PeriodError as error:
            raise PeriodError(error.code, error.message, place=name, **error.params) from error


def wrong_value(name: str, value: str, allowed: str) -> QueryError:
    """Return the refusal of a value that a parameter must not have."""
    return QueryError(
        "query.value",
        "A parameter has a value that is not allowed.",
        place=name,
        name=name,
        value=shown(value),
        allowed=allowed,
    )


class StrictQueryMixin(APIView):
    """Let an API view refuse query parameters that neither it nor its filters declare."""

    query_parameters: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        """Check the parameters before anything is read."""
        refuse_unknown(request.query_params, self.query_parameters | _declared_by_parts(self))
        super().initial(request, *args, **kwargs)


def _declared_by_parts(view: object) -> frozenset[str]:
    filters: Mapping[str, object] = getattr(getattr(view, "filterset_class", None), "base_filters", {})
    paginator = getattr(view, "paginator", None)
    pages = (getattr(paginator, attribute, None) for attribute in ("page_query_param", "page_size_query_param"))
    return frozenset(filters) | frozenset(name for name in pages if name)
