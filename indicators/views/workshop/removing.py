# SPDX-License-Identifier: EUPL-1.2
"""What somebody took out of a recipe last, so that it can be brought back: kept in their session for a while."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from indicators.models import RecipeDraft
from indicators.rendering.recipe_drafts import Json

_KEY: Final = "index_removed"


@dataclass(frozen=True, slots=True)
class Removed:
    """A recipe as it was before a component was taken out, and the name of that component."""

    content: Json
    name: str


def keep_removed(request: HttpRequest, draft: RecipeDraft, removed: Removed) -> None:
    """Keep what was taken out of a draft; it can be brought back until anybody changes the draft."""
    request.session[_KEY] = {
        "draft": str(draft.uuid),
        "revision": draft.revision,
        "content": removed.content,
        "name": removed.name,
    }


def removed_from(request: HttpRequest, draft: RecipeDraft) -> Removed | None:
    """Return what this person took out of a draft last; None where there is none, or somebody changed it since."""
    kept = request.session.get(_KEY)
    if not kept or (kept["draft"], kept["revision"]) != (str(draft.uuid), draft.revision):
        return None
    return Removed(kept["content"], kept["name"])


def forget_removed(request: HttpRequest) -> None:
    """Keep nothing any more."""
    request.session.pop(_KEY, None)
