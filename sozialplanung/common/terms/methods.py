# SPDX-License-Identifier: EUPL-1.2
"""Terms of statistics that stand in the workshop of indices, in method sheets and in comparisons."""

from sozialplanung.common.terms.term import Term

TERMS = (
    Term(
        "standardabweichung",
        "Standardabweichung",
        "Standard deviation",
        "Wie weit die Werte im Üblichen vom Mittel entfernt liegen. Klein heißt: Alle Gebiete sind sich ähnlich. "
        "Sie lässt sich mit n oder mit n − 1 berechnen; bei vielen Gebieten ist das fast gleich.",
        "How far values usually lie from their mean. Small means that all areas are alike. "
        "It is computed with n or with n − 1; with many areas both are nearly the same.",
        ("z-wert",),
    ),
    Term(
        "winsorisieren",
        "Winsorisieren",
        "Winsorising",
        "Einzelne sehr hohe oder niedrige Werte werden auf den nächsten Wert herangezogen. "
        "So bestimmt kein einzelnes Gebiet den ganzen Index.",
        "Single very high or low values are pulled to the next one. So no single area rules the whole index.",
        ("teilindikator",),
    ),
    Term(
        "logarithmus",
        "Logarithmus",
        "Logarithm",
        "Eine Umrechnung, die große Werte stärker staucht als kleine. "
        "Danach zählt, um das Wievielfache sich Gebiete unterscheiden.",
        "A conversion that presses large values together more than small ones. "
        "Then it counts by how many times areas differ.",
        ("winsorisieren",),
    ),
    Term(
        "prozentrang",
        "Prozentrang",
        "Percentile rank",
        "Welcher Teil der Gebiete darunter liegt. 0 heißt: keines. 1 heißt: alle anderen. "
        "Wie groß die Abstände sind, spielt keine Rolle.",
        "Which part of the areas lies below. 0 means none, 1 means all others. How large distances are plays no part.",
        ("borda", "z-wert"),
    ),
    Term(
        "borda",
        "Borda-Punkte",
        "Borda scores",
        "Ein Gebiet bekommt so viele Punkte, wie Gebiete unter ihm liegen.",
        "An area gets as many points as there are areas below it.",
        ("prozentrang",),
    ),
    Term(
        "rang-normalverteilung",
        "Ränge als Normalverteilung",
        "Normal scores",
        "Aus dem Rang wird der Wert, den er in einer Glockenkurve hätte. Extreme Werte verlieren ihr Gewicht.",
        "The rank becomes the value that it would have in a bell curve. Extreme values lose their weight.",
        ("prozentrang",),
    ),
    Term(
        "exponentielle-spreizung",
        "Exponentielle Spreizung von Rängen",
        "Exponential spread of ranks",
        "Die Gebiete mit dem größten Bedarf rücken auseinander, die anderen zusammen. "
        "So gleicht wenig Bedarf bei einem Thema großen Bedarf bei einem anderen kaum aus. "
        "Die Konstante sagt, wie stark gespreizt wird; üblich ist 23.",
        "Areas with the most need move apart, the others move together. "
        "So little need in one field hardly makes up for much need in another. "
        "The constant says how much they are spread; 23 is usual.",
        ("prozentrang", "unterstuetzungsbedarf"),
    ),
    Term(
        "zwischen-extremen",
        "Normierung zwischen den Extremen",
        "Scaling between the extremes",
        "Das niedrigste Gebiet bekommt 0, das höchste 1, alle anderen liegen dazwischen. "
        "Ein einziger Ausreißer drückt alle übrigen zusammen.",
        "The lowest area gets 0, the highest gets 1, all others lie between. "
        "A single outlier presses all others together.",
        ("z-wert", "winsorisieren"),
    ),
    Term(
        "zielabstand",
        "Abstand zum Ziel",
        "Distance to the target",
        "Wie viel einem Gebiet bis zu einem festgelegten Zielwert fehlt. 0 heißt: erreicht. 1 heißt: am weitesten weg.",
        "How much an area lacks to a stated target. 0 means reached, 1 means farthest away.",
        ("zwischen-extremen",),
    ),
    Term(
        "quantile-typen",
        "Quantile nach Typ 7 und Typ 9",
        "Quantiles of type 7 and type 9",
        "Grenzen, die die Gebiete in gleich große Gruppen teilen, zum Beispiel in Fünftel. "
        "Liegt eine Grenze zwischen zwei Werten, gibt es mehrere Regeln. "
        "Typ 7 und Typ 9 sind zwei davon; sie unterscheiden sich nur bei wenigen Gebieten.",
        "Bounds that part the areas into groups of equal size, for example into fifths. "
        "Where a bound lies between two values there are several rules. "
        "Type 7 and type 9 are two of them; they differ with few areas only.",
        ("quantile",),
    ),
    Term(
        "geometrisches-mittel",
        "Geometrisches Mittel",
        "Geometric mean",
        "Ein Mittel, bei dem die Werte malgenommen statt zusammengezählt werden. "
        "Ein niedriger Wert lässt sich durch hohe nur teilweise ausgleichen.",
        "A mean for which values are multiplied instead of added. "
        "A low value is made up for by high ones in part only.",
        ("harmonisches-mittel", "aggregation"),
    ),
    Term(
        "harmonisches-mittel",
        "Harmonisches Mittel",
        "Harmonic mean",
        "Ein Mittel, das sich nach den niedrigen Werten richtet. Hohe Werte gleichen niedrige kaum aus.",
        "A mean that follows the low values. High values hardly make up for low ones.",
        ("geometrisches-mittel", "aggregation"),
    ),
    Term(
        "median",
        "Median",
        "Median",
        "Der mittlere Wert, wenn alle der Größe nach geordnet sind. Gewichte kennt er nicht.",
        "The value in the middle when all stand in order. It knows no weights.",
        ("aggregation",),
    ),
    Term(
        "mazziotta-pareto",
        "Mazziotta-Pareto-Index",
        "Mazziotta-Pareto index",
        "Ein Mittel mit einem Zuschlag oder Abzug für Unausgewogenheit. "
        "Liegen die Teilindikatoren eines Gebiets weit auseinander, verändert das seinen Index.",
        "A mean with something added or taken off for imbalance. "
        "Where the components of an area lie far apart, its index changes.",
        ("aggregation", "geometrisches-mittel"),
    ),
    Term(
        "hauptkomponente",
        "Hauptkomponente",
        "Principal component",
        "Was mehrere Indikatoren am stärksten gemeinsam haben, rechnerisch gefunden. "
        "Als Gewicht sagt sie, wie gut ein Indikator zu den anderen passt, nicht wie wichtig er ist.",
        "What several indicators have most in common, found by computing. "
        "As a weight it says how well an indicator fits the others, not how much it matters.",
        ("gewichtung", "korrelation"),
    ),
    Term(
        "faktorenanalyse",
        "Faktorenanalyse",
        "Factor analysis",
        "Ein Verfahren, das eine gemeinsame Ursache hinter mehreren Indikatoren annimmt. "
        "Gewicht bekommt, was viel über diese Ursache verrät.",
        "A method that assumes one common cause behind several indicators. What tells much of that cause gets weight.",
        ("hauptkomponente",),
    ),
    Term(
        "entropie",
        "Gewichte nach Entropie",
        "Weights by entropy",
        "Ein Indikator zählt umso mehr, je ungleicher er über die Gebiete verteilt ist. "
        "Ob er wichtig ist, weiß die Rechnung nicht.",
        "An indicator counts the more, the more unevenly it is spread over the areas. "
        "Whether it matters the computation cannot know.",
        ("gewichtung",),
    ),
    Term(
        "schrumpfung",
        "Zum Anteil der Gruppe gezogen",
        "Shrunk towards the group",
        "Anteile in Gebieten mit wenigen Menschen schwanken durch Zufall stark. "
        "Deshalb rücken sie ein Stück zum Anteil der Umgebung.",
        "Shares in areas with few people jump by chance. So they are moved a part of the way to the share around them.",
        ("geglaettet",),
    ),
    Term(
        "korrelation",
        "Korrelation",
        "Correlation",
        "Wie sehr zwei Indikatoren in denselben Gebieten hoch und niedrig sind. "
        "1 heißt: immer zugleich. 0 heißt: ohne Zusammenhang. −1 heißt: gegenläufig. Eine Ursache zeigt sie nicht.",
        "How much two indicators are high and low in the same areas. "
        "1 means always together, 0 means unrelated, −1 means opposed. It shows no cause.",
        ("rangkorrelation", "gebiet-nicht-person"),
    ),
    Term(
        "rangkorrelation",
        "Rangkorrelation (Spearman)",
        "Rank correlation (Spearman)",
        "Wie ähnlich zwei Reihenfolgen derselben Gebiete sind. 1 heißt: dieselbe Reihenfolge. −1 heißt: umgekehrt.",
        "How alike two orders of the same areas are. 1 means the same order, −1 the reverse.",
        ("korrelation",),
    ),
    Term(
        "cronbachs-alpha",
        "Cronbachs Alpha",
        "Cronbach’s alpha",
        "Eine Zahl dafür, wie einheitlich die Teilindikatoren eines Index sind. "
        "Ab etwa 0,7 messen sie Ähnliches. Über 0,9 sagen einige fast dasselbe. "
        "Ein niedriger Wert ist kein Fehler, wenn der Index verschiedene Nöte zählt.",
        "One number for how much the components of an index belong together. "
        "From about 0.7 on they measure something alike. Above 0.9 some say nearly the same. "
        "A low value is no fault where an index counts different needs.",
        ("korrelation", "teilindikator"),
    ),
    Term(
        "wirksames-gewicht",
        "Wirksames Gewicht",
        "Effective weight",
        "Wie viel ein Teilindikator wirklich dazu beiträgt, dass sich die Gebiete im Index unterscheiden. "
        "Es weicht vom gesetzten Gewicht ab, wenn Teilindikatoren zusammenhängen.",
        "How much a component really adds to the differences of areas in the index. "
        "It departs from the stated weight where components go together.",
        ("gewichtung", "korrelation"),
    ),
    Term(
        "festgeschriebene-skala",
        "Festgeschriebenes Maß",
        "Frozen scale",
        "Mittel und Streuung bleiben die eines Ausgangsjahres. So lassen sich Werte verschiedener Jahre vergleichen.",
        "Mean and spread stay those of a base year. So figures of different years can be compared.",
        ("relativ", "z-wert"),
    ),
    Term(
        "varianten",
        "Varianten eines Index",
        "Variants of an index",
        "Derselbe Index, mit anderen vertretbaren Entscheidungen gerechnet: etwas andere Gewichte, "
        "eine andere Normierung, ohne einen Teilindikator. "
        "Was in fast allen Varianten gleich bleibt, hängt nicht an einer Entscheidung.",
        "The same index, computed with other defensible choices: slightly other weights, another scale, "
        "without one component. What stays the same in nearly all variants hangs on no single choice.",
        ("unsicherheitsanalyse",),
    ),
)
