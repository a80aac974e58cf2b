# SPDX-License-Identifier: EUPL-1.2
"""The styles of an ODT: native headings, captions, tables, pages with head and foot, in the publisher's colour."""

from collections.abc import Iterator
from typing import Final

from reports.rendering.files.colours import ALARM, INK, QUIET, RULE, TINT
from reports.rendering.files.odtmarkup import HEAD, NAMESPACES, VERSION

_FONT: Final = "Fira Sans"
_PLAIN: Final = "Standard"


def styles_part(colour: str, locale: str, header: str, footer: str) -> str:
    """Return the part with the styles; `header` and `footer` are paragraphs of every page."""
    language, _, country = locale.partition("-")
    fonts = (
        f'<office:font-face-decls><style:font-face style:name="{_FONT}" svg:font-family="\'{_FONT}\', Calibri, '
        'Carlito, sans-serif" style:font-family-generic="swiss" style:font-pitch="variable"/></office:font-face-decls>'
    )
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties fo:line-height="130%" '
        'fo:margin-bottom="2mm" fo:orphans="2" fo:widows="2" style:tab-stop-distance="12mm"/><style:text-properties '
        f'style:font-name="{_FONT}" fo:font-size="10pt" fo:color="{INK}" fo:language="{language}" '
        f'fo:country="{country}" fo:hyphenate="false"/></style:default-style>'
        f'<style:style style:name="{_PLAIN}" style:family="paragraph" style:class="text"/>'
    )
    return (
        f"{HEAD}<office:document-styles {NAMESPACES} {VERSION}>{fonts}<office:styles>{default}"
        f"{''.join(_all(colour))}</office:styles>{_page()}<office:master-styles><style:master-page "
        f'style:name="Standard" style:page-layout-name="Page"><style:header>{header}</style:header><style:footer>'
        f"{footer}</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def automatic_styles(colour: str) -> Iterator[str]:
    """Return the styles of tables, their rows and cells; word processors look for them beside the text."""
    yield (
        '<style:style style:name="Tables" style:family="table"><style:table-properties style:width="166mm" '
        'table:align="left" table:border-model="collapsing" style:may-break-between-rows="true"/></style:style>'
        '<style:style style:name="Rows" style:family="table-row"><style:table-row-properties '
        'fo:keep-together="always"/></style:style>'
    )
    line = f'fo:border-bottom="0.5pt solid {RULE}" fo:padding="1mm"'
    for name, fill in (("HeadCell", colour), ("OddCell", TINT), ("PlainCell", "#ffffff")):
        yield (
            f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties '
            f'{line} fo:background-color="{fill}"/></style:style>'
        )


def _all(colour: str) -> Iterator[str]:
    yield from _headings(colour)
    yield from _around(colour)
    yield from _blocks(colour)
    yield from _tables()
    yield from _lists()
    strong = 'fo:font-weight="bold"'
    yield _text("Strong", strong)
    yield _text("Withheld", f'fo:font-style="italic" fo:color="{QUIET}"')
    yield _text("Internet_20_link", f'fo:color="{colour}" style:text-underline-style="solid"')
    yield (
        '<style:style style:name="Frames" style:family="graphic"><style:graphic-properties '
        'style:vertical-pos="top" style:vertical-rel="baseline" text:anchor-type="as-char"/></style:style>'
    )


def _headings(colour: str) -> Iterator[str]:
    sizes = ((1, 4, 1.5, 26), (2, 7, 2, 16), (3, 5, 1.5, 12.5), (4, 4, 1, 10.5))
    for level, above, below, size in sizes:
        near = (
            f'fo:keep-with-next="always" fo:margin-top="{above}mm" fo:margin-bottom="{below}mm" fo:line-height="115%"'
        )
        looks = f'fo:font-weight="bold" fo:font-size="{size}pt" fo:color="{colour}"'
        outline = f' style:default-outline-level="{level}" style:display-name="Heading {level}"'
        yield _style(f"Heading_20_{level}", near, looks, more=outline)
        if level > 1:
            yield _style(f"Heading_20_{level}_page", 'fo:break-before="page"', "", base=f"Heading_20_{level}")
    for level in range(1, 5):
        indent = max(level - 2, 0) * 5
        near = f'fo:margin-bottom="0.7mm" fo:margin-left="{indent}mm"'
        name = f' style:display-name="Contents {level}"'
        leader = ' style:leader-style="dotted" style:leader-text="."'
        yield _tabbed(_style(f"Contents_20_{level}", near, "", more=name), leader)
    yield _style(
        "Contents_20_Heading",
        'fo:keep-with-next="always" fo:margin-top="6mm" fo:margin-bottom="2mm"',
        f'fo:font-weight="bold" fo:font-size="13pt" fo:color="{colour}"',
        more=' style:display-name="Contents Heading"',
    )


def _around(colour: str) -> Iterator[str]:
    small = f'fo:font-size="8pt" fo:color="{QUIET}"'
    line = f'fo:border-top="0.75pt solid {RULE}" fo:padding-top="2mm"'
    yield _tabbed(_style("Header", 'fo:margin-bottom="0mm"', small))
    yield _tabbed(_style("Footer", f'fo:margin-bottom="0mm" {line}', small))
    yield _style("Subtitle", 'fo:margin-bottom="4mm"', f'fo:font-size="13pt" fo:color="{QUIET}"')
    yield _style(
        "Publisher",
        f'fo:border-bottom="0.75pt solid {colour}" fo:padding-bottom="2mm" fo:margin-bottom="7mm"',
        f'fo:font-weight="bold" fo:font-size="11pt" fo:color="{colour}"',
    )


def _blocks(colour: str) -> Iterator[str]:
    quiet = f'fo:font-size="8.5pt" fo:color="{QUIET}"'
    keep = 'fo:keep-with-next="always"'
    bar = 'fo:border-left="{width}pt solid {colour}" fo:padding-left="3mm"'
    block = f'{bar.format(width=3, colour=colour)} fo:background-color="{TINT}" fo:margin-bottom="0mm"'
    yield _style("Normal", "", "")
    yield _style("Lead", 'fo:margin-bottom="3mm"', f'fo:font-weight="bold" fo:font-size="12pt" fo:color="{colour}"')
    yield _style(
        "BlockTitle",
        f'{keep} fo:margin-top="4mm" fo:margin-bottom="0.7mm"',
        'fo:font-weight="bold" fo:font-size="10.5pt"',
    )
    yield _style("Says", keep, "")
    yield _style("Picture", f'{keep} fo:line-height="100%"', "")
    yield _style("Caption", 'fo:margin-bottom="2mm"', quiet)
    yield _style("TableCaption", f'{keep} fo:margin-top="4mm" fo:margin-bottom="1mm"', f'fo:font-weight="bold" {quiet}')
    yield _style("Note", 'fo:margin-top="0.7mm" fo:margin-bottom="1mm"', quiet)
    yield _style("Remark", bar.format(width=1.5, colour=RULE), quiet)
    yield _style("Warning", bar.format(width=3, colour=ALARM), f'fo:font-size="9.5pt" fo:color="{ALARM}"')
    yield _style("InterpretationTitle", f"{keep} {block}", f'fo:font-weight="bold" fo:color="{colour}"')
    yield _style("Interpretation", block, "")
    yield _style("Term", f'{keep} fo:margin-top="1.5mm" fo:margin-bottom="0mm"', 'fo:font-weight="bold"')
    yield _style("Meaning", 'fo:margin-left="4mm"', "")
    yield _style("ListItem", 'fo:margin-bottom="0.7mm"', "")


def _tables() -> Iterator[str]:
    near = 'fo:margin-top="0.4mm" fo:margin-bottom="0.4mm" fo:line-height="110%"'
    right = f'{near} fo:text-align="end"'
    small, bold, white = 'fo:font-size="9pt"', 'fo:font-weight="bold"', 'fo:color="#ffffff"'
    yield _style("TableText", near, small)
    yield _style("TableRight", right, small)
    yield _style("TableRowHead", near, f"{small} {bold}")
    yield _style("TableHead", f'{near} fo:keep-with-next="always"', f"{small} {bold} {white}")
    yield _style("TableHeadRight", f'{right} fo:keep-with-next="always"', f"{small} {bold} {white}")


def _lists() -> Iterator[str]:
    place = (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="6mm" '
        'fo:text-indent="-4mm" fo:margin-left="6mm"/></style:list-level-properties>'
    )
    yield (
        '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
        f"{place}</text:list-level-style-bullet></text:list-style>"
        '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" '
        f'style:num-suffix=".">{place}</text:list-level-style-number></text:list-style>'
    )


def _page() -> str:
    band = 'fo:min-height="6mm" fo:margin-{side}="5mm"'
    return (
        '<office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties '
        'fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="10mm" fo:margin-bottom="10mm" '
        'fo:margin-left="22mm" fo:margin-right="22mm"/><style:header-style><style:header-footer-properties '
        f"{band.format(side='bottom')}/></style:header-style><style:footer-style><style:header-footer-properties "
        f"{band.format(side='top')}/></style:footer-style></style:page-layout></office:automatic-styles>"
    )


def _style(name: str, near: str, looks: str, *, base: str = _PLAIN, more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{base}"{more}>'
        f"<style:paragraph-properties {near}></style:paragraph-properties><style:text-properties {looks}/>"
        "</style:style>"
    )


def _tabbed(style: str, leader: str = "") -> str:
    """Return a style of a paragraph with a stop at the right margin."""
    stop = f'<style:tab-stop style:position="166mm" style:type="right"{leader}/>'
    return style.replace(
        "</style:paragraph-properties>", f"<style:tab-stops>{stop}</style:tab-stops></style:paragraph-properties>"
    )


def _text(name: str, looks: str) -> str:
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties {looks}/></style:style>'
