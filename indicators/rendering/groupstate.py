# SPDX-License-Identifier: EUPL-1.2
"""What the address of types of areas or of proposed social areas can say, and the shortest address of a state."""

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

WARD: Final = "ward"
KMEANS: Final = "kmeans"
FEWEST_INDICATORS: Final = 2
MOST_INDICATORS: Final = 10


@dataclass(frozen=True, slots=True)
class GroupForm:
    """Which groups are asked for: the name of their number in the address, its bounds and usual value, the methods."""

    count_name: str
    fewest: int
    most: int
    usual: int
    methods: tuple[str, ...]


TYPES: Final = GroupForm("typen", 3, 7, 5, (WARD, KMEANS))
REGIONS: Final = GroupForm("regionen", 2, 100, 10, ())


@dataclass(frozen=True, slots=True)
class GroupState:
    """What an address asks for; an empty text leaves the choice to the page. `number` is how many groups."""

    form: GroupForm
    indikator: tuple[str, ...] = ()
    ebene: str = ""
    gebietsstand: str = ""
    stand: str = ""
    verfahren: str = ""
    number: int = 0

    @property
    def groups(self) -> int:
        """How many groups are made."""
        return self.number or self.form.usual

    @property
    def method(self) -> str:
        """The method; empty where there is only one."""
        return self.verfahren or next(iter(self.form.methods), "")

    def query(self) -> str:
        """Return the shortest query string of this state."""
        usual = next(iter(self.form.methods), "")
        texts = (("ebene", self.ebene), ("gebietsstand", self.gebietsstand), ("stand", self.stand))
        pairs = [("indikator", slug) for slug in self.indikator] + [(name, text) for name, text in texts if text]
        if self.verfahren not in {"", usual}:
            pairs.append(("verfahren", self.verfahren))
        if self.number not in {0, self.form.usual}:
            pairs.append((self.form.count_name, str(self.number)))
        return urlencode(pairs)

    def for_form(self, form: GroupForm) -> "GroupState":
        """Return the same indicators of the same areas for the other kind of groups."""
        return replace(self, form=form, verfahren="", number=0)
