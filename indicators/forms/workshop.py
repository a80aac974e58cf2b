# SPDX-License-Identifier: EUPL-1.2
"""The editor of a recipe in the making: components, groups, classes, exclusions and texts, as one form."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from indicators.errors import RecipeGapsError
from indicators.forms.numberfield import NumberField, read_number, written_number
from indicators.forms.workshop_nodes import DomainForm, PartForm
from indicators.forms.workshop_problems import Told, place_of, told_of
from indicators.models import RecipeDraft
from indicators.rendering.recipe_drafts import Json, domains, leaves, measured_from, owned, unfrozen
from indicators.services.indexing_workshop.drafting import Change
from indicators.services.indexing_workshop.gaps import TEXTS, gaps_of
from indicators.stats.composite.limits import LARGEST
from indicators.stats.composite.rules import FEWEST_IN_REFERENCE
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import told
from sozialplanung.web.messages import sentence_for

_MODES: Final = (
    ("quantiles", _("classes of equally many areas")),
    ("cuts", _("cuts at fixed values of the index")),
    ("none", _("no classes: the map shows fifths of the ranks")),
)
_RULES: Final = (
    ("type_9", _("by quantiles (type 9)")),
    ("type_7", _("by quantiles (type 7)")),
    ("rank", _("by rank, 1 for the most need, rounded up")),
    ("rank_up", _("by rank, 1 for the most need, in between to more need")),
)
_MEANS: Final = (("more_need", _("much need")), ("less_need", _("little need")))
_TIES: Final = (
    ("min", _("the lowest rank")),
    ("average", _("the average rank")),
    ("max", _("the highest rank")),
    ("dense", _("ranks without gaps")),
)
# What stands in the section of what readers see; the rest rules how the index is made.
READERS: Final = frozenset({"name", "valid_from", *(f"text_{name}" for name in TEXTS)})


def _text(label: Any, *, longest: int, rows: int = 0, help_text: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy texts
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget, help_text=help_text)


class RecipeForm(forms.Form):
    """What concerns the index as a whole."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = forms.CharField(label=_("Name of the recipe"), max_length=200)
    class_mode = forms.ChoiceField(label=_("Classes"), choices=_MODES)
    quantile_count = forms.IntegerField(label=_("How many"), min_value=2, max_value=100, required=False)
    quantile_rule = forms.ChoiceField(label=_("By which rule"), choices=_RULES, required=False)
    cuts = _text(_("Cuts, from the lowest"), longest=200, help_text=_("With a semicolon between them: -1; 0; 1"))
    labels = _text(
        _("Names of the classes, one a line"),
        longest=2000,
        rows=5,
        help_text=_("From the first class on; left empty they are numbered."),
    )
    higher_means = forms.ChoiceField(label=_("A high index means"), choices=_MEANS)
    ties = forms.ChoiceField(label=_("Equal values get"), choices=_TIES)
    frozen_at = forms.ChoiceField(
        label=_("Means and spreads"),
        required=False,
        help_text=_(
            "Frozen at a base period, an index tells how an area changes and not only where it stands. It then needs "
            "z-scores or other scales without ranks, given weights, and cuts at fixed values. They are measured from "
            "released figures and stand in the method sheet."
        ),
    )
    minimum_inhabitants = NumberField(
        label=_("Fewest inhabitants of a rated area"), required=False, min_value=1, help_text=_("Empty: no minimum.")
    )
    inhabitants = forms.ChoiceField(label=_("Indicator that counts the inhabitants"), required=False)
    exclusions = _text(
        _("Areas that are not rated, one a line"),
        longest=8000,
        rows=3,
        help_text=_("Key, colon, reason. For instance: 0101: harbour without flats"),
    )
    reference_keys = _text(
        _("Reference set: areas that means and spreads are measured from"),
        longest=8000,
        rows=2,
        help_text=_("Keys with blanks or commas between them. Empty: all rated areas."),
    )
    reference_minimum = NumberField(
        label=_("Or reference set: areas with at least so many inhabitants"), required=False, min_value=1
    )
    valid_from = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Periods that begin on that day or later are computed by this recipe."),
    )
    text_name = _text(_("Name of the index"), longest=200)
    text_short_name = _text(_("Short name"), longest=60)
    text_subtitle = _text(_("What exactly is shown, in one line"), longest=300)
    text_topic = forms.ChoiceField(label=_("Topic"), required=False)
    text_source = forms.ChoiceField(label=_("Source"), required=False)
    text_what_it_shows = _text(_("What does it show?"), longest=4000, rows=3)
    text_how_to_read = _text(_("How do I read it?"), longest=4000, rows=3)
    text_limits = _text(_("Where are its limits?"), longest=4000, rows=3)

    # The areas that can be left out; empty where they are not known.
    keys: frozenset[str] = frozenset()

    def offer(self, name: str, choices: Sequence[tuple[str, str]], *, empty: Any = None) -> None:  # noqa: ANN401 - lazy text
        """Offer what the organisation has."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", empty or _("– please choose –")), *choices]

    def clean(self) -> Json:
        """Read classes and exclusions."""
        said = super().clean() or {}
        if said.get("class_mode") == "quantiles" and "quantile_count" in said and not said["quantile_count"]:
            self.add_error("quantile_count", _("Name how many classes."))
        if said.get("class_mode") == "cuts" and "cuts" in said and not self._cuts(said["cuts"]):
            self.add_error("cuts", _("Write numbers that rise, with a semicolon between them."))
        if (said.get("minimum_inhabitants") or said.get("reference_minimum")) and not said.get("inhabitants"):
            self.add_error("inhabitants", _("Choose what counts the inhabitants."))
        said["excluded"] = self._excluded(said.get("exclusions", ""))
        said["reference_set"] = self._reference_set(said)
        return said

    def _cuts(self, text: str) -> list[float]:
        try:
            found = [read_number(each) for each in text.split(";") if each.strip()]
        except forms.ValidationError:
            return []
        is_rising = all(low < high for low, high in pairwise(found))
        return found if is_rising and all(abs(each) <= LARGEST for each in found) else []

    @property
    def is_wrong_for_readers(self) -> bool:
        """Whether something is wrong in the section of what readers see, which is open then."""
        return any(name in self.errors for name in self.fields if name in READERS)

    @property
    def is_wrong_in_rules(self) -> bool:
        """Whether something is wrong in the section of classes, exclusions and ties."""
        return any(name in self.errors for name in self.fields if name not in READERS)

    def _excluded(self, text: str) -> list[Json]:
        found = []
        for line in filter(None, map(str.strip, text.splitlines())):
            key, _colon, reason = (part.strip() for part in line.partition(":"))
            if not key or not reason:
                self.add_error("exclusions", _("Every line needs a key, a colon and a reason."))
                return []
            if self.keys and key not in self.keys:
                self.add_error("exclusions", _("There is no area “%(key)s” at this level.") % {"key": key})
                return []
            found.append({"key": key, "reason": reason})
        return found

    def _reference_set(self, said: Json) -> Json | None:
        keys, fewest = said.get("reference_keys", "").replace(",", " ").split(), said.get("reference_minimum")
        if not keys and not fewest:
            return None
        if keys and fewest:
            self.add_error("reference_minimum", _("Name areas, or a number of inhabitants, not both."))
        elif said.get("frozen_at"):
            self.add_error("frozen_at", _("Frozen scales need no reference set: take one of the two out."))
        elif unknown := [key for key in keys if self.keys and key not in self.keys]:
            self.add_error("reference_keys", _("There is no area “%(key)s” at this level.") % {"key": unknown[0]})
        elif keys and len(set(keys)) < FEWEST_IN_REFERENCE:
            self.add_error("reference_keys", _("One area has no spread: name at least two."))
        elif left_out := [each["key"] for each in said["excluded"] if each["key"] in keys]:
            self.add_error("reference_keys", _("The area “%(key)s” is not rated.") % {"key": left_out[0]})
        return {"keys": list(dict.fromkeys(keys)), "minimum_inhabitants": fewest}

    def changed_content(self, content: Json) -> Json:
        """Return a content with the rules of the index as a whole; its tree stays."""
        said, made = self.cleaned_data, copy.deepcopy(content)
        made |= {"higher_means": said["higher_means"], "ties": said["ties"], "excluded": said["excluded"]}
        made |= {"minimum_inhabitants": said["minimum_inhabitants"], "inhabitants": said["inhabitants"]}
        made = unfrozen(made) | ({"frozen_at": said["frozen_at"]} if said["frozen_at"] else {})
        made = measured_from(made, said["reference_set"])
        made["quantiles"], made["cuts"] = None, []
        if said["class_mode"] == "quantiles":
            made["quantiles"] = {"count": said["quantile_count"], "rule": said["quantile_rule"] or "type_9"}
        elif said["class_mode"] == "cuts":
            made["cuts"] = _with_sides(self._cuts(said["cuts"]), content["cuts"])
        count = _class_count(made)
        made["classes"] = _named(said["labels"], content["classes"], count)
        return made


def _with_sides(cuts: Sequence[float], before: Sequence[Json]) -> list[Json]:
    """Keep on which side an index exactly at a cut goes; a new cut belongs to the class above it."""
    sides = {each["at"]: each["equal_goes"] for each in before}
    return [{"at": at, "equal_goes": sides.get(at, "upper")} for at in cuts]


def _class_count(content: Json) -> int:
    if content["quantiles"]:
        return int(content["quantiles"]["count"])
    return len(content["cuts"]) + 1 if content["cuts"] else 0


def _named(text: str, before: Sequence[Json], count: int) -> list[Json]:
    """Name classes; one whose name stays keeps the code and the official name that it was copied with."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:count]
    known = {str(_(each["label"])): each for each in before} if len(before) == count else {}
    made = []
    for number in range(1, count + 1):
        label = lines[number - 1] if number <= len(lines) else str(number)
        made.append(known.get(label, {"code": str(number), "official": label, "label": label}))
    return made


