# SPDX-License-Identifier: EUPL-1.2
"""What the files of a map hold: figures, what stands before them, and the lists behind them."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.rendering.mapchance import spans_of
from indicators.rendering.mapfile import FileFacts, FileList
from indicators.rendering.maplegend import official_scale
from indicators.rendering.profile_numbers import date_words, is_share, period_words
from indicators.rendering.remarks import break_words, note_words
from indicators.selectors.mapchoice import period_of
from indicators.selectors.mapfacts import MapFacts, NamedOrganisation
from indicators.selectors.mapview import carried_at, change_origin, state_shown
from indicators.selectors.sheets import DefinitionSheet
from indicators.views.mapcolumns import change_head
from indicators.views.mapfileclasses import bounds_list, class_head, class_lines, legend_list
from indicators.views.readership import audience_line
from sozialplanung.common.licences import licence_named
from sozialplanung.common.periods import parse

Lines = tuple[tuple[str, str], ...]


def file_facts(publisher: NamedOrganisation, facts: MapFacts, *, address: str = "", told: Lines = ()) -> FileFacts:
    """Return what a file of one map holds.

    `address` is that of another page than the map that shows the figures, `told` what that page has to say of them.
    """
    shown = facts.choice.ref
    definition, scheme = facts.definition_of(shown), facts.schemes[shown.id]
    content, chance = facts.contents[shown.id], facts.chance_at(shown)
    return FileFacts(
        title=f"{publisher.name}: {definition.name}",
        sheet_title=_("Figures"),
        source_title=_("Source and licence"),
        preface=(*_preface(publisher, facts), *told, (_("Address"), address or _address(publisher, facts))),
        heads=_heads(facts),
        content=content,
        classes=scheme.classes_of(content),
        class_labels=scheme.names(facts.language),
        official_labels=scheme.official,
        areas=facts.ground.area_names(),
        reasons=facts.reasons_at(shown),
        city=facts.city_name,
        language=facts.language,
        marks=facts.marks_at(shown),
        lists=_lists(facts),
        spans=spans_of(content, scheme),
        judgements=chance.judgements,
        lacks_interval=chance.is_unavailable,
        pattern=facts.pattern if facts.shows_pattern(shown) else None,
        is_carried=shown.is_converted,
    )


def _lists(facts: MapFacts) -> tuple[FileList, ...]:
    """Return the lists at the end of a file; a list of nothing is none."""
    shown = facts.choice.ref
    general = [note_words(note, facts.language) for note in facts.notes_on(shown) if note.unit_id is None]
    numbered = [(str(remark.number), remark.text) for remark in facts.numbered_remarks(shown)]
    remarks = [*((_("all areas"), text) for text in dict.fromkeys(general)), *numbered]
    told = [break_words(note, facts.language) for note in facts.break_notes]
    breaks = [(each.between, each.comparable, each.text, each.reference) for each in told]
    told_pattern = facts.pattern_text()
    says = [*told_pattern.says, *told_pattern.limits] if told_pattern else []
    lists = (
        legend_list(facts),
        bounds_list(facts),
        FileList(_("What the pattern says"), tuple((sentence,) for sentence in says)),
        FileList(_("Remarks"), tuple(remarks)),
        FileList(_("Breaks of the series"), tuple(breaks)),
    )
    return tuple(each for each in lists if each.lines)


def _address(publisher: NamedOrganisation, facts: MapFacts) -> str:
    return f"{settings.PUBLIC_URL}{reverse('indicators:map', args=[publisher.slug])}?{state_shown(facts).query()}"


def _preface(publisher: NamedOrganisation, facts: MapFacts) -> Lines:
    shown = facts.choice.ref
    definition, version = facts.definition_of(shown), facts.ground.shown
    pattern = facts.pattern_text()
    return (
        *audience_line(publisher, facts.audience),
        (_("Shown"), definition.subtitle),
        *(((_("View"), pattern.reason or pattern.headline),) if pattern else ()),
        (_("Unit"), definition.unit_of_measure or "–"),
        (_("As of"), period_words(period_of(shown), facts.language)),
        (_("Level"), version.level_name_plural),
        (_("Boundaries"), version.name),
        *((_("Conversion"), sentence) for sentence in carried_at(facts, shown)),
        *class_lines(facts),
        *source_lines(definition),
        (_("Source of the boundaries"), version.attribution or version.publisher),
        *_licence_of_boundaries(definition.source.licence_name, licence_named(version.licence)),
        (_("Published on"), date_words(shown.published_at.date(), facts.language)),
        (_("Retrieved on"), date_words(timezone.localdate(), facts.language)),
        (_("Limits"), definition.limits),
    )


def source_lines(definition: DefinitionSheet) -> Lines:
    """Say where the figures of an indicator come from, and under which licence they are."""
    source = definition.source
    return (
        (_("Source"), f"{source.title}: {source.credit}"),
        (_("Licence"), licence_words(source.licence_name, source.licence_url)),
    )


def licence_words(name: str, url: str) -> str:
    """Name a licence with its address."""
    return " ".join(part for part in (name, url) if part)


def _licence_of_boundaries(known: str, licence: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Say the licence of the outlines where it is another one than that of the figures."""
    return () if licence[0] == known else ((_("Licence of the boundaries"), licence_words(*licence)),)


