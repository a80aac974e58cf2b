# SPDX-License-Identifier: EUPL-1.2
"""The indicators of Berlin: population by register, living conditions and index by the Monitoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.services.catalogue import DefinitionSpec, IndicatorSpec, SeriesName
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.composite.recipe import Recipe as IndexRecipe

AGES = (
    ("unter_6", "unter 6 Jahre"),
    ("6_bis_unter_15", "6 bis unter 15 Jahre"),
    ("15_bis_unter_18", "15 bis unter 18 Jahre"),
    ("18_bis_unter_27", "18 bis unter 27 Jahre"),
    ("27_bis_unter_45", "27 bis unter 45 Jahre"),
    ("45_bis_unter_55", "45 bis unter 55 Jahre"),
    ("55_bis_unter_65", "55 bis unter 65 Jahre"),
    ("65_und_aelter", "65 Jahre und älter"),
)
GROUPS = (
    ("weiblich", "Frauen und Mädchen"),
    ("auslaendisch", "Ausländerinnen und Ausländer"),
    ("mit_migrationshintergrund", "Menschen mit Migrationshintergrund"),
)
POPULATION, POVERTY, INDEX = "bevoelkerung", "armut", "sozialindex"
REGISTER, MONITORING = "einwohnerregister", "mss"

_REGISTER_LIMITS = (
    "Gezählt wird, wer hier mit Hauptwohnung gemeldet ist. Wer nicht gemeldet ist, fehlt; wer fortgezogen ist und "
    "sich nicht abgemeldet hat, zählt noch mit. Sehr kleine Zahlen werden nicht gezeigt."
)
_RATE_LIMITS = (
    "Der Herausgeber liefert nur Anteile, keine Fallzahlen. Wie stark der Zufall einen Wert bewegt, lässt sich daher "
    "nicht berechnen. Absolute Zahlen sind aus Anteil und Einwohnerzahl geschätzt und gerundet. Gebiete mit weniger "
    "als 300 Einwohnern bewertet der Herausgeber nicht."
)


@dataclass(frozen=True)
class _Share:
    """A share of the population in a few words."""

    slug: str
    name: str
    short: str
    formula: str
    who: str
    shows: str


_SHARES = (
    _Share(
        "anteil-unter-18",
        "Kinder und Jugendliche unter 18 Jahren",
        "Unter 18 Jahre",
        "share(sum(alter_unter_6, alter_6_bis_unter_15, alter_15_bis_unter_18), einwohner)",
        "Kinder und Jugendliche unter 18 Jahren",
        "Wie viele von 100 Menschen jünger als 18 Jahre sind. Das hilft, Kitas, Schulen und Spielplätze zu planen.",
    ),
    _Share(
        "anteil-65-und-aelter",
        "Menschen ab 65 Jahren",
        "Ab 65 Jahre",
        "share(alter_65_und_aelter, einwohner)",
        "Menschen ab 65 Jahren",
        "Wie viele von 100 Menschen 65 Jahre oder älter sind. Das hilft, Begegnung, Pflege und Wege zu planen.",
    ),
    _Share(
        "anteil-auslaendisch",
        "Menschen ohne deutsche Staatsangehörigkeit",
        "Ohne deutschen Pass",
        "share(gruppe_auslaendisch, einwohner)",
        "Menschen ohne deutsche Staatsangehörigkeit",
        "Wie viele von 100 Menschen keine deutsche Staatsangehörigkeit haben.",
    ),
    _Share(
        "anteil-migrationshintergrund",
        "Menschen mit Migrationshintergrund",
        "Migrationshintergrund",
        "share(gruppe_mit_migrationshintergrund, einwohner)",
        "Menschen mit Migrationshintergrund",
        "Wie viele von 100 Menschen selbst oder durch ihre Eltern eine Migrationsgeschichte haben.",
    ),
)


@dataclass(frozen=True)
class _Rate:
    """A rate of the Monitoring in a few words.

    `threshold` is smaller where the rate of all Berlin is low: there a few percentage points are much.
    """

    slug: str
    name: str
    short: str
    subtitle: str
    denominator: str
    denominator_text: str
    noun: str
    shows: str
    threshold: float
    breaks: tuple[float, ...]


_RATES = (
    _Rate(
        "kinderarmut",
        "Kinder unter 15 Jahren in Familien mit SGB-II-Bezug",
        "Kinderarmut",
        "Kinder unter 15 Jahren im SGB-II-Bezug, in Prozent der unter 15-Jährigen",
        "kinder_unter_15",
        "alle Kinder unter 15 Jahren",
        "Von 100 Kindern unter 15 Jahren leben {n} in Familien mit SGB-II-Bezug",
        "Wie viele von 100 Kindern unter 15 Jahren in Familien leben, die Grundsicherung für Arbeitsuchende (SGB II) "
        "erhalten. Fachleute nutzen den Wert als Zeichen für Kinderarmut.",
        3.0,
        (10, 20, 35, 50),
    ),
    _Rate(
        "arbeitslosigkeit",
        "Arbeitslosigkeit",
        "Arbeitslosigkeit",
        "Arbeitslose, in Prozent der 15- bis unter 65-Jährigen",
        "personen_15_bis_unter_65",
        "alle Menschen von 15 bis unter 65 Jahren",
        "Von 100 Menschen von 15 bis unter 65 Jahren sind {n} arbeitslos gemeldet",
        "Wie viele von 100 Menschen im Alter von 15 bis unter 65 Jahren arbeitslos gemeldet sind. Bis 2016 zählen "
        "SGB II und SGB III, 2018 nur noch SGB II.",
        1.0,
        (),
    ),
    _Rate(
        "langzeitarbeitslosigkeit",
        "Langzeitarbeitslosigkeit",
        "Langzeitarbeitslosigkeit",
        "Langzeitarbeitslose (über ein Jahr), in Prozent der 15- bis unter 65-Jährigen",
        "personen_15_bis_unter_65",
        "alle Menschen von 15 bis unter 65 Jahren",
        "Von 100 Menschen von 15 bis unter 65 Jahren sind {n} länger als ein Jahr arbeitslos",
        "Wie viele von 100 Menschen im Alter von 15 bis unter 65 Jahren länger als ein Jahr arbeitslos gemeldet sind. "
        "Der Herausgeber führt den Wert seit 2018 nicht mehr fort.",
        1.0,
        (),
    ),
    _Rate(
        "transferbezug",
        "Transferbezug ohne Arbeitslose",
        "Transferbezug",
        "Nicht arbeitslose Menschen mit SGB-II- oder SGB-XII-Bezug, in Prozent der Bevölkerung",
        "einwohner",
        "alle Einwohnerinnen und Einwohner",
        "Von 100 Menschen erhalten {n} Leistungen nach SGB II oder SGB XII, ohne arbeitslos zu sein",
        "Wie viele von 100 Menschen Grundsicherung erhalten (SGB II oder SGB XII), ohne arbeitslos gemeldet zu sein: "
        "zum Beispiel Kinder, Erwerbstätige mit geringem Lohn und ältere Menschen.",
        2.0,
        (),
    ),
)
RATE_SLUGS = tuple(rate.slug for rate in _RATES)


def indicators(levels: Mapping[str, int]) -> tuple[IndicatorSpec, ...]:
    """Return all indicators of Berlin; ``levels`` maps slugs of levels to their ids."""
    return (
        _population(),
        *_blocks(),
        _sum_block("kinder_unter_15", "Kinder unter 15 Jahren", AGES[:2]),
        _sum_block("personen_15_bis_unter_65", "Menschen von 15 bis unter 65 Jahren", AGES[2:7]),
        *(_share(number, share) for number, share in enumerate(_SHARES, start=1)),
        *(_rate(number, rate) for number, rate in enumerate(_RATES)),
        _index("mss-status", levels["planungsraum"]),
        _index("mss-dynamik", levels["planungsraum"]),
    )


def _population() -> IndicatorSpec:
    definition = DefinitionSpec(
        name="Einwohnerinnen und Einwohner",
        short_name="Einwohner",
        subtitle="Menschen mit Hauptwohnung, am Jahresende",
        basis="counts",
        source=REGISTER,
        unit_of_measure="Personen",
        decimals=0,
        palette="neutral",
        series=SeriesName("einwohner"),
        what_it_shows="Wie viele Menschen in einem Gebiet mit Hauptwohnung gemeldet sind.",
        how_to_read="Große Gebiete haben meist mehr Einwohner. Zum Vergleichen eignen sich Anteile besser.",
        limits=_REGISTER_LIMITS,
        numerator_text="Menschen mit Hauptwohnung im Gebiet",
        sentence_noun="Menschen",
    )
    return IndicatorSpec("einwohner", POPULATION, "delivered", definition, is_key_figure=True)


def _blocks() -> tuple[IndicatorSpec, ...]:
    parts = [(f"alter_{slug}", slug, name) for slug, name in AGES]
    parts += [(f"gruppe_{slug}", slug, name) for slug, name in GROUPS]
    return tuple(
        IndicatorSpec(
            indicator,
            POPULATION,
            "delivered",
            _block(name, series=SeriesName("einwohner", breakdown)),
            is_building_block=True,
        )
        for indicator, breakdown, name in parts
    )


def _sum_block(slug: str, name: str, ages: tuple[tuple[str, str], ...]) -> IndicatorSpec:
    formula = f"sum({', '.join(f'alter_{age}' for age, _ in ages)})"
    return IndicatorSpec(slug, POPULATION, "derived", _block(name, formula=formula), is_building_block=True)


def _block(name: str, *, series: SeriesName | None = None, formula: str = "") -> DefinitionSpec:
    return DefinitionSpec(
        name=name,
        short_name=name,
        subtitle=f"{name}, Anzahl",
        basis="counts",
        source=REGISTER,
        unit_of_measure="Personen",
        decimals=0,
        palette="neutral",
        is_demographic=True,
        series=series,
        formula=formula,
        what_it_shows=f"Anzahl: {name}.",
        how_to_read="Baustein für Anteile, wird nicht für sich veröffentlicht.",
        limits=_REGISTER_LIMITS,
    )


def _share(position: int, share: _Share) -> IndicatorSpec:
    definition = DefinitionSpec(
        name=share.name,
        short_name=share.short,
        subtitle=f"{share.who}, in Prozent der Bevölkerung",
        basis="counts",
        source=REGISTER,
        unit_of_measure="%",
        decimals=1,
        palette="neutral",
        is_demographic=True,
        formula=share.formula,
        relevance_threshold=3.0,
        what_it_shows=share.shows,
        how_to_read="Ein höherer oder niedrigerer Anteil ist weder besser noch schlechter. "
        "Er beschreibt, wer hier lebt.",
        limits=_REGISTER_LIMITS,
        numerator_text=share.who,
        denominator_text="alle Einwohnerinnen und Einwohner",
        sentence_noun=f"Von 100 Menschen sind {{n}} {share.who}",
    )
    return IndicatorSpec(
        share.slug,
        POPULATION,
        "derived",
        definition,
        position=position,
        is_key_figure=position <= 2,  # noqa: PLR2004
    )


def _rate(position: int, rate: _Rate) -> IndicatorSpec:
    definition = DefinitionSpec(
        name=rate.name,
        short_name=rate.short,
        subtitle=rate.subtitle,
        basis="rate_denominator",
        source=MONITORING,
        unit_of_measure="%",
        decimals=1,
        direction="lower_is_better",
        palette="sequential",
        series=SeriesName(rate.slug),
        change_series=SeriesName(f"veraenderung_{rate.slug}"),
        change_years=2,
        denominator_indicator=rate.denominator,
        relevance_threshold=rate.threshold,
        default_breaks=rate.breaks,
        what_it_shows=rate.shows,
        how_to_read="Ein hoher Wert heißt: Viele Menschen hier brauchen Unterstützung. Er sagt nichts über einzelne "
        f"Menschen. Verglichen wird mit Berlin; ab {rate.threshold:.0f} "
        f"{'Prozentpunkt' if rate.threshold == 1 else 'Prozentpunkten'} Abstand gilt ein Wert als höher oder "
        "niedriger.",
        limits=_RATE_LIMITS,
        numerator_text=rate.subtitle.partition(",")[0],
        denominator_text=rate.denominator_text,
        sentence_noun=rate.noun,
    )
    return IndicatorSpec(
        rate.slug, POVERTY, "delivered", definition, position=position, is_key_figure=rate.slug == "kinderarmut"
    )


def _index(slug: str, level_id: int) -> IndicatorSpec:
    is_status = slug == "mss-status"
    preset = PRESETS["mss_status" if is_status else "mss_dynamics"]
    four = ("arbeitslosigkeit", "langzeitarbeitslosigkeit", "transferbezug", "kinderarmut")
    three = tuple(each for each in four if each != four[1])
    recipes: dict[date, IndexRecipe] = {
        since: preset.recipe([Source(each) for each in parts], slug=slug, inhabitants="einwohner")
        for since, parts in ((date(2012, 1, 1), four), (date(2018, 1, 1), three))
    }
    words = (
        ("Unterstützungsbedarf (Statusindex)", "Unterstützungsbedarf", "status", "den Stand")
        if is_status
        else ("Entwicklung (Dynamikindex)", "Entwicklung", "dynamics", "die Veränderung in zwei Jahren")
    )
    definition = DefinitionSpec(
        name=words[0],
        short_name=words[1],
        subtitle=f"Index aus Arbeitslosigkeit, Transferbezug und Kinderarmut über {words[3]}",
        basis="rate_only",
        source=MONITORING,
        decimals=2,
        direction="lower_is_better",
        comparability="relative",
        palette=words[2],
        what_it_shows="Der Index fasst mehrere Werte zur sozialen Lage zusammen: "
        f"{words[3]} im Vergleich aller Gebiete.",
        how_to_read="Jeder Wert wird am Durchschnitt aller Gebiete gemessen. 0 ist der Durchschnitt; höhere Werte "
        "bedeuten mehr Bedarf als im Durchschnitt."
        if is_status
        else "Jede Veränderung wird am Durchschnitt aller "
        "Gebiete gemessen. 0 ist der Durchschnitt; höhere Werte bedeuten eine ungünstigere Entwicklung.",
        limits="Der Index zeigt eine Stellung, keinen Zustand: Er wird für jeden Zeitpunkt neu berechnet und hat "
        "keinen Trend. Gebiete mit weniger als 300 Einwohnern werden nicht bewertet.",
    )
    return IndicatorSpec(
        slug,
        INDEX,
        "index",
        definition,
        position=0 if is_status else 1,
        is_key_figure=is_status,
        recipes=recipes,
        recipe_level_id=level_id,
    )
