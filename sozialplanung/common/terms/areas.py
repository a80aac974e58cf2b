# SPDX-License-Identifier: EUPL-1.2
"""Terms about areas and their boundaries."""

from sozialplanung.common.terms.term import Term

TERMS = (
    Term(
        "raumeinheit",
        "Raumeinheit, Gebiet",
        "Area",
        "Ein abgegrenztes Stück der Stadt oder des Kreises, für das Zahlen vorliegen. "
        "Ein Gebiet bleibt dasselbe, auch wenn sich sein Name oder seine Grenze ändert.",
        "A bounded part of the city or district for which figures exist. "
        "An area stays the same even when its name or its boundary changes.",
        ("raumebene", "gebietsstand"),
    ),
    Term(
        "raumebene",
        "Raumebene",
        "Level",
        "Alle Gebiete gleicher Art, zum Beispiel alle Stadtteile. Mehrere Ebenen liegen übereinander: "
        "Bezirke, Bezirksregionen, Planungsräume. Nicht jede Ebene passt genau in eine andere.",
        "All areas of one kind, for example all city districts. Several levels lie on top of each other. "
        "Not every level fits exactly into another one.",
        ("raumeinheit",),
    ),
    Term(
        "gebietsstand",
        "Gebietsstand",
        "Boundary version",
        "Die Grenzen und Namen aller Gebiete einer Ebene in einem bestimmten Zeitraum. "
        "Werden Grenzen geändert, entsteht ein neuer Gebietsstand. Der alte bleibt erhalten.",
        "The boundaries and names of all areas of a level during a certain time. "
        "When boundaries change, a new version begins. The old one is kept.",
        ("gueltigkeit", "umschluesselung"),
    ),
    Term(
        "gueltigkeit",
        "Gültigkeit",
        "Validity",
        "Von wann bis wann ein Gebietsstand, ein Name oder eine Definition gilt. Der letzte Tag zählt nicht mehr dazu.",
        "From when until when a boundary version, a name or a definition holds. The last day is not included.",
        ("gebietsstand",),
    ),
    Term(
        "umschluesselung",
        "Umschlüsselung",
        "Crosswalk",
        "Die Umrechnung von Zahlen von einem Gebietsstand auf einen anderen. Gemessene Werte werden dabei zu "
        "geschätzten. "
        "Anteile werden aus umgerechnetem Zähler und Nenner neu gebildet, nie gemittelt.",
        "The conversion of figures from one boundary version to another. Measured values become estimated ones. "
        "Shares are formed anew from converted numerator and denominator, never averaged.",
        ("gebietsstand", "geschaetzt"),
    ),
    Term(
        "sozialraum",
        "Sozialraum",
        "Social area",
        "Ein Gebiet, das für die soziale Planung zugeschnitten ist. "
        "Es richtet sich nach dem Alltag der Menschen, nicht nur nach Verwaltungsgrenzen.",
        "An area cut for social planning. It follows people's everyday life, not only administrative boundaries.",
        ("raumeinheit",),
    ),
    Term(
        "planungsraum",
        "Planungsraum",
        "Planning area",
        "Die kleinste der lebensweltlich orientierten Raumebenen in Berlin. Mehrere bilden eine Bezirksregion.",
        "The smallest of Berlin's levels that follow everyday life. Several form a district region.",
        ("raumebene",),
    ),
    Term(
        "statistischer-bezirk",
        "Statistischer Bezirk",
        "Statistical district",
        "Ein Gebiet, das allein für die Statistik gebildet wurde. Seine Grenzen ändern sich selten.",
        "An area formed for statistics alone. Its boundaries rarely change.",
        ("raumebene",),
    ),
    Term(
        "baublock",
        "Baublock",
        "Block",
        "Eine Fläche, die von Straßen umschlossen ist. Zahlen für einzelne Baublöcke werden nicht veröffentlicht.",
        "A piece of land enclosed by streets. Figures for single blocks are not published.",
        ("geheimhaltung",),
    ),
    Term(
        "vereinfachte-grenzen",
        "Vereinfachte Grenzen",
        "Simplified boundaries",
        "Für die Karte werden Grenzen mit weniger Punkten gezeichnet. Gemeinsame Grenzen bleiben gemeinsam. "
        "Für Grundstücksfragen sind sie nicht geeignet.",
        "For the map, boundaries are drawn with fewer points. Shared boundaries stay shared. "
        "They are not fit for questions of property.",
        ("gebietsstand",),
    ),
)