def _heads(facts: MapFacts) -> dict[str, str]:
    definition = facts.definition_of(facts.choice.ref)
    change = facts.contents[facts.choice.ref.id].change
    unit = f" ({definition.unit_of_measure})" if definition.unit_of_measure else ""
    points = _("percentage points") if is_share(definition.unit_of_measure) else definition.unit_of_measure
    since_words = period_words(parse(change.since), facts.language) if change.since else ""
    counted = definition.basis == "counts"
    coarser = facts.ground.coarser
    is_estimated = facts.chance_at(facts.choice.ref).is_estimated
    return {
        "key": _("Key"),
        "name": facts.ground.shown.level_name,
        "parent": coarser.level_name if coarser else "",
        "value": f"{definition.short_name}{unit}",
        "status": _("Status"),
        "status_code": _("Status code"),
        "flags": _("Remarks (codes)"),
        **_ends(unit, is_estimated=is_estimated),
        "numerator": _("Number") if counted else _("Number, rounded"),
        "denominator": _("Denominator"),
        "change": f"{change_head(since_words, change_origin(facts))} ({points})",
        "comparison": _("Compared with %(name)s") % {"name": facts.city_name},
        "comparison_code": _("Comparison code"),
        "class": class_head(facts),
        "remarks": _("Remarks (numbers)"),
        "class_label": _("Name of the class"),
        **_chance_heads(is_estimated=is_estimated),
        "class_official": _("Official class: %(scale)s")
        % {"scale": official_scale(definition.palette, facts.language)},
    }


def _ends(unit: str, *, is_estimated: bool) -> dict[str, str]:
    """Return the heads of both ends of an interval."""
    if is_estimated:
        return {
            "lower": _("Range (estimate and chance), from") + unit,
            "upper": _("Range (estimate and chance), to") + unit,
        }
    return {"lower": _("Random variation (model), from") + unit, "upper": _("Random variation (model), to") + unit}


def _chance_heads(*, is_estimated: bool) -> dict[str, str]:
    """Return the heads of columns that tell what chance does to the figures, and how areas lie among others."""
    if is_estimated:
        told = {
            "interval": _("Range (estimate and chance)"),
            "interval_code": _("Range (code)"),
            "class_low": _("Classes within the range, from"),
            "class_high": _("Classes within the range, to"),
        }
    else:
        told = {
            "interval": _("Random variation (model)"),
            "interval_code": _("Random variation (code)"),
            "class_low": _("Classes within random variation, from"),
            "class_high": _("Classes within random variation, to"),
        }
    return told | {
        "judgement": _("Judgement of the comparison"),
        "unsure": _("Class unsure (more than two classes)"),
        "pattern": _("Among its neighbours"),
        "pattern_code": _("Among its neighbours (code)"),
        "p": _("p-value, adjusted"),
    }
