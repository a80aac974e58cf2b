# SPDX-License-Identifier: EUPL-1.2
"""The findings of a draft, on a drawing and as a list; rows and outlines to decide on; what became of the areas."""

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.common.numbers import format_number
from sozialplanung.web.desks import revision_of, told
from sozialplanung.web.query import QueryReader
from spatial.forms.changesets import ReasonForm, RowsForm
from spatial.geometry.succession import Fate
from spatial.models import Changeset, ChangesetFinding, ChangesetLayer
from spatial.selectors.changesets import Weights, drawings_of, findings_of, layers_of, succession_of, weights_of
from spatial.services.changesets import deciding, drafting
from spatial.services.changesets.answers import answers_of
from spatial.services.changesets.texts import fate_label, finding_sentence
from spatial.views.access import Desk, at_desk, frame, page

PAGE_SIZE: Final = 50
SUMS: Final = ("spatial.found_total", "spatial.found_subtotal")
KINDS: Final = ("error", "warning", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def findings_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the findings, or let the draft be checked."""
    if request.method == "POST":
        drafting.request_check(changeset=desk.draft(uuid), by=desk.person, revision=revision_of(request))
        return redirect(desk.url("changeset", uuid))
    changeset = desk.changeset(uuid)
    query = QueryReader(request.GET, allowed=("art", "seite"))
    weights = weights_of(changeset)
    kind = query.choice("art", KINDS) or _first_kind(weights)
    rows = Paginator(findings_of(changeset, severity=kind), PAGE_SIZE)
    shown = rows.get_page(query.integer("seite", minimum=1, maximum=100_000, default=1))
    context = frame(desk, changeset, _("Check")) | {
        "tabs": _tabs(weights, kind),
        "kind": kind,
        "is_checked": bool(changeset.summary),
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"art={kind}&",
        "findings": [(finding, *finding_sentence(finding)) for finding in shown],
        "drawings": drawings_of(changeset),
        "decidable": [layer for layer in layers_of(changeset) if _rows_of(layer) or _outlines_of(layer)],
    }
    return page(request, desk, "findings", context)


def _first_kind(weights: Weights) -> str:
    if weights.errors:
        return "error"
    return "warning" if weights.warnings else "note"


def _tabs(weights: Weights, kind: str) -> list[dict[str, object]]:
    labels = (
        ("error", _("Must be corrected"), weights.errors),
        ("warning", _("Need a reason"), weights.warnings),
        ("note", _("Notes"), weights.notes),
    )
    return [
        {"label": label, "url": f"?art={key}", "count": count, "is_current": key == kind}
        for key, label, count in labels
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def rows_page(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Decide which rows are no areas and which outlines are repaired."""
    changeset = desk.draft(uuid)
    layer = get_object_or_404(layers_of(changeset), number=number)
    form = RowsForm(
        posted(request), rows=_rows_of(layer), outlines=_outlines_of(layer), initial=_decided(layer, changeset)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            deciding.decide_rows(
                layer=layer,
                left_out=said.get("left_out", []),
                repairs=said.get("repairs", []),
                by=desk.person,
                revision=said["revision"],
            )
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("changeset", uuid))
    blocked = [one for one in layer.outcome.get("repairs", ()) if one["is_blocked"]]
    context = {"layer": layer, "blocked": blocked}
    return page(request, desk, "rows", frame(desk, changeset, _("Rows and outlines")) | context, form=form)


def _decided(layer: ChangesetLayer, changeset: Changeset) -> dict[str, Any]:
    said = answers_of(layer.answers)
    totals = [key for key, _label in _rows_of(layer)]
    return {
        "left_out": list(said.left_out) or totals,
        "repairs": list(said.repairs),
        "revision": changeset.revision,
    }


def _rows_of(layer: ChangesetLayer) -> list[tuple[str, str]]:
    """Return rows that seem to be no areas, and those that were left out already."""
    found = layer.findings.filter(code__in=SUMS).values_list("keys", flat=True)
    keys = dict.fromkeys([*answers_of(layer.answers).left_out, *(str(key) for keys in found for key in keys)])
    return [(key, key) for key in keys]


def _outlines_of(layer: ChangesetLayer) -> list[tuple[str, str]]:
    """Return outlines that can be repaired, each with what it would change."""
    rows = [one for one in layer.outcome.get("repairs", ()) if not one["is_blocked"]]
    return [
        (
            one["key"],
            _("%(key)s: area before %(before)s m², after %(after)s m², change %(change)s %%")
            % {
                "key": one["key"],
                "before": format_number(one["before_m2"], 0),
                "after": format_number(one["after_m2"], 0),
                "change": "–" if one["change"] is None else format_number(one["change"], 4),
            },
        )
        for one in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def reason_page(request: HttpRequest, desk: Desk, uuid: UUID, finding: int) -> HttpResponse:
    """Write why findings of a kind are right as they are."""
    changeset = desk.draft(uuid)
    warnings = changeset.findings.filter(severity=ChangesetFinding.Severity.WARNING)
    found = get_object_or_404(warnings, number=finding)
    form = ReasonForm(posted(request), initial={"reason": found.reason})
    if request.method == "POST" and form.is_valid():
        try:
            deciding.give_reason(finding=found, text=form.cleaned_data["reason"], by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(f"{desk.url('changeset_findings', uuid)}?art=warning")
    alike = warnings.filter(code=found.code, layer=found.layer)
    message, way_out = finding_sentence(found)
    context = {"finding": found, "message": message, "way_out": way_out, "count": alike.count()}
    return page(request, desk, "reason", frame(desk, changeset, _("Give a reason")) | context, form=form)


@require_safe
@at_desk
def succession_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """List what became of the areas of the version before."""
    changeset = desk.changeset(uuid)
    query = QueryReader(request.GET, allowed=("ebene", "art", "seite"))
    levels = succession_of(changeset)
    slugs = [level["slug"] for level in levels]
    chosen = query.choice("ebene", slugs) or next(iter(reversed(slugs)), "")
    level = next((one for one in levels if one["slug"] == chosen), None)
    kind = query.choice("art", [fate.value for fate in Fate])
    rows = [row for row in level["rows"] if kind in {None, row["fate"]}] if level else []
    pages = Paginator(rows, PAGE_SIZE)
    shown = pages.get_page(query.integer("seite", minimum=1, maximum=100_000, default=1))
    kept = f"ebene={chosen}&" + (f"art={kind}&" if kind else "")
    context = frame(desk, changeset, _("What became of the areas")) | {
        "level": level,
        "tabs": _level_tabs(levels, chosen),
        "kinds": _kind_choices(level, chosen, kind),
        "rows": [(row, fate_label(row["fate"])) for row in shown],
        "page": shown,
        "pages": list(pages.get_elided_page_range(shown.number)),
        "query": kept,
    }
    return page(request, desk, "succession", context)


def _level_tabs(levels: list[dict[str, Any]], chosen: str) -> list[dict[str, object]]:
    return [
        {
            "label": level["name_plural"],
            "url": f"?ebene={level['slug']}",
            "count": level["areas"],
            "is_current": level["slug"] == chosen,
        }
        for level in levels
    ]


def _kind_choices(level: dict[str, Any] | None, chosen: str, kind: str | None) -> list[dict[str, object]]:
    counts = level["counts"] if level else {}
    return [
        {
            "label": f"{fate_label(fate)}: {format_number(count, 0)}",
            "url": "" if fate == Fate.UNCHANGED else f"?ebene={chosen}&art={fate}",
            "is_current": fate == kind,
        }
        for fate, count in counts.items()
    ]
