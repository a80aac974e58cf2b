# SPDX-License-Identifier: EUPL-1.2
"""How often a network without an account may have an own area computed: on its page, and beside areas in „Analyse“."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse

from indicators.rendering.workbench.ownarea import OWN
from sozialplanung.web.pace import is_too_fast
from sozialplanung.web.problems import http_problem, problem_response

# Each is computed anew; people with an account are known and held up by nothing.
MOST_IN_A_MINUTE: Final = 120
_TOO_MANY: Final = 429
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def is_hurried(request: HttpRequest) -> bool:
    """Say whether a network without an account asks for more than a server should compute."""
    return not request.user.is_authenticated and is_too_fast(request, "own_areas", most=MOST_IN_A_MINUTE)


def told_to_wait(request: HttpRequest) -> HttpResponse:
    """Answer that somebody has to wait."""
    return problem_response(request, http_problem("http.throttled", _TOO_MANY))


def at_own_pace(view: View[P]) -> View[P]:
    """Let a view of the workbench wait where its address names an own area, and too many were asked for."""

    @wraps(view)
    def paced(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.GET.get(OWN) and is_hurried(request):
            return told_to_wait(request)
        return view(request, *args, **kwargs)

    return paced
