# SPDX-License-Identifier: EUPL-1.2
"""What a reader has to say about a delivery: findings by row, and errors that end the reading."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from indicators.readers.texts import EXPLANATIONS
from sozialplanung.common.errors import InvalidInputError

Severity = Literal["error", "warning", "note"]
Parameter = str | int | float
# How many findings of one kind at one column of a table are listed, and of all kinds.
MOST_ALIKE: Final = 10_000
MOST_FINDINGS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation on a delivery, with its place and what could be done.

    `code` is stable; `template` and `advice` are English msgids filled by `params`. An error blocks
    the delivery, a warning needs a written reason, a note informs. `row` is the row of the source
    as a spreadsheet counts it, from 1; None when the finding speaks of the whole file.
    """

    code: str
    severity: Severity
    row: int | None = None
    column: str = ""
    value: str = ""
    proposal: str = ""
    params: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The msgid of the sentence."""
        return EXPLANATIONS[self.code].sentence

    @property
    def advice(self) -> str:
        """The msgid of what to do next."""
        return EXPLANATIONS[self.code].way_out

    @property
    def message(self) -> str:
        """The English sentence, filled in."""
        return self.template % dict(self.params)


class Collected:
    """Findings in the order in which they come; of very many alike the first ones, and how many more there are.

    A file that is wrong in a million cells is told as surely by the first ten thousand, and whoever reads it does not
    run out of memory.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        """Begin with what was found before."""
        self._kept: list[Finding] = []
        self._counts: Counter[tuple[str, Severity, str]] = Counter()
        self._left_out: Counter[tuple[str, Severity, str]] = Counter()
        self.extend(findings)

    def append(self, finding: Finding) -> None:
        """Add a finding, or count it."""
        alike = (finding.code, finding.severity, finding.column)
        self._counts[alike] += 1
        if self._counts[alike] <= MOST_ALIKE and len(self._kept) < MOST_FINDINGS:
            self._kept.append(finding)
        else:
            self._left_out[alike] += 1

    def extend(self, findings: Iterable[Finding]) -> None:
        """Add several findings."""
        for finding in findings:
            self.append(finding)

    def __iter__(self) -> Iterator[Finding]:
        """Give what is kept, and for each kind that was cut off a finding of the same weight."""
        yield from self._kept
        for (code, severity, column), count in self._left_out.items():
            yield Finding("more_alike", severity, column=column, params={"count": count, "kind": code})


class DeliveryError(InvalidInputError):
    """A file that cannot be read as a table at all.

    `code` is `readers.<code of EXPLANATIONS>`; `place` names row and column where known.
    """


def delivery_error(code: str, *, place: str = "", **params: Parameter) -> DeliveryError:
    """Return the error of a code with its sentence filled in."""
    explanation = EXPLANATIONS[code]
    told = dict(params)
    return DeliveryError(
        f"readers.{code}",
        explanation.sentence % told,
        place=place,
        way_out=explanation.way_out % told,
        **told,
    )
