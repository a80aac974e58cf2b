# SPDX-License-Identifier: EUPL-1.2
"""The confined process that makes one logo anew: `python -m sozialplanung.accounts.looks.logochild`."""

import sys

from sozialplanung.accounts.looks.pictures import LogoError, logo_of
from sozialplanung.common.foreignpicture import PictureRefusedError, Pixels, serve


def read(content: bytes) -> Pixels:
    """Return a picture as a logo; raise PictureRefusedError with the fault."""
    try:
        found = logo_of(content)
    except LogoError as error:
        raise PictureRefusedError(error.fault.value) from error
    return Pixels("png", found.width, found.height, found.content)


def main() -> int:
    """Read the picture and return the exit code."""
    # What reads pictures is loaded before nothing more can be opened.
    from PIL import JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

    del JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin
    return serve(read)


if __name__ == "__main__":
    sys.exit(main())
