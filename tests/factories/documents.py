# SPDX-License-Identifier: EUPL-1.2
"""Documents to write in every format: made figures, one hidden, one missing, one over a break."""

from datetime import date

from reports.rendering.document import (
    Cell,
    Column,
    Credit,
    Credits,
    Document,
    Figure,
    Imprint,
    Interpretation,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Remark,
    Section,
    Table,
    Term,
    Terms,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    '<rect width="400" height="200" fill="#ffffff"/><rect x="20" y="60" width="80" height="120" fill="#1a6faf"/>'
    '<rect x="140" y="20" width="80" height="160" fill="#0b1f5c"/>'
    '<text x="20" y="195" font-size="13">Mitte</text></svg>'
)


def table(name: str = "tabelle") -> Table:
    """Return a table with a figure, a hidden one, one that is missing, and a true zero."""
    return Table(
        name=name,
        caption="Kinderarmut nach Bezirken, 31.12.2018",
        columns=(Column("Bezirk"), Column("Anteil", "%", is_number=True)),
        rows=(
            (Cell("Mitte"), Cell("38,4", 38.4, 1)),
            (Cell("Pankow"), Cell("gesperrt", is_hidden=True)),
            (Cell("Spandau"), Cell("k. A.")),
            (Cell("Reinickendorf"), Cell("0,0", 0.0, 1)),
        ),
        notes=("„Gesperrt“ heißt: Der Wert ist bekannt, wird aber nicht gezeigt.",),
        source="Monitoring Soziale Stadtentwicklung 2019",
    )


def figure(name: str = "karte") -> Figure:
    """Return a map with its table."""
    return Figure(
        name=name,
        title="Kinderarmut in Berlin",
        says="In zwei von zwölf Bezirken leben mindestens 35 von 100 Kindern in Familien mit SGB-II-Bezug.",
        svg=SVG,
        width=400,
        height=200,
        alternative="Karte der Bezirke: Mitte hat den höchsten gezeigten Anteil.",
        table=table(f"{name}-werte"),
        source="Monitoring Soziale Stadtentwicklung 2019",
    )


def document_of(*sections: Section) -> Document:
    """Return a document with the sections given, or with one of everything."""
    return Document(
        title="Kinderarmut in Berlin",
        subtitle="Wie viele Kinder in Familien mit SGB-II-Bezug leben",
        language="de",
        imprint=Imprint(
            publisher="Stadt Berlin",
            edition="Ausgabe 2019/1",
            day=date(2019, 11, 4),
            address="https://sozialplanung.example/b/kinderarmut/2019-1",
            citation="Stadt Berlin: Kinderarmut in Berlin, Ausgabe 2019/1.",
            contact="sozialplanung@stadt.example",
        ),
        sections=sections or _everything(),
        has_contents=True,
    )


def _everything() -> tuple[Section, ...]:
    key = KeyFigure(
        label="Kinderarmut",
        value="27,8 %",
        as_of="31.12.2018",
        number=27.8,
        decimals=1,
        unit="%",
        change="−2,1 Prozentpunkte seit 2016 (wie veröffentlicht)",
        certainty="nicht berechenbar",
        meaning="Anteil der Kinder unter 15 Jahren in Familien mit SGB-II-Bezug.",
        source="Monitoring Soziale Stadtentwicklung 2019",
    )
    hidden = KeyFigure(label="Sprachförderung", value="gesperrt", as_of="31.12.2018")
    return (
        Section(
            "ueberblick",
            "Überblick",
            2,
            (
                Paragraph("27,8 von 100 Kindern leben in Familien mit SGB-II-Bezug.", is_lead=True),
                Paragraph("Der Anteil ist seit 2012 gesunken; ein Bruch der Reihe liegt dazwischen."),
                KeyFigures("Kennzahlen", (key, hidden)),
                Listing(("Kindertagesbetreuung", "Schule & Ganztag", "Familien <zuerst>")),
                Remark("Werte vor und nach 2017 sind nicht vergleichbar.", is_warning=True),
            ),
        ),
        Section("karte-teil", "Karte", 2, (figure(), table())),
        Section(
            "einordnung",
            "Einordnung",
            3,
            (
                Interpretation("reading", "Einordnung", ("Die Anteile unterscheiden sich stark.",)),
                Interpretation("recommendation", "Empfehlung", ("Familienzentren ausbauen.",), "offen"),
            ),
        ),
        Section(
            "anhang",
            "Anhang",
            2,
            (
                Terms((Term("SGB II", "Grundsicherung für Arbeitsuchende."),)),
                Credits(
                    (Credit("Monitoring Soziale Stadtentwicklung 2019", "CC BY 3.0 DE", "https://example.org/by"),)
                ),
            ),
            begins_page=True,
        ),
    )
