# SPDX-License-Identifier: EUPL-1.2
"""One component, and one group of components, of a recipe in the making as forms change them."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.numberfield import NumberField, written_number
from indicators.rendering.recipe_drafts import Json
from indicators.stats.composite.limits import CONSTANTS, MOST_PULLED
from indicators.stats.composite.rules import SHORTEST_JUSTIFICATION

KEPT: Final = "kept"
_MOST_WEIGHT: Final = 1000
_LARGEST_DIVISOR: Final = 1e9

_MEASURES: Final = (("value", _("value")), ("change", _("published change")))
_DIRECTIONS: Final = (("1", _("more means more")), ("-1", _("more means less")))
_TRANSFORMS: Final = (
    ("none", _("none")),
    ("log", _("logarithm of value plus …")),
    ("winsorise", _("pull in so many extreme values at each end")),
    ("normal_scores", _("ranks as a normal distribution")),
    ("rank_exponential", _("ranks spread exponentially, constant …")),
)
_SCALES: Final = (
    ("z0", _("z-score, over all areas (n)")),
    ("z1", _("z-score, as a sample (n − 1)")),
    ("percentile", _("percentile rank from 0 to 1")),
    ("rank", _("rank")),
    ("borda", _("number of areas below (Borda)")),
    ("minmax", _("from 0 to 1 between the extremes")),
    ("target", _("distance to the target …")),
    ("none", _("as it is")),
)
_STANDING: Final[dict[str, Json]] = {
    "none": {"kind": "none"},
    "z0": {"kind": "z", "ddof": 0, "mean": 0.0, "sd": 1.0},
    "z1": {"kind": "z", "ddof": 1, "mean": 0.0, "sd": 1.0},
    "sd0": {"kind": "sd", "ddof": 0},
    "percentile": {"kind": "percentile", "ties": "average"},
    "rank": {"kind": "rank", "ties": "average"},
    "borda": {"kind": "borda", "ties": "min"},
    "minmax": {"kind": "minmax", "low": 0.0, "high": 1.0, "bounds": None},
}
_DOMAIN_SCALES: Final = (
    ("none", _("as it is")),
    ("z0", _("z-score, over all areas (n)")),
    ("z1", _("z-score, as a sample (n − 1)")),
    ("sd0", _("divided by its standard deviation (n)")),
    ("minmax", _("from 0 to 1 between the extremes")),
    ("percentile", _("percentile rank from 0 to 1")),
)
_COMBINES: Final = (
    ("mean", _("weighted mean")),
    ("sum", _("weighted sum")),
    ("geometric", _("geometric mean")),
    ("harmonic", _("harmonic mean")),
    ("mp_plus", _("Mazziotta-Pareto, imbalance raises it")),
    ("mp_minus", _("Mazziotta-Pareto, imbalance lowers it")),
    ("median", _("median")),
)
_WEIGHTINGS: Final = (
    ("given", _("given weights")),
    ("equal", _("all alike")),
    ("pca", _("first principal component")),
    ("factor", _("one factor")),
    ("entropy", _("entropy")),
)


def _weight() -> forms.TextInput:
    """Return the control of a weight, which a script ties to a slider."""
    return forms.TextInput(attrs={"data-weight": ""})


def _with_kept(choices: tuple[tuple[str, Any], ...], value: str) -> list[tuple[str, Any]]:
    """Offer what a copied recipe does and forms cannot say, as long as it does it."""
    return [*choices, *([(KEPT, _("as in the copied recipe"))] if value == KEPT else [])]


class _NodeForm(forms.Form):
    """What a component and a group share."""

    def _offer(self, name: str, choices: tuple[tuple[str, Any], ...]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = _with_kept(choices, str(self.initial.get(name, "")))


class PartForm(_NodeForm):
    """How one indicator enters the index."""

    weight = NumberField(label=_("Weight"), min_value=0, max_value=_MOST_WEIGHT, widget=_weight())
    direction = forms.ChoiceField(label=_("Direction"), choices=_DIRECTIONS)
    measure = forms.ChoiceField(label=_("What counts"), choices=_MEASURES, required=False)
    transform = forms.ChoiceField(label=_("Transform"))
    amount = NumberField(label=_("… with the number"), required=False)
    scale = forms.ChoiceField(label=_("Normalisation"))
    target = NumberField(label=_("… target"), required=False)
    justification = forms.CharField(
        label=_("Why it counts as a burden"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A demographic share tells who lives somewhere, not how they fare."),
    )

    def __init__(self, *args: Any, node: Json, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Begin with what the recipe says."""
        self.node, kwargs["initial"] = node, _part_initial(node)
        super().__init__(*args, **kwargs)
        self._offer("transform", _TRANSFORMS)
        self._offer("scale", _SCALES)

    def clean(self) -> Json:
        """Ask for what a choice needs beside it."""
        said = super().clean() or {}
        if said.get("scale") == "target" and "target" in said and said["target"] is None:
            self.add_error("target", _("Name the target in the indicator's unit."))
        if "amount" in said:
            self._check_amount(said.get("transform", ""), said["amount"])
        if self.node["is_demographic"] and len(said.get("justification", "").strip()) < SHORTEST_JUSTIFICATION:
            self.add_error("justification", _("Say why, in at least 20 characters."))
        return said

    def _check_amount(self, transform: str, amount: float | None) -> None:
        if transform == "winsorise" and not (amount and amount.is_integer() and 1 <= amount <= MOST_PULLED):
            told = {"most": written_number(MOST_PULLED)}
            self.add_error("amount", _("Name how many values: a whole number from 1 to %(most)s.") % told)
        low, high = CONSTANTS
        if transform == "rank_exponential" and amount is not None and not low <= amount <= high:
            told = {"low": written_number(low), "high": written_number(high)}
            self.add_error("amount", _("The constant lies between %(low)s and %(high)s; 23 is usual.") % told)

    def changed_node(self) -> Json:
        """Return the component as the form says it."""
        said = self.cleaned_data
        made = dict(self.node)
        made |= {"weight": said["weight"], "direction": int(said["direction"])}
        made |= {"measure": said["measure"] or self.node["measure"], "justification": said["justification"].strip()}
        if said["transform"] != KEPT:
            made["transforms"] = _transforms(said["transform"], said["amount"])
        if said["scale"] == "target":
            made["scale"] = {"kind": "target", "target": said["target"]}
        elif said["scale"] != KEPT:
            made["scale"] = dict(_STANDING[said["scale"]])
        return made


