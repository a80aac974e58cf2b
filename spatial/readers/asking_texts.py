# SPDX-License-Identifier: EUPL-1.2
"""The sentences of errors of asking a foreign service, whatever is asked of it: what differs is the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK_ADDRESS = _("Check the address: it is the one of the service, as its description names it.")


@dataclass(frozen=True, slots=True)
class WaysOut:
    """What is to be done where a service is silent for now, where its office has to act, where it sends too much."""

    later: str
    tell: str
    less: str


def asking_texts(asked: str, described: str, ways: WaysOut) -> Mapping[str, Explanation]:
    """Return the explanations that all services share.

    Parameters
    ----------
    asked : str
        What codes of the connection begin with, without the underscore.
    described : str
        What codes of what the service says of itself begin with.
    ways : WaysOut
        In the words of whoever asks.

    Returns
    -------
    mapping of str to Explanation
        By code.
    """
    connection = {
        "address": Explanation(
            _("“%(address)s” is no address that may be asked."),
            _("Allowed are addresses with https, without user name, password and port."),
            CHECK_ADDRESS,
        ),
        "unreachable": Explanation(_("The server “%(host)s” does not answer."), "", ways.later),
        "certificate": Explanation(
            _("The certificate of the server “%(host)s” is not valid for its name."), "", ways.tell
        ),
        "redirect": Explanation(
            _("The server “%(host)s” sends on to another place (%(target)s)."),
            _("Only the address that was entered is asked."),
            _("Enter the address of that place, if it is the right one."),
        ),
        "status": Explanation(_("The server “%(host)s” answers with the error %(status)s."), "", CHECK_ADDRESS),
        "encoded": Explanation(
            _("The server “%(host)s” sends its answer compressed, although it was asked not to."), "", ways.tell
        ),
        "too_large": Explanation(
            _("The server sends more than is allowed."), _("At most %(limit)s bytes are allowed."), ways.less
        ),
        "timeout": Explanation(_("The server did not send all within %(seconds)s seconds."), "", ways.later),
    }
    description = {
        "xml": Explanation(
            _("What the service says about itself cannot be read, or holds a document type."),
            _("Plain XML without a document type is allowed."),
            CHECK_ADDRESS,
        ),
        "kind": Explanation(_("The service answers with “%(found)s”."), _("%(allowed)s is expected."), CHECK_ADDRESS),
        "exception": Explanation(_("The service reports an error: “%(told)s”."), "", ways.tell),
        "no_layers": Explanation(_("The service has no layers."), "", CHECK_ADDRESS),
        "layer_unknown": Explanation(
            _("The service has no layer “%(layer)s”."),
            _("It has the layers %(layers)s."),
            _("Choose one of these layers."),
        ),
    }
    return {f"{asked}_{name}": each for name, each in connection.items()} | {
        f"{described}_{name}": each for name, each in description.items()
    }
