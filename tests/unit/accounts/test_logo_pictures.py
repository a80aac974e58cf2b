# SPDX-License-Identifier: EUPL-1.2
"""Uploaded logos: nothing but pixels stays, and what is no logo is refused for a reason."""

import gzip
import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from sozialplanung.accounts.looks.pictures import BOX, LogoError, LogoFault, logo_of, read_logo
from tests.factories.logos import SVG, drawn, png, saved


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def fault_of(content: bytes) -> LogoFault:
    with pytest.raises(LogoError) as refused:
        logo_of(content)
    return refused.value.fault


def test_logo_keeps_its_pixels_and_its_transparent_ground() -> None:
    made = logo_of(png())

    image = opened(made.content).convert("RGBA")
    assert (made.width, made.height) == image.size == (240, 120)
    assert image.getpixel((120, 60)) == (0xB0, 0x00, 0x20, 255)
    assert image.getpixel((2, 2))[3] == 0  # type: ignore[index]  # four channels


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGBA")]
)
def test_every_kind_of_picture_becomes_png(kind: str, mode: str) -> None:
    content = saved(drawn(mode="RGBA" if mode == "RGBA" else "RGB").convert(mode), kind)

    assert opened(logo_of(content).content).format == "PNG"


def test_nothing_that_is_no_pixel_stays() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "Kamera Muster", "Frau Muster"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "Frau Muster")
    jpeg = saved(drawn(mode="RGB"), "JPEG", exif=exif, icc_profile=profile, comment=b"Frau Muster")
    texts = saved(drawn(), "PNG", pnginfo=said, exif=exif, icc_profile=profile)
    assert b"Muster" in jpeg
    assert b"Muster" in texts

    for content in (jpeg, texts):
        made = logo_of(content).content
        assert b"Muster" not in made
        assert opened(made).info == {}
        assert chunks(made) <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def chunks(content: bytes) -> set[bytes]:
    found, at = set(), 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        found.add(content[at + 4 : at + 8])
        at += 12 + length
    return found


def test_picture_taken_on_its_side_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    made = logo_of(saved(drawn((240, 120), "RGB"), "JPEG", exif=exif))

    assert (made.width, made.height) == (120, 240)


def test_same_file_gives_the_same_bytes_and_large_ones_become_small() -> None:
    content = png((4000, 900))

    made = logo_of(content)

    assert made == logo_of(content)
    assert made.width <= BOX[0]
    assert made.height <= BOX[1]


def test_noise_stays_small() -> None:
    noise = Image.effect_noise((1200, 300), 90).convert("RGB")

    assert len(logo_of(saved(noise)).content) < 400_000


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>",
        b"<!DOCTYPE svg><svg/>",
        gzip.compress(SVG),
        b"<!-- x --><svg/>",
    ],
)
def test_drawings_are_refused_whatever_they_begin_with(content: bytes) -> None:
    assert fault_of(content) is LogoFault.SVG


def test_what_is_no_picture_is_refused() -> None:
    assert fault_of(b"") is LogoFault.UNKNOWN
    assert fault_of(b"%PDF-1.7") is LogoFault.UNKNOWN
    assert fault_of(saved(drawn(mode="RGB"), "GIF")) is LogoFault.UNKNOWN
    assert fault_of(saved(drawn(mode="RGB"), "TIFF")) is LogoFault.UNKNOWN


@pytest.mark.parametrize("is_lenient", [False, True])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_half_a_picture_is_refused(kind: str, monkeypatch: pytest.MonkeyPatch, *, is_lenient: bool) -> None:
    """Whatever sets PDF files lets Pillow take half pictures, in the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lenient)
    content = saved(drawn(mode="RGB"), kind)

    assert fault_of(content[: len(content) // 2]) is LogoFault.BROKEN


def test_picture_that_claims_to_be_a_bomb_is_refused_before_it_is_unpacked() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + head
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))

    assert fault_of(bomb + saved(drawn())[33:]) is LogoFault.TOO_LARGE
    assert fault_of(saved(Image.new("L", (4100, 4000)))) is LogoFault.TOO_LARGE


def test_pictures_that_move_are_refused() -> None:
    frames = [drawn(ink="#b00020"), drawn(ink="#0b5394")]

    for kind in ("WEBP", "PNG"):
        assert fault_of(saved(frames[0], kind, save_all=True, append_images=frames[1:])) is LogoFault.MOVING


def test_lines_and_specks_are_refused() -> None:
    assert fault_of(png((40, 40))) is LogoFault.TOO_SMALL
    assert fault_of(png((1000, 100))) is LogoFault.TOO_WIDE


def test_logo_that_cannot_be_seen_on_white_is_refused() -> None:
    assert fault_of(saved(drawn(ink="#ffffff"))) is LogoFault.UNSEEN
    assert fault_of(saved(Image.new("RGBA", (240, 120), (0, 0, 0, 0)))) is LogoFault.UNSEEN
    assert logo_of(saved(drawn(ink="#ffcc00"))).height == 120


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "MPO", "WEBP"])
def test_confined_child_makes_the_same_logo(kind: str) -> None:
    content = saved(drawn(mode="RGB"), kind)

    assert read_logo(content) == logo_of(content)


@pytest.mark.parametrize(("content", "fault"), [(SVG, LogoFault.SVG), (b"nothing", LogoFault.UNKNOWN)])
def test_confined_child_says_why_a_file_becomes_no_logo(content: bytes, fault: LogoFault) -> None:
    with pytest.raises(LogoError) as refused:
        read_logo(content)

    assert refused.value.fault == fault


def test_child_that_ends_or_lies_is_not_believed() -> None:
    for module in ("this", "no.such.module"):
        with pytest.raises(LogoError) as refused:
            read_logo(png(), module)
        assert refused.value.fault == LogoFault.STOPPED
