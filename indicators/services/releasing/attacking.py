# SPDX-License-Identifier: EUPL-1.2
"""Attack everything that readers saw up to now, whoever decided it: what of it tells a hidden figure."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from uuid import uuid4

from django.db import transaction

from indicators.models import Audience, Indicator, Release, ReleaseState
from indicators.models.patterns import Verdict
from indicators.services.disclosure import patterns
from indicators.services.disclosure.building import Scope, build
from indicators.services.disclosure.deciding import Report, channels_of
from indicators.services.disclosure.relations import Family
from indicators.services.releasing.context import Workplace, workplace_of
from indicators.services.releasing.known import Surroundings, rules_of, surroundings, tellings_of
from indicators.services.releasing.quantities import counted_by, tiers_of
from indicators.stats.disclosure.protect import audited
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.disclosure.system import system_of
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job

ATTACK = "indicators.audit_releases"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Attack:
    """The attack on what hangs together with one indicator at one period: where it is kept, and how it ended."""

    place: patterns.Place
    report: Report


def request_attack(*, organisation: Organisation, by: User) -> Job:
    """Let a job attack everything; one that is on its way already is returned."""
    return jobs.enqueue(kind=ATTACK, payload={"organisation": organisation.pk}, by=by, organisation=organisation)


def attack_releases(*, organisation: Organisation, report: Progress) -> list[Attack]:
    """Attack what is in force, with all that ever was; nothing is written.

    What hangs together is attacked once for each audience, under the name of its first indicator.
    """
    work, found, seen = workplace_of(organisation), [], set[tuple[str, frozenset[Family]]]()
    cells = list(_in_force(organisation))
    rules: dict[tuple[str, str, int], CellRule] = {}
    for done, (audience, subject, period_id, edition) in enumerate(cells):
        report(done, len(cells))
        counted = counted_by(work, work.subjects[subject], period_id).values()
        families = [Family(each.code, work.periods[each.period_id].code, edition) for each in counted]
        around = surroundings(work, audience, families)
        if not families or (audience, around.families) in seen:
            continue
        seen.add((audience, around.families))
        pk = work.subjects[subject].indicator.pk
        place = patterns.Place(organisation.pk, pk, period_id, edition, Audience(audience))
        found.append(Attack(place, _attacked(work, around, rules)))
    report(len(cells), len(cells))
    return found


def _in_force(organisation: Organisation) -> Iterator[tuple[str, str, int, str]]:
    rows = Release.objects.filter(organisation=organisation, state=ReleaseState.PUBLISHED)
    named = rows.order_by("audience", "indicator__slug", "period__start", "period_id", "boundary_version__edition")
    yield from named.values_list("audience", "indicator__slug", "period_id", "boundary_version__edition").distinct()


def _attacked(work: Workplace, around: Surroundings, rules: dict[tuple[str, str, int], CellRule]) -> Report:
    if not around.hides_something():
        return Report(channels=around.channels)
    begun = time.monotonic()
    tellings = tellings_of(around, rules_of(around, rules))
    tiers = {place[1]: tiers_of(stage.chain) for place, stage in around.stages.items()}
    built = build(Scope(work.organisation.pk, around.audience, tiers, tellings))
    system = system_of(built.cells, built.equations)
    outcome = audited(system, ())
    return Report(
        channels=channels_of(tellings),
        cells=system.size,
        equations=int(system.matrix.shape[0]),
        sensitive=outcome.cells,
        ends=outcome.ends,
        programs=outcome.programs,
        breaches=outcome.breaches,
        told=len(built.told),
        told_bases=built.bases,
        seconds=time.monotonic() - begun,
    )


@transaction.atomic
def keep_attacks(*, found: list[Attack]) -> int:
    """Keep how one round of attacks ended; returns how many did not hold."""
    run = str(uuid4())
    for each in found:
        verdict = Verdict.HELD if each.report.holds else Verdict.BREACHED
        content = {**asdict(each.report), "path": "", "run": run}
        patterns.store_attack(place=each.place, verdict=verdict, content=content)
    return sum(not each.report.holds for each in found)


def attack_organisation(*, organisation_id: int, report: Progress) -> list[Attack]:
    """Attack what an organisation has in force."""
    organisation = Organisation.objects.get(pk=organisation_id)
    if not Indicator.objects.filter(organisation=organisation).exists():
        return []
    return attack_releases(organisation=organisation, report=report)
