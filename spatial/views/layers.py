# SPDX-License-Identifier: EUPL-1.2
"""The layers of a draft: which level each one is, and what its columns mean."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError, Problem
from sozialplanung.web.desks import told
from sozialplanung.web.messages import sentence_for
from spatial.forms.changesets import NEW, LayerChoices, LayerForm
from spatial.models import Changeset, ChangesetLayer
from spatial.selectors.changesets import layers_of, levels_with_versions
from spatial.services.changesets import drafting
from spatial.services.changesets.answers import LayerAnswers, answers_of
from spatial.services.changesets.planning import slug_of
from spatial.views.access import Desk, at_desk, frame, page


@require_safe
@at_desk
def layers_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """List the layers that were found, with what was said of each."""
    changeset = desk.changeset(uuid)
    layers = list(layers_of(changeset))
    if len(layers) == 1 and changeset.is_open and desk.can_import and not layers[0].is_answered:
        return redirect(desk.url("changeset_layer", uuid, layers[0].number))
    names = {level.level.slug: level.level.name for level in levels_with_versions(desk.organisation)}
    rows = [_row(layer, names) for layer in layers]
    return page(request, desk, "layers", frame(desk, changeset, _("Levels and columns")) | {"rows": rows})


def _row(layer: ChangesetLayer, names: dict[str, str]) -> dict[str, Any]:
    said = answers_of(layer.answers)
    return {
        "layer": layer,
        "level": said.level_name or names.get(said.level, ""),
        "said": said,
        "problem": _problem(layer),
    }


def _problem(layer: ChangesetLayer) -> str:
    stored = layer.sketch.get("problem")
    if not stored:
        return ""
    problem = Problem(stored["code"], stored["code"], "", "", 400, stored.get("params", {}))
    return " ".join(part for part in sentence_for(problem) if part)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def layer_page(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Say what one layer means."""
    changeset = desk.draft(uuid)
    layer = get_object_or_404(layers_of(changeset), number=number)
    form = LayerForm(posted(request), offered=_offered(desk, changeset, layer), initial=_initial(layer))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            drafting.save_layer(
                layer=layer,
                answers=_answers(layer, said),
                is_taken=said["is_taken"],
                by=desk.person,
                revision=said["revision"],
            )
        except DomainError as error:
            told(form, error)
        else:
            return redirect(_onwards(desk, changeset))
    context = {"layer": layer, "columns": layer.sketch.get("columns", ()), "problem": _problem(layer)}
    return page(request, desk, "layer", frame(desk, changeset, str(layer)) | context, form=form)


def _onwards(desk: Desk, changeset: Changeset) -> str:
    """Return the next layer that nobody spoke of, else the list of tasks."""
    open_layer = layers_of(changeset).filter(is_taken=True, is_answered=False).first()
    if open_layer is not None:
        return desk.url("changeset_layer", changeset.uuid, open_layer.number)
    return desk.url("changeset", changeset.uuid)


def _offered(desk: Desk, changeset: Changeset, layer: ChangesetLayer) -> LayerChoices:
    sketch = layer.sketch
    columns = [(one["name"], f"{one['name']} ({', '.join(one['examples'][:3])})") for one in sketch.get("columns", ())]
    known = [(one.level.slug, one.level.name) for one in levels_with_versions(desk.organisation)]
    others = [answers_of(other.answers) for other in layers_of(changeset) if other.pk != layer.pk]
    coming = [(said.level, said.level_name) for said in others if said.is_new_level]
    parents = [*known, *coming] if known else [("", _("directly below the whole area")), *coming]
    fitting = sketch.get("fitting", ())
    is_asked = bool(fitting) or not sketch.get("crs")
    return LayerChoices(columns, known, parents, fitting if is_asked else None, bool(sketch.get("crs")))


def _initial(layer: ChangesetLayer) -> dict[str, Any]:
    said = answers_of(layer.answers)
    return {
        **said.to_json(),
        "level": NEW if said.is_new_level else said.level,
        "is_taken": "1" if layer.is_taken else "0",
        "revision": layer.changeset.revision,
    }


def _answers(layer: ChangesetLayer, said: dict[str, Any]) -> LayerAnswers:
    before = answers_of(layer.answers)
    is_new = said["level"] == NEW
    return LayerAnswers(
        key=said["key"],
        name=said["name"],
        crs=said.get("crs") or "",
        level=slug_of(said["level_name"]) if is_new else said["level"],
        level_name=said["level_name"] if is_new else "",
        level_plural=said["level_plural"] if is_new else "",
        level_parent=said["level_parent"] if is_new else "",
        parents=said["parents"] or "ground",
        parent_column=said["parent_column"] if said["parents"] == "column" else "",
        left_out=before.left_out if before.key == said["key"] else (),
        repairs=before.repairs if before.key == said["key"] else (),
    )
