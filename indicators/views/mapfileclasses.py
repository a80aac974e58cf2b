# SPDX-License-Identifier: EUPL-1.2
"""What a file of a map says of its classes: how they were made, and the legend that stands below the map."""

from django.utils.translation import gettext as _

from indicators.rendering.mapfile import FileList
from indicators.rendering.mapstate import OWN, STANDARD, THRESHOLD
from indicators.rendering.ownwords import own_name
from indicators.rendering.pairs import grid_of
from indicators.selectors.mapcontrols import method_labels, scope_labels
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.mapview import legend_shown


def class_lines(facts: MapFacts) -> tuple[tuple[str, str], ...]:
    """Say how the classes of a file were made; a view of patterns has none."""
    ref, state = facts.choice.ref, facts.state
    if facts.shows_pattern(ref):
        return ()
    if ref.id in facts.pairs:
        return _pair_lines(facts)
    lines = [(_("Classes"), method_label(facts)), (_("Number of classes"), str(facts.schemes[ref.id].size))]
    scheme, legend = facts.schemes[ref.id], legend_shown(facts)
    if legend.middle_text:
        lines.append((_("Scale of two sides"), legend.middle_text))
    kinds = dict.fromkeys(row.kind for row in legend.own)
    if kinds:
        lines.append((_("Classes of their own"), ", ".join(own_name(kind, facts.language) for kind in kinds)))
    is_stated = state.methode == OWN or (
        state.methode == STANDARD
        and not scheme.middle
        and (scheme.labels or facts.regional or facts.choice.sheet.definition.default_breaks)
    )
    # Bounds that were given, and classes of an index, are not made of the figures of any period.
    return tuple(lines) if is_stated else (*lines, (_("Class bounds"), scope_labels()[state.grenzen]))


def _pair_lines(facts: MapFacts) -> tuple[tuple[str, str], ...]:
    """Say how the nine classes of two indicators were made."""
    # Stated bounds are those of one indicator: both are put into classes by one method.
    names, asked = method_labels(facts.choice.sheet, facts.language), facts.state.methode
    told = names["quantile" if asked in {STANDARD, OWN, THRESHOLD} else asked]
    return (
        (_("Classes"), _("nine classes of two indicators, three of each: %(method)s") % {"method": told}),
        (_("Class bounds"), scope_labels()[facts.state.grenzen]),
    )


def bounds_list(facts: MapFacts) -> FileList:
    """Return what low, middle and high mean of each of two indicators; nothing where there is one."""
    pair = facts.pairs.get(facts.choice.ref.id)
    if pair is None:
        return FileList(_("Bounds of both indicators"), ())
    grid = grid_of(pair, legend_shown(facts), facts.language)
    across = ((pair.first.name, head.word, head.span) for head in grid.columns)
    down = ((pair.second_measure.name, head.word, head.span) for head, _cells in grid.rows)
    return FileList(_("Bounds of both indicators"), (*across, *down))


def method_label(facts: MapFacts) -> str:
    """Name the way in which the classes shown were made."""
    # A middle that a regional default has is not asked for: its bounds are the stated ones.
    is_sided = bool(facts.state.mitte) and facts.schemes[facts.choice.ref.id].middle is not None
    return method_labels(facts.choice.sheet, facts.language, facts.regional, is_sided=is_sided)[facts.state.methode]


def class_head(facts: MapFacts) -> str:
    """Return the head of the column of classes: of those that a reader chose it says which."""
    if facts.state.methode == STANDARD:
        return _("Class")
    return _("Class: %(method)s") % {"method": method_label(facts)}


def legend_list(facts: MapFacts) -> FileList:
    """Return the legend of the map: each class with its bounds, each reason for no value, how many areas they hold."""
    legend = legend_shown(facts)
    lines = [(_("Class"), _("Bounds or name"), legend.areas)]
    lines += [(str(row.position), row.span, str(row.count)) for row in legend.classes]
    lines += [("–", mark.label, str(mark.count)) for mark in legend.special]
    if legend.estimated:
        lines.append(("–", _("of these estimated for these boundaries"), str(legend.estimated)))
    if legend.unsure:
        words = legend.unsure_text or _("of these unsure: random variation reaches over more than two classes")
        lines.append(("–", words, str(legend.unsure)))
    told = [("–", text, "–") for text in (legend.range_text, legend.city_text) if text]
    return FileList(_("Legend"), (*lines, *told))
