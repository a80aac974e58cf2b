# SPDX-License-Identifier: EUPL-1.2
"""The confined process that reads one picture brought along: `python -m reports.readers.child`."""

import sys

from reports.readers.pixels import pixels_of
from sozialplanung.common.foreignpicture import serve


def main() -> int:
    """Read the picture and return the exit code."""
    # What reads pictures is loaded before nothing more can be opened.
    from PIL import ImageCms, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

    del ImageCms, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin
    return serve(pixels_of)


if __name__ == "__main__":
    sys.exit(main())
