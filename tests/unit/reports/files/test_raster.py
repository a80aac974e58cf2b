# SPDX-License-Identifier: EUPL-1.2
"""Pictures are drawn alike everywhere, with our fonts and patterns, and reach nothing."""

import io
from pathlib import Path

import pytest
from PIL import Image

from reports.rendering.files.raster import UnsafePictureError, height_of, pictures_of, png_of
from tests.factories.documents import SVG, document_of, figure
from tests.factories.drawing import FONTS

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">'


def picture(inside: str) -> Image.Image:
    return Image.open(io.BytesIO(png_of(f"{HEAD}{inside}</svg>", FONTS, pixels=400))).convert("RGB")


def dark(image: Image.Image) -> int:
    return sum(image.convert("L").histogram()[:128])


def test_picture_is_drawn_on_white_in_the_width_asked_for() -> None:
    image = Image.open(io.BytesIO(png_of(SVG, FONTS, pixels=800))).convert("RGB")

    assert image.size == (800, 400)
    assert image.getpixel((2, 2)) == (255, 255, 255)
    assert image.getpixel((300, 100)) == (0x0B, 0x1F, 0x5C)


def test_same_drawing_gives_the_same_bytes_without_words_about_its_making() -> None:
    made = png_of(SVG, FONTS)

    assert made == png_of(SVG, FONTS)
    assert not {b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"} & {made[at : at + 4] for at in range(len(made))}


def test_texts_have_our_fonts_and_their_weights() -> None:
    light = picture('<text x="2" y="15" font-size="12">Mitte</text>')
    heavy = picture('<text x="2" y="15" font-size="12" font-weight="600">Mitte</text>')
    other = picture('<text x="2" y="15" font-size="12" font-family="Comic Sans MS, sans-serif">Mitte</text>')

    assert dark(light) > 500
    assert dark(heavy) > dark(light) * 1.1
    assert other.tobytes() == light.tobytes()


def test_patterns_are_drawn() -> None:
    stripes = picture(
        '<defs><pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="2" height="4"/>'
        '</pattern></defs><rect width="40" height="20" fill="url(#p)"/>'
    )

    assert dark(stripes) == pytest.approx(400 * 200 / 2, rel=0.02)


@pytest.mark.parametrize(
    "inside",
    [
        '<image xlink:href="/etc/passwd" width="9" height="9"/>',
        '<image href="data:image/png;base64,AAAA" width="9" height="9"/>',
        '<use href="file:///etc/passwd#a"/>',
        '<rect fill="url(http://127.0.0.1/a#b)" width="9" height="9"/>',
        '<rect style="fill: url( \'other.svg#b\')" width="9" height="9"/>',
        "<style>@import 'http://127.0.0.1/a.css'</style>",
        "<script>1</script>",
        "<rect",
    ],
)
def test_picture_that_names_something_outside_is_refused(inside: str) -> None:
    with pytest.raises(UnsafePictureError):
        picture(inside)


def test_document_types_are_refused() -> None:
    with pytest.raises(UnsafePictureError):
        png_of(f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}<text>&a;</text></svg>', FONTS)


def test_what_has_no_size_is_refused() -> None:
    with pytest.raises(UnsafePictureError):
        png_of('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>', FONTS)


def test_references_within_and_links_are_drawn() -> None:
    linked = picture('<a href="https://example.org/"><rect id="r" width="9" height="9"/></a><use href="#r" x="20"/>')

    assert dark(linked) == pytest.approx(2 * 90 * 90, rel=0.02)


def test_all_pictures_of_a_document_are_drawn_by_name() -> None:
    drawn = pictures_of(document_of(), FONTS)

    assert list(drawn) == ["karte"]
    assert drawn["karte"] == png_of(SVG, FONTS)


def test_pictures_keep_their_shape() -> None:
    assert height_of(figure(), 100) == 50


def test_fonts_are_built_at_set_up() -> None:
    assert all(Path(font).read_bytes()[:4] == b"\x00\x01\x00\x00" for font in FONTS)
