# SPDX-License-Identifier: EUPL-1.2
"""The panel that shows a scenario: its change and access before and after, as its readers may see them."""

from dataclasses import replace
from urllib.parse import parse_qsl
from uuid import UUID

from django.utils.translation import gettext as _

from indicators.rendering.picture.sheet import PictureFacts, sheet_of
from indicators.selectors.profile_drawings import Drawing, drawing_of
from indicators.selectors.scenarios.answer import ScenarioAnswer, result_of
from indicators.selectors.scenarios.ground import ScenarioGround, ground_of
from indicators.selectors.scenarios.kept import shared_scenario
from indicators.views.scenarios import tables, words
from indicators.views.scenarios.maps import TALLEST, WIDTH, ScenarioMap, maps_of
from indicators.views.scenarios.pictures import scenario_drawn
from indicators.views.sourcelines import source_lines
from indicators.views.workbench.picture import svg_of
from reports.rendering.composition import SCENARIO_NAME, Panel
from reports.rendering.document import (
    Block,
    Cell,
    Column,
    Credit,
    Figure,
    FigureKey,
    Listing,
    Paragraph,
    Remark,
    Table,
)
from reports.services.panels.content import PanelContent, Setting

# Columns of the table of areas.
_BEFORE, _AFTER = 2, 3


