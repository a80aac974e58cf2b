# SPDX-License-Identifier: EUPL-1.2
"""A code that a phone reads is drawn as one path, the same each time."""

import io

import numpy as np
from PIL import Image

from reports.rendering.files.raster import png_of
from sozialplanung.common.qr import modules_path, qr_svg

ADDRESS = "https://sozialplanung.example/b/kinder/2026-1/"


def test_code_is_a_whole_file_and_the_same_each_time() -> None:
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS)
    assert qr_svg(ADDRESS) != qr_svg(f"{ADDRESS}#dateien")
    assert qr_svg(ADDRESS).startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')


def test_drawn_code_has_the_dark_modules_of_its_path() -> None:
    size, path = modules_path(ADDRESS)

    image = Image.open(io.BytesIO(png_of(qr_svg(ADDRESS), [], pixels=size))).convert("L")

    dark = np.argwhere(np.asarray(image) < 128)
    assert {f"M{x} {y}h1v1h-1z" for y, x in dark} == {f"{each}z" for each in path.split("z") if each}
    # Four modules around it stay white.
    assert dark.min() == 4
