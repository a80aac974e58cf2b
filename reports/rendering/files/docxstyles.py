# SPDX-License-Identifier: EUPL-1.2
"""The styles of a DOCX: native headings, captions, tables, and the blocks of ours, in the publisher's colour."""

from collections.abc import Mapping
from typing import Final

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.rendering.files.colours import ALARM, INK, QUIET, RULE, TINT
from reports.rendering.files.docxmarkup import NAMESPACES, TABLE_STYLE

FONT: Final = "Fira Sans"
_FALLBACK: Final = "Calibri"
_KEPT: Final = {"TableNormal", "NoList", "DefaultParagraphFont", "ListBullet", "ListNumber"}
_BAR: Final = '<w:pBdr><w:left w:val="single" w:sz="{size}" w:space="8" w:color="{colour}"/></w:pBdr>'


def put_styles(made: WordDocument, colour: str, locale: str) -> None:
    """Give a document our styles in place of those of its template."""
    root = made.styles.element
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT:
            root.remove(style)
    defaults = root.find(qn("w:docDefaults"))
    root.replace(defaults, parse_xml(_defaults(locale)))
    for name, body in _styles(colour.removeprefix("#")).items():
        root.append(parse_xml(body.replace("<w:style ", f"<w:style {NAMESPACES} ", 1).replace("NAME", name)))


def font_table() -> bytes:
    """Return the table of fonts: what stands in where ours is not installed."""
    return (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><w:fonts {NAMESPACES}>"
        f'<w:font w:name="{FONT}"><w:altName w:val="{_FALLBACK}"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
        "</w:font></w:fonts>"
    ).encode()


def _defaults(locale: str) -> str:
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
    return (
        f'<w:docDefaults {NAMESPACES}><w:rPrDefault><w:rPr>{fonts}<w:color w:val="{INK[1:]}"/>'
        f'<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )


def _styles(colour: str) -> Mapping[str, str]:
    heads = {
        f"Heading{level}": _paragraph(
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}" w:line="252" '
            f'w:lineRule="auto"/><w:outlineLvl w:val="{level - 1}"/>',
            f'<w:b/><w:color w:val="{colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
            following="Normal",
        )
        for level, before, after, size in ((1, 240, 80, 52), (2, 400, 120, 32), (3, 280, 80, 25), (4, 220, 60, 21))
    }
    contents = {
        f"TOC{level}": _paragraph(
            f"toc {level}",
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9411"/></w:tabs><w:spacing w:after="40"/>'
            f'<w:ind w:left="{(level - 1) * 240}"/>',
            "",
        )
        for level in (1, 2, 3)
    }
    return {"Normal": _normal(), **heads, **contents, **_around(colour), **_blocks(colour), **_characters(colour)}


def _around(colour: str) -> Mapping[str, str]:
    small = f'<w:color w:val="{QUIET[1:]}"/><w:sz w:val="16"/><w:szCs w:val="16"/>'
    tab = '<w:tabs><w:tab w:val="right" w:pos="9411"/></w:tabs>'
    line = '<w:pBdr><w:{side} w:val="single" w:sz="6" w:space="6" w:color="{colour}"/></w:pBdr>'
    return {
        "TOCHeading": _paragraph(
            "TOC Heading",
            '<w:keepNext/><w:spacing w:before="320" w:after="100"/>',
            f'<w:b/><w:color w:val="{colour}"/><w:sz w:val="26"/>',
        ),
        "Subtitle": _paragraph(
            "Subtitle", '<w:spacing w:after="200"/>', f'<w:color w:val="{QUIET[1:]}"/><w:sz w:val="26"/>'
        ),
        "Publisher": _paragraph(
            "Publisher",
            line.format(side="bottom", colour=colour) + '<w:spacing w:after="360"/>',
            f'<w:b/><w:color w:val="{colour}"/><w:sz w:val="22"/>',
        ),
        "Header": _paragraph("header", tab + '<w:spacing w:after="0"/>', small),
        "Footer": _paragraph(
            "footer", line.format(side="top", colour=RULE[1:]) + tab + '<w:spacing w:after="0"/>', small
        ),
    }


