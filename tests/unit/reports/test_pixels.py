# SPDX-License-Identifier: EUPL-1.2
"""Pictures brought along become pixels: nothing of camera and place is left, nothing that harms is unfolded."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from reports.readers.pixels import LONGEST_SIDE, MOST_BYTES, PictureError, pixels_of, refuse_before_reading
from reports.readers.sandbox import read_picture
from reports.rendering.brought import LONGEST_ALTERNATIVE, SHORTEST_ALTERNATIVE, lack_of
from sozialplanung.common.foreignpicture import Pixels
from tests.factories.photographs import CAMERA, PLACE, bomb, drawing, moving, noted, photograph, written


def opened(kept: Pixels) -> Image.Image:
    picture = Image.open(io.BytesIO(kept.content))
    picture.load()
    return picture


def test_photograph_stands_upright_and_tells_neither_camera_nor_place() -> None:
    given_file = photograph()
    assert CAMERA.encode() in given_file

    kept = pixels_of(given_file)

    picture = opened(kept)
    assert (kept.kind, kept.width, kept.height) == ("jpeg", 160, 240)
    assert picture.size == (160, 240)
    assert CAMERA.encode() not in kept.content
    assert PLACE.encode() not in kept.content
    assert dict(picture.getexif()) == {}
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_drawing_keeps_its_pixels_and_loses_what_is_written_beside_them() -> None:
    kept = pixels_of(noted())

    picture = opened(kept)
    assert kept.kind == "png"
    assert picture.getpixel((3, 3)) == (1, 2, 3)
    assert picture.info == {}
    assert CAMERA.encode() not in kept.content


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_format_is_taken_and_the_same_file_gives_the_same_bytes(kind: str) -> None:
    kept = pixels_of(drawing(kind))

    assert (kept.width, kept.height) == (120, 80)
    assert pixels_of(drawing(kind)) == kept
    assert opened(kept).mode == "RGB"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_whatever_a_picture_is_made_of_it_stands_on_white(mode: str) -> None:
    clear = Image.new("RGBA", (10, 10), (255, 0, 0, 0)) if mode in {"RGBA", "LA", "P"} else Image.new(mode, (10, 10), 1)

    kept = pixels_of(written(clear.convert(mode) if mode == "LA" else clear, "PNG"))

    if mode in {"RGBA", "LA"}:
        assert opened(kept).getpixel((5, 5)) == (255, 255, 255)
    assert opened(kept).mode == "RGB"


def test_large_picture_is_made_smaller_and_a_photograph_in_png_becomes_jpeg() -> None:
    kept = pixels_of(written(Image.effect_noise((2_600, 1_300), 120).convert("RGB"), "PNG"))

    assert (kept.kind, kept.width, kept.height) == ("jpeg", LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "kind"),
        (b"Das ist kein Bild.", "kind"),
        (b"%PDF-1.7 ...", "kind"),
        (moving("GIF"), "kind"),
        (moving("PNG"), "moving"),
        (moving("WEBP"), "moving"),
        (bomb(), "pixels"),
        (bomb(8_000, 8_000), "pixels"),
        (drawing()[:60], "broken"),
        (photograph()[:900], "broken"),
    ],
)
def test_what_is_no_picture_to_read_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(PictureError) as refused:
        pixels_of(content)

    assert refused.value.code == code


def test_what_others_of_the_process_read_stays_as_they_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What sets documents reads files that have lost their end: it says so for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    with pytest.raises(PictureError) as refused:
        pixels_of(photograph()[:900])

    assert refused.value.code == "broken"
    assert ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "drawing"),
        (b"<!-- x --> <SVG onload='alert(1)'>", "drawing"),
        (b"\0" * (MOST_BYTES + 1), "bytes"),
    ],
)
def test_drawings_with_programs_and_what_is_too_large_are_not_even_read(content: bytes, code: str) -> None:
    with pytest.raises(PictureError) as refused:
        refuse_before_reading(content)

    assert refused.value.code == code


@settings(max_examples=30, deadline=None)
@given(place=st.integers(0, 2_000), byte=st.integers(0, 255), cut=st.integers(0, 2_000))
def test_damaged_file_is_read_or_refused_and_never_anything_else(place: int, byte: int, cut: int) -> None:
    content = bytearray(photograph())
    content[place % len(content)] = byte

    try:
        kept = pixels_of(bytes(content)[: len(content) - cut])
    except PictureError:
        return
    assert CAMERA.encode() not in kept.content


def test_confined_child_reads_a_picture_and_refuses_as_it_would_alone() -> None:
    assert read_picture(photograph()) == pixels_of(photograph())
    with pytest.raises(PictureError) as refused:
        read_picture(moving("WEBP"))
    assert refused.value.code == "moving"


def test_child_that_ends_or_lies_is_not_believed() -> None:
    for module in ("this", "no.such.module"):
        with pytest.raises(PictureError) as refused:
            read_picture(drawing(), module)
        assert refused.value.code == "sandbox"


@pytest.mark.parametrize(
    ("text", "lack"),
    [
        ("Kinder spielen im neuen Park an der Müllerstraße.", ""),
        ("Dekoration", "empty"),
        ("Nur zur Dekoration.", "empty"),
        ("Ein Bild von der Grafik", "empty"),
        ("IMG_20240312.jpg", "file"),
        ("Park", "short"),
        ("", "short"),
        ("   ", "short"),
        ("x " * LONGEST_ALTERNATIVE, "long"),
        ("A" * SHORTEST_ALTERNATIVE, ""),
        ("A" * LONGEST_ALTERNATIVE, ""),
    ],
)
def test_alternative_says_what_is_to_be_seen(text: str, lack: str) -> None:
    assert lack_of(text) == lack
