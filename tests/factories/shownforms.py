# SPDX-License-Identifier: EUPL-1.2
"""The form of a page as a browser would send it back, for tests that change single fields of it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]
_IGNORED = frozenset({"csrfmiddlewaretoken"})
_NOT_SENT = frozenset({"submit", "button", "file", "search"})


@dataclass
class ShownForm:
    """What a form would send as it is shown, and by name what may be chosen."""

    sent: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Read the first form of the page that is sent by POST to the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.form, self._is_inside, self._is_done = ShownForm(), False, False
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = not self._is_done and said.get("method", "").lower() == "post" and "action" not in said
        if not self._is_inside:
            return
        name = said.get("name", "")
        if tag == "input" and name not in _IGNORED and said.get("type") not in _NOT_SENT:
            self._take(name, said)
        elif tag == "select":
            self._select = name
            self.form.offered.setdefault(name, [])
        elif tag == "option" and self._select:
            self._option(said)
        elif tag == "textarea":
            self._area = name
            self.form.sent.setdefault(name, [""])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._is_inside:
            self._is_inside, self._is_done = False, True
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._is_inside and self._area:
            self.form.sent[self._area] = [data.strip("\n")]

    def _take(self, name: str, said: dict[str, str]) -> None:
        value = said.get("value", "on")
        if said.get("type") in {"radio", "checkbox"}:
            self.form.offered.setdefault(name, []).append(value)
            if "checked" in said:
                self.form.sent.setdefault(name, []).append(value)
        else:
            self.form.sent[name] = [said.get("value", "")]

    def _option(self, said: dict[str, str]) -> None:
        self.form.offered[self._select].append(said.get("value", ""))
        if "selected" in said:
            self.form.sent.setdefault(self._select, []).append(said.get("value", ""))


def shown_form(html: str) -> ShownForm:
    """Return the form of a page that is sent to the page itself; empty where there is none."""
    reader = _Reader()
    reader.feed(html)
    return reader.form
