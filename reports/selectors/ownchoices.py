# SPDX-License-Identifier: EUPL-1.2
"""Which own areas a panel can show: those that are shared with the house, each as it is now."""

from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.selectors.ownareas import edition_numbered, shared_areas
from reports.rendering.composition import Panel
from reports.rendering.ownshown import own_asked
from reports.selectors.choices import PanelChoices
from sozialplanung.accounts.models import Organisation


def with_own_areas(choices: PanelChoices, organisation: Organisation, before: Panel | None) -> PanelChoices:
    """Add the own areas of the house as they are now, and the earlier edition that a panel shows already."""
    shown, found = (own_asked(before.query) if before else None), []
    for row in shared_areas(organisation):
        number = row.current.number
        found.append((f"{row.uuid}:{number}", _named(row.name, row.collection, number)))
        if shown and shown[0] == row.uuid and shown[1] != number and edition_numbered(row, shown[1]):
            name = _("%(name)s (as it was before: a newer edition is there)")
            found.append((f"{row.uuid}:{shown[1]}", name % {"name": _named(row.name, row.collection, shown[1])}))
    return replace(choices, own=tuple(found))


def _named(name: str, collection: str, number: int) -> str:
    called = _("%(name)s, edition %(number)s") % {"name": name, "number": number}
    return f"{collection}: {called}" if collection and not name.startswith(collection) else called
