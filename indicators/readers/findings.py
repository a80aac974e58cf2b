# SPDX-License-Identifier: EUPL-1.2
"""What a reader has to say about a delivery: findings by row, and errors that end the reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from indicators.readers.texts import EXPLANATIONS
from sozialplanung.common.errors import InvalidInputError

Severity = Literal["error", "warning", "note"]
Parameter = str | int | float


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