def _blocks(colour: str) -> Mapping[str, str]:
    quiet = f'<w:color w:val="{QUIET[1:]}"/><w:sz w:val="17"/><w:szCs w:val="17"/>'
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT[1:]}"/>'
    near = '<w:spacing w:before="0" w:after="0"/><w:ind w:left="200" w:right="120"/>'
    cell = '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
    return {
        "Lead": _paragraph(
            "Lead",
            '<w:spacing w:after="160"/>',
            f'<w:b/><w:color w:val="{colour}"/><w:sz w:val="24"/><w:szCs w:val="24"/>',
        ),
        "BlockTitle": _paragraph(
            "Block Title", '<w:keepNext/><w:spacing w:before="240" w:after="40"/>', '<w:b/><w:sz w:val="21"/>'
        ),
        "Says": _paragraph("Says", '<w:keepNext/><w:spacing w:after="80"/>', ""),
        "Picture": _paragraph(
            "Picture", '<w:keepNext/><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>', ""
        ),
        "Caption": _paragraph("caption", '<w:keepLines/><w:spacing w:before="60" w:after="80"/>', quiet),
        "TableCaption": _paragraph(
            "Table Caption",
            '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="60"/>',
            "<w:b/>" + quiet,
            base="Caption",
        ),
        "Note": _paragraph("Note", '<w:spacing w:before="40" w:after="60"/>', quiet),
        "Remark": _paragraph(
            "Remark",
            _BAR.format(size=12, colour=RULE[1:]) + '<w:spacing w:before="100" w:after="120"/><w:ind w:left="200"/>',
            quiet,
        ),
        "Warning": _paragraph(
            "Warning",
            _BAR.format(size=24, colour=ALARM[1:]) + '<w:spacing w:before="100" w:after="120"/><w:ind w:left="200"/>',
            f'<w:color w:val="{ALARM[1:]}"/><w:sz w:val="19"/>',
        ),
        "InterpretationTitle": _paragraph(
            "Interpretation Title",
            "<w:keepNext/>" + _BAR.format(size=24, colour=colour) + shade + near,
            f'<w:b/><w:color w:val="{colour}"/>',
        ),
        "Interpretation": _paragraph("Interpretation", _BAR.format(size=24, colour=colour) + shade + near, ""),
        "Term": _paragraph("Term", '<w:keepNext/><w:spacing w:before="80" w:after="0"/>', "<w:b/>"),
        "Meaning": _paragraph("Meaning", '<w:ind w:left="240"/>', ""),
        "TableText": _paragraph("Table Text", cell, '<w:sz w:val="18"/><w:szCs w:val="18"/>'),
        "TableHead": _paragraph(
            "Table Head", "<w:keepNext/>" + cell, '<w:b/><w:color w:val="FFFFFF"/>', base="TableText"
        ),
        "TableRowHead": _paragraph("Table Row Head", cell, "<w:b/>", base="TableText"),
        TABLE_STYLE: _table(colour),
    }


def _characters(colour: str) -> Mapping[str, str]:
    made = (
        '<w:style w:type="character" {custom} w:styleId="NAME"><w:name w:val="{name}"/><w:rPr>{looks}</w:rPr></w:style>'
    )
    return {
        "Hyperlink": made.format(
            custom="", name="Hyperlink", looks=f'<w:color w:val="{colour}"/><w:u w:val="single"/>'
        ),
        "Withheld": made.format(
            custom='w:customStyle="1"', name="Withheld", looks=f'<w:i/><w:color w:val="{QUIET[1:]}"/>'
        ),
        "Strong": made.format(custom="", name="Strong", looks="<w:b/>"),
    }


def _normal() -> str:
    return '<w:style w:type="paragraph" w:default="1" w:styleId="NAME"><w:name w:val="Normal"/><w:qFormat/></w:style>'


def _paragraph(name: str, properties: str, looks: str, *, base: str = "Normal", following: str = "") -> str:
    own = "" if name.islower() or name in {"Subtitle", "TOC Heading"} else 'w:customStyle="1" '
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" {own}w:styleId="NAME"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/>{after}'
        f"<w:qFormat/><w:pPr>{properties}</w:pPr><w:rPr>{looks}</w:rPr></w:style>"
    )


def _table(colour: str) -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE[1:]}"'
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="NAME"><w:name w:val="Sozialplanung Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
        f"<w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="90" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{colour}"/></w:tcPr>'
        f'</w:tblStylePr><w:tblStylePr w:type="band2Horz"><w:tcPr><w:shd w:val="clear" w:color="auto" '
        f'w:fill="{TINT[1:]}"/></w:tcPr></w:tblStylePr></w:style>'
    )
