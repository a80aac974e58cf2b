# SPDX-License-Identifier: EUPL-1.2
"""Panels that show what planners wrote or brought along: text, pictures, measures; and what stands beside figures."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.rendering import composition
from reports.rendering.composition import DONE, DROPPED, OPEN, Panel
from reports.rendering.document import Block, Interpretation, Listing, Paragraph, Photograph
from reports.services.panels.content import PanelContent, Setting

KINDS: Final[dict[str, str | Promise]] = {
    composition.READING: gettext_lazy("Reading"),
    composition.NEED: gettext_lazy("Need"),
    composition.RECOMMENDATION: gettext_lazy("Recommendation"),
}
OUTCOMES: Final[dict[str, str | Promise]] = {
    OPEN: gettext_lazy("open"),
    DONE: gettext_lazy("done"),
    DROPPED: gettext_lazy("dropped"),
}
_DASH: Final = "- "


def text_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return a text as paragraphs and lists."""
    del setting
    blocks = tuple(text_blocks(panel.text))
    return PanelContent(blocks) if blocks else PanelContent(problem=_("There is no text yet."))


def picture_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return a picture that was brought along, with the words that stand for it and who made it."""
    facts = setting.pictures.get(panel.picture)
    if facts is None:
        return PanelContent(problem=_("There is no picture yet."))
    shown = Photograph(
        name=f"{setting.name}foto",
        kind="png" if facts.kind == "png" else "jpeg",
        content=b"",
        width=facts.width,
        height=facts.height,
        alternative=panel.alternative,
        credit=panel.credit,
        caption=panel.caption,
        digest=facts.digest,
    )
    return PanelContent((shown,))


def measure_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return what is to be done: by whom, until when, and how far it is."""
    del setting
    if not panel.title.strip():
        return PanelContent(problem=_("The measure has no name yet."))
    facts = (
        (_("Responsible"), panel.responsible),
        (_("Until"), panel.until),
        (_("State"), outcome_words(panel.status)),
    )
    items = tuple(f"{label}: {words}" for label, words in facts if words)
    blocks: list[Block] = [Paragraph(panel.title, is_lead=True), *text_blocks(panel.text)]
    return PanelContent((*blocks, *((Listing(items),) if items else ())))


def interpretations(panel: Panel) -> tuple[Interpretation, ...]:
    """Return what planners say beside a figure, in the order of the three kinds; what was recommended before first."""
    order = composition.INTERPRETATIONS
    told = sorted(
        (each for each in panel.interpretations if each.text.strip()),
        key=lambda each: (order.index(each.kind), not each.edition),
    )
    return tuple(
        Interpretation(
            kind=each.kind,  # type: ignore[arg-type]  # read strictly
            title=_title(each),
            paragraphs=tuple(_paragraphs(each.text)),
            outcome=": ".join(filter(None, (outcome_words(each.outcome), each.why))),
        )
        for each in told
    )


def _title(told: composition.Interpretation) -> str:
    if told.edition:
        return _("Recommendation of edition %(number)s") % {"number": told.edition}
    return str(KINDS[told.kind])


def outcome_words(outcome: str) -> str:
    """Name how far something is."""
    return str(OUTCOMES.get(outcome, ""))


def text_blocks(text: str) -> Iterable[Block]:
    """Return a text as it is typed: blank lines part paragraphs, lines that begin with a dash are a list."""
    for paragraph in _paragraphs(text):
        lines = paragraph.splitlines()
        if all(line.startswith(_DASH) for line in lines):
            yield Listing(tuple(line.removeprefix(_DASH).strip() for line in lines))
        else:
            yield Paragraph(" ".join(line.strip() for line in lines))


def _paragraphs(text: str) -> Iterable[str]:
    lines: list[str] = []
    for line in (*text.splitlines(), ""):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            yield "\n".join(lines)
            lines = []