def recipe_initial(draft: RecipeDraft) -> Json:
    """Return what the form begins with."""
    content = draft.content
    quantiles, chosen = content["quantiles"] or {}, content.get("reference_set") or {}
    mode = "quantiles" if quantiles else "cuts" if content["cuts"] else "none"
    return {
        "revision": draft.revision,
        "name": draft.name,
        "class_mode": mode,
        "quantile_count": quantiles.get("count"),
        "quantile_rule": quantiles.get("rule", "type_9"),
        "cuts": "; ".join(written_number(cut["at"]) for cut in content["cuts"]),
        "labels": "\n".join(str(_(each["label"])) for each in content["classes"]),
        "higher_means": content["higher_means"],
        "ties": content["ties"],
        "frozen_at": content.get("frozen_at", ""),
        "minimum_inhabitants": content["minimum_inhabitants"],
        "inhabitants": content["inhabitants"],
        "reference_keys": " ".join(chosen.get("keys", ())),
        "reference_minimum": chosen.get("minimum_inhabitants"),
        "exclusions": "\n".join(f"{each['key']}: {each['reason']}" for each in content["excluded"]),
        "valid_from": draft.valid_from,
        **{f"text_{name}": draft.texts.get(name, "") for name in TEXTS},
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the editor: a component or a group, how deep it lies, and its form."""

    kind: str
    number: int
    depth: int
    node: Json
    form: PartForm | DomainForm


class Editor:
    """All forms of a recipe in the making; without what was sent they show what is stored."""

    def __init__(self, draft: RecipeDraft, sent: QueryDict | None = None) -> None:
        """Make a form for each node."""
        self.draft, self.sent = draft, sent
        # What the forms said while all of them were right, also after a service refused it.
        self.made: Json | None = None
        self._places: dict[str, str] = {}
        self.recipe = RecipeForm(sent, initial=recipe_initial(draft))
        self.parts = [PartForm(sent, node=node, prefix=f"p{at}") for at, node in enumerate(leaves(draft.content))]
        self.domains = [DomainForm(sent, node=node, prefix=f"d{at}") for at, node in enumerate(domains(draft.content))]

    @property
    def forms(self) -> list[forms.Form]:
        """All forms, the index as a whole first."""
        return [self.recipe, *self.domains, *self.parts]

    def is_valid(self) -> bool:
        """Say whether every form holds what it may hold; all of them are looked at."""
        found = [form.is_valid() for form in self.forms]
        return all(found)

    @property
    def errors(self) -> bool:
        """Whether anything was sent that cannot be kept."""
        return self.sent is not None and any(form.errors for form in self.forms)

    def content(self) -> Json:
        """Return the recipe as the forms say it."""
        made = self.recipe.changed_content(self.draft.content)
        made["index"] = self._changed(made["index"], iter(self.domains), iter(self.parts))
        self.made = owned(made, self.draft.origin)
        return self.made

    def _changed(self, node: Json, groups: Iterator[DomainForm], parts: Iterator[PartForm]) -> Json:
        if node["kind"] == "part":
            return next(parts).changed_node()
        made = next(groups).changed_node()
        made["parts"] = [self._changed(part, groups, parts) for part in node["parts"]]
        return made

    def change(self) -> Change:
        """Return what a draft becomes."""
        said = self.recipe.cleaned_data
        texts = {name: said[f"text_{name}"].strip() for name in TEXTS}
        return Change(said["name"], self.content(), texts, said["valid_from"])

    def tell(self, error: DomainError, *, is_adding: bool = False) -> None:
        """Write into the fields what a service refused, everything at once, so that nothing typed is lost."""
        gaps = error.gaps if isinstance(error, RecipeGapsError) else (error,)
        for gap in gaps:
            self._tell(gap, place_of(gap, is_adding=is_adding))

    def tell_gaps(self) -> None:
        """Tell what is missing where something else is wrong already, so that nobody learns it in instalments."""
        said, typed = self.recipe.cleaned_data, copy.copy(self.draft)
        typed.texts = {name: said.get(f"text_{name}", "") for name in TEXTS}
        typed.valid_from = said.get("valid_from")
        for gap in gaps_of(draft=typed):
            place = place_of(gap, is_adding=False)
            if place not in self.recipe.errors:
                self._tell(gap, place)

    def _tell(self, gap: DomainError, place: str) -> None:
        text = " ".join(filter(None, sentence_for(gap.to_problem())))
        slugs = [part.node["indicator"] for part in self.parts]
        if gap.code == "workshop.reason_missing" and gap.params["indicator"] in slugs:
            self.parts[slugs.index(gap.params["indicator"])].add_error("justification", text)
        elif place in self.recipe.fields:
            self.recipe.add_error(place, text)
        else:
            told(self.recipe, gap)
            self._places[text] = place

    def problems(self, names: Mapping[str, str]) -> list[Told]:
        """Return everything that is wrong, in the order of the page: components first."""
        found = list(told_of(self.recipe, places=self._places))
        whole = [each for each in found if not each.label]
        for row in self.rows():
            slug: str = row.node["indicator"] if row.kind == "part" else row.node["slug"]
            label = f"{names.get(slug, slug)}, " if row.kind == "part" or row.depth else ""
            whole += told_of(row.form, label)
        return [*whole, *(each for each in found if each.label)]

    def rows(self) -> list[Row]:
        """Return the lines of the editor from top to bottom."""
        return list(
            self._rows(self.draft.content["index"], 0, iter(enumerate(self.domains)), iter(enumerate(self.parts)))
        )

    def _rows(
        self,
        node: Json,
        depth: int,
        groups: Iterator[tuple[int, DomainForm]],
        parts: Iterator[tuple[int, PartForm]],
    ) -> Iterator[Row]:
        if node["kind"] == "part":
            number, part = next(parts)
            yield Row("part", number, depth, node, part)
            return
        number, group = next(groups)
        yield Row("domain", number, depth, node, group)
        for each in node["parts"]:
            yield from self._rows(each, depth + 1, groups, parts)
