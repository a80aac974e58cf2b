# SPDX-License-Identifier: EUPL-1.2
"""Which methods an address takes, as far as Django's decorators say it."""

from collections.abc import Callable, Iterator
from typing import Any


def allowed_methods(view: Callable[..., Any]) -> frozenset[str] | None:
    """Return the methods that a view takes; None when nothing says so.

    `require_http_methods` keeps its list in the closure of the function that it returns: a test over all addresses
    holds this against what they really answer.
    """
    for function in _layers(view):
        # First what is wrapped around: a decorator around the view of a class bears the name of the class too.
        names = getattr(getattr(function, "__code__", None), "co_freevars", ())
        cells = dict(zip(names, getattr(function, "__closure__", None) or (), strict=False))
        if "request_method_list" in cells:
            return frozenset(cells["request_method_list"].cell_contents)
        view_class: Any = getattr(function, "view_class", None)
        if view_class is not None:
            return frozenset(name.upper() for name in view_class.http_method_names if hasattr(view_class, name))
    return None


def _layers(view: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)  # type: ignore[assignment]  # ends the loop
