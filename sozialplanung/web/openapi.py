# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI description: its problems, its address, and its operations for the page about the API."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularJSONAPIView

from sozialplanung.web.problems import CONTENT_TYPE
from sozialplanung.web.query import StrictQueryMixin

Schema = dict[str, Any]

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "What is wrong, where, and what to do next (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "place", "way_out", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "urn:sozialplanung:problem: and the code"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "one sentence in the reader's language"},
        "code": {"type": "string", "description": "stable, for programs"},
        "place": {"type": "string", "description": "the parameter or the field"},
        "way_out": {"type": "string", "description": "what to do next"},
        "request_id": {"type": "string"},
    },
}
_RESPONSES: Final = {
    "400": "A parameter is unknown, repeated or malformed.",
    "404": "There is no such thing, or nothing of it is published.",
    "503": "The database cannot be reached at the moment.",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str
    description: str
    form: str
    is_required: bool


@dataclass(frozen=True)
class Operation:
    """One thing that the API does."""

    identifier: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]


class OpenApiView(StrictQueryMixin, SpectacularJSONAPIView):
    """Serve the OpenAPI description of the published API."""


def add_problems(result: Schema, **_context: object) -> Schema:
    """Describe the problems that every operation may answer with."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for _path, _method, operation in _each_operation(result):
        for status, description in _RESPONSES.items():
            operation["responses"].setdefault(status, {"description": description, "content": content})
    return result


def operations() -> tuple[Operation, ...]:
    """Return what the API does, as its description says it."""
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: Schema = generator.get_schema(request=None, public=True)
    return tuple(_operation(path, method, operation) for path, method, operation in _each_operation(schema))


def _each_operation(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    for path, item in sorted(schema.get("paths", {}).items()):
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _operation(path: str, method: str, operation: Schema) -> Operation:
    description = str(operation.get("description", "")).strip()
    summary, _, rest = description.partition("\n")
    return Operation(
        identifier=str(operation["operationId"]),
        method=method.upper(),
        path=path,
        summary=str(operation.get("summary") or summary),
        description=rest.strip(),
        parameters=tuple(_parameter(parameter) for parameter in operation.get("parameters", [])),
    )


def _parameter(parameter: Schema) -> Parameter:
    schema = parameter.get("schema", {})
    form = ", ".join(map(str, schema["enum"])) if "enum" in schema else str(schema.get("type", ""))
    return Parameter(
        name=str(parameter["name"]),
        place=str(parameter["in"]),
        description=str(parameter.get("description", "")),
        form=form,
        is_required=bool(parameter.get("required", False)),
    )