def _transforms(kind: str, amount: float | None) -> list[Json]:
    made: dict[str, list[Json]] = {
        "none": [],
        "log": [{"kind": "log", "offset": float(amount or 0.0)}],
        "winsorise": [{"kind": "winsorise", "low": int(amount or 0), "high": int(amount or 0)}],
        "normal_scores": [{"kind": "normal_scores", "ties": "average"}],
        "rank_exponential": [
            {
                "kind": "rank_exponential",
                "constant": float(amount or 23.0),
                "share": "first_is_one",
                "ties": "average",
                "is_ranked": False,
            }
        ],
    }
    return made[kind]


def _part_initial(node: Json) -> Json:
    transform, amount = _transform_initial(node["transforms"])
    scale = node["scale"]
    is_target = scale["kind"] == "target"
    return {
        "weight": node["weight"],
        "direction": str(node["direction"]),
        "measure": node["measure"],
        "transform": transform,
        "amount": amount,
        "scale": "target" if is_target else _standing(scale),
        "target": scale["target"] if is_target else None,
        "justification": node["justification"],
    }


def _transform_initial(steps: list[Json]) -> tuple[str, float | None]:
    if not steps:
        return "none", None
    kind = steps[0]["kind"]
    amount = {"log": "offset", "winsorise": "low", "rank_exponential": "constant"}.get(kind, "")
    said = steps[0].get(amount)
    return (kind, said) if _transforms(kind, said) == steps else (KEPT, None)


def _standing(scale: Json) -> str:
    return next((name for name, each in _STANDING.items() if each == scale), KEPT)


class DomainForm(_NodeForm):
    """How components are put together."""

    combine = forms.ChoiceField(label=_("Put together as"), choices=_COMBINES)
    divisor = NumberField(
        label=_("Divisor of a mean"),
        required=False,
        min_value=0.000001,
        max_value=_LARGEST_DIVISOR,
        help_text=_("Empty: the sum of the weights."),
    )
    weighting = forms.ChoiceField(label=_("Weights"))
    needed = NumberField(
        label=_("Missing data: share of components that an area needs, in %"),
        min_value=1,
        max_value=100,
        help_text=_("100: an area that lacks one is not rated."),
    )
    scale = forms.ChoiceField(label=_("Then"))
    weight = NumberField(label=_("Weight"), min_value=0, max_value=_MOST_WEIGHT, required=False, widget=_weight())

    def __init__(self, *args: Any, node: Json, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Begin with what the recipe says."""
        self.node, kwargs["initial"] = node, _domain_initial(node)
        super().__init__(*args, **kwargs)
        self._offer("weighting", _WEIGHTINGS)
        self._offer("scale", _DOMAIN_SCALES)

    def changed_node(self) -> Json:
        """Return the group as the form says it; its parts are put in by whoever asks."""
        said, made = self.cleaned_data, dict(self.node)
        made["combine"] = _combine(said["combine"], said["divisor"])
        made["needed"] = said["needed"] / 100.0
        if said["weight"] is not None:
            made["weight"] = said["weight"]
        if said["weighting"] != KEPT:
            made["weighting"] = said["weighting"]
        if said["scale"] != KEPT:
            made["scale"] = dict(_STANDING[said["scale"]])
        return made


def _combine(kind: str, divisor: float | None) -> Json:
    penalty = {"mp_plus": 1, "mp_minus": -1}.get(kind, 0)
    name = "mazziotta_pareto" if penalty else kind
    has_none = kind in {"sum", "median"}
    return {"kind": name, "divisor": None if has_none else divisor or "weights", "penalty": penalty}


def _domain_initial(node: Json) -> Json:
    combine = node["combine"]
    kind = combine["kind"]
    if kind == "mazziotta_pareto":
        kind = "mp_plus" if combine["penalty"] > 0 else "mp_minus"
    is_known = node["weighting"] in dict(_WEIGHTINGS)
    return {
        "combine": kind,
        "divisor": combine["divisor"] if isinstance(combine["divisor"], float) else None,
        "weighting": node["weighting"] if is_known else KEPT,
        "needed": round(100.0 * node["needed"], 6),
        "scale": _standing(node["scale"]) if _standing(node["scale"]) in dict(_DOMAIN_SCALES) else KEPT,
        "weight": node["weight"],
    }