def scenario_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return what a scenario changes for the readers of a document: sentence, changes, maps, tables, what is unsure."""
    row = shared_scenario(setting.organisation, _uuid(panel))
    if row is None:
        return PanelContent(problem=_("There is no such scenario that is shared with the house."))
    ground = ground_of(row)
    result = result_of(setting.organisation, ground, panel.indicators)
    if result.ways.missing:
        return PanelContent(problem=_("The ways of this scenario are not worked out yet: open it."))
    if result.answer is None:
        return PanelContent(problem=_("Of its persons no figure is published for these readers."))
    answer = result.answer
    drawing = drawing_of(setting.organisation, ground.version, WIDTH, TALLEST)
    head = Paragraph(f"{_('Scenario, no measurement.')} {words.summary(answer)}", is_lead=True)
    changes = Listing(tuple(each.words for each in tables.change_rows(ground)))
    shown: tuple[Block, ...] = (_area_table(setting, ground, answer),)
    if drawing is not None:
        maps = maps_of(ground, answer, drawing)
        shown = tuple(
            _figure(setting, (each, drawing), table)
            for each, table in zip(maps, _tables(setting, ground, answer), strict=True)
        )
    groups = _group_table(setting, ground, answer)
    blocks: tuple[Block, ...] = (
        head,
        *((changes,) if changes.items else ()),
        Paragraph(" ".join(filter(None, _terms(ground, answer)))),
        *shown,
        groups,
        *(Remark(line) for line in words.cautions(answer)),
    )
    # The maps and all sentences rest on the scenario's own group; when another one is taken back, they stay.
    own, pins = frozenset({answer.people.ref.id}), frozenset(people.ref.id for people, _change in answer.groups)
    apart = tuple((block, own) for block in blocks if block is not groups)
    return PanelContent(blocks, pins, _credits(ground, answer), row.name, apart=apart)


def _uuid(panel: Panel) -> UUID | None:
    try:
        return UUID(dict(parse_qsl(panel.query)).get(SCENARIO_NAME, ""))
    except ValueError:
        return None


def _terms(ground: ScenarioGround, answer: ScenarioAnswer) -> tuple[str, ...]:
    """Say what becomes of the mean, how one moves and how far, and from which change on something is told."""
    mean = words.mean_words(ground, answer.groups[0][1])
    return mean, words.way_words(ground), words.threshold_words(ground)


def _figure(setting: Setting, shown: tuple[ScenarioMap, Drawing], table: Table) -> Figure:
    each, drawing = shown
    drawn = scenario_drawn(each, drawing)
    bare = PictureFacts("", "", *drawn.size, drawn.keys, "", ())
    sheet, alone = sheet_of(bare), sheet_of(replace(bare, keys=()))
    marked = _("scenario, no measurement")
    says = f"{each.title} ({marked})"
    told = "; ".join(key.words for key in drawn.keys)
    return Figure(
        name=f"{setting.name}{each.name}",
        title=each.title,
        says=says,
        svg=str(svg_of(drawn, bare)),
        width=float(sheet.width),
        height=float(sheet.height),
        alternative=f"{says}. {told}.",
        table=table,
        source=table.source,
        keys=tuple(FigureKey(key.fill, key.words, key.dashes) for key in drawn.keys),
        legend_top=float(alone.height),
    )


def _tables(setting: Setting, ground: ScenarioGround, answer: ScenarioAnswer) -> tuple[Table, Table, Table]:
    """Return the table of each map: of the change with all that is told of an area, of one side with its figures."""
    whole = _area_table(setting, ground, answer)
    before, after = (
        replace(
            whole,
            name=f"{setting.name}{name}werte",
            caption=f"{whole.caption}: {whole.columns[column].head}",
            columns=(whole.columns[0], whole.columns[column]),
            rows=tuple((row[0], row[column]) for row in whole.rows),
        )
        for name, column in (("vorher", _BEFORE), ("nachher", _AFTER))
    )
    return whole, before, after


def _area_table(setting: Setting, ground: ScenarioGround, answer: ScenarioAnswer) -> Table:
    unit, marked = words.unit_words(ground), _("scenario, no measurement")
    rows = []
    for each in tables.area_rows(ground, answer):
        numbers = (each.persons, each.before, each.after, each.change)
        rows.append((Cell(each.name), *(Cell(text) for text in numbers), Cell(each.turn), Cell(each.note)))
    return Table(
        name=f"{setting.name}gebiete",
        caption=f"{unit} ({marked})",
        columns=(
            Column(ground.version.level_name),
            Column(words.people_words(answer.people), is_number=True),
            Column(_("before"), unit, is_number=True),
            Column(_("after"), unit, is_number=True),
            Column(_("Change"), unit, is_number=True),
            Column(_("Judgement")),
            Column(_("Remark")),
        ),
        rows=tuple(rows),
        source=_source(ground, answer),
    )


def _group_table(setting: Setting, ground: ScenarioGround, answer: ScenarioAnswer) -> Table:
    heads = (_("gain"), _("lose"), _("about the same"), _("not known"), _("Mean before"), _("Mean after"))
    return Table(
        name=f"{setting.name}gruppen",
        caption=_("Persons by what becomes of their area"),
        columns=(Column(_("Group")), *(Column(head, is_number=True) for head in heads)),
        rows=tuple(
            tuple(
                Cell(text)
                for text in (each.name, each.gaining, each.losing, each.same, each.unknown, each.before, each.after)
            )
            for each in tables.group_rows(ground, answer)
        ),
        source=_source(ground, answer),
    )


def _source(ground: ScenarioGround, answer: ScenarioAnswer) -> str:
    """Name the sources of persons, sites and streets, and their days."""
    version = ground.entry.version
    told = (
        f"{words.people_words(answer.people)}: {answer.people.definition.source.credit}",
        f"{ground.entry.layer.name}, {version.valid_from:%d.%m.%Y}: {version.attribution}",
        f"{ground.network.name}: {ground.network.attribution}",
    )
    # A credit may end with a full stop of its own.
    return f"{'; '.join(each.rstrip('. ') for each in told)}."


def _credits(ground: ScenarioGround, answer: ScenarioAnswer) -> tuple[Credit, ...]:
    lines = source_lines(people.definition for people, _change in answer.groups)
    version, network = ground.entry.version, ground.network
    return (
        *(Credit(f"{line.attribution} ({line.title})", line.licence, line.licence_url) for line in lines),
        Credit(f"{version.attribution} ({ground.entry.layer.name})", version.licence, ""),
        Credit(f"{network.attribution} ({network.name})", network.licence, ""),
    )
