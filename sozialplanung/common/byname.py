# SPDX-License-Identifier: EUPL-1.2
"""Rows that templates read quickly."""


class ByName:
    """Fields may be asked for like keys.

    A template tries `row["field"]` before `row.field`, and the refusal costs more than the field itself: the page of
    an area asks for some thousands of them.
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> object:
        """Return a field; AttributeError where there is none, as templates expect it."""
        return getattr(self, name)
