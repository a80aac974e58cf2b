# SPDX-License-Identifier: EUPL-1.2
"""Brings the German catalogues up to date with the sources and compiles them."""

import sys

from scripts import catalogues, check_messages


def main() -> int:
    """Collect, compile, and name what has to be translated."""
    catalogues.collect()
    catalogues.compile_all()
    return check_messages.main()


if __name__ == "__main__":
    sys.exit(main())
