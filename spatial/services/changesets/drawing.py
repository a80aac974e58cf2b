# SPDX-License-Identifier: EUPL-1.2
"""Draws a layer with what was found in it, once for each language of the pages."""

import math
from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from spatial.geometry.hierarchy import Areas
from spatial.models import ChangesetFinding
from spatial.rendering.defects import Mark
from spatial.rendering.findings_drawing import Words, draw_findings
from spatial.services.changesets.texts import KINDS, finding_sentence, kind_of


def drawings(areas: Areas, found: Sequence[ChangesetFinding], *, name: str, title: str) -> dict[str, str]:
    """Return an SVG per language; none where there is no outline to draw."""
    drawn: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            try:
                drawn[language] = draw_findings(areas, [_mark(one) for one in found], _words(title), name).svg
            except ValueError:
                return {}
    return drawn


def _mark(finding: ChangesetFinding) -> Mark:
    place = (math.nan if finding.longitude is None else finding.longitude, finding.latitude or math.nan)
    keys = tuple(str(key) for key in finding.keys)
    return Mark(finding.number, kind_of(finding.code), keys, place, finding_sentence(finding)[0])


def _words(title: str) -> Words:
    return Words(
        title=_("Outlines and findings of %(layer)s") % {"layer": title},
        description=_("The numbers are those of the list, which says the same in words."),
        kinds={kind: str(label) for kind, label in KINDS.items()},
    )
