"""Photographs lose what cameras write into them, stand upright, and come in sizes that phones can afford."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image, ImageCms

from scormbuild.build import build
from scormbuild.compile.pictures import BadPicture, copies
from tests.support import COURSE, document_of, write_course

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def photograph(width: int, height: int, **saved: object) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (width // 2, 0, width, height))
    stream = BytesIO()
    image.save(stream, "JPEG", quality=90, **saved)
    return stream.getvalue()


def with_camera_notes(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "Hemmelig kamera"
    exif[GPS] = {1: "N", 2: (59.0, 54.0, 0.0), 3: "E", 4: (10.0, 45.0, 0.0)}
    return exif


def made(tmp_path: Path, content: bytes, name: str = "a.jpg") -> list[tuple[int, int, Image.Image, bytes]]:
    path = tmp_path / name
    path.write_bytes(content)
    kind = "PNG" if name.endswith("png") else "JPEG"
    return [(one.width, one.height, Image.open(BytesIO(one.content)), one.content) for one in copies(path, kind)]


def is_red(image: Image.Image, x: float, y: float) -> bool:
    pixel = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    return pixel[0] > pixel[2]


@pytest.mark.parametrize("size", [(300, 200), (1200, 800), (4000, 3000)])
def test_nothing_of_the_camera_is_left(tmp_path: Path, size: tuple[int, int]) -> None:
    content = photograph(
        *size, exif=with_camera_notes(), comment=b"Hemmelig merknad", xmp=b"<x:xmpmeta>Hemmelig</x:xmpmeta>"
    )
    assert b"Hemmelig" in content
    for _, _, image, written in made(tmp_path, content):
        assert b"Hemmelig" not in written
        assert dict(image.getexif()) == {}
        assert {"exif", "comment", "xmp"}.isdisjoint(image.info)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((300, 200), [300]),
        ((799, 500), [799]),
        ((1200, 800), [1200, 600]),
        ((1600, 900), [1600, 800, 400]),
        ((4000, 3000), [1600, 800, 400]),
    ],
)
def test_each_copy_is_half_the_one_before(tmp_path: Path, size: tuple[int, int], widths: list[int]) -> None:
    sizes = made(tmp_path, photograph(*size))
    assert [width for width, *_ in sizes] == widths
    for width, height, image, _ in sizes:
        assert image.size == (width, height)
        assert width / height == pytest.approx(size[0] / size[1], rel=0.01)


def test_photograph_stands_upright(tmp_path: Path) -> None:
    # Orientation 6: the camera was turned; the picture's left is what people see above.
    ((width, height, image, _), *_) = made(tmp_path, photograph(300, 200, exif=with_camera_notes(6)))
    assert (width, height) == (200, 300)
    assert is_red(image, 0.5, 0.1)
    assert not is_red(image, 0.5, 0.9)


def test_colours_of_another_space_become_srgb(tmp_path: Path) -> None:
    """A profile in which the red and the blue light have changed places: what was stored as red was meant as blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"?XYZ"), (b"bXYZ", b"rXYZ"), (b"?XYZ", b"bXYZ"), (b"sRGB", b"xRGB")):
        profile = profile.replace(old, new)
    ((_, _, image, _),) = made(tmp_path, photograph(300, 200, icc_profile=profile))
    assert "icc_profile" not in image.info
    assert not is_red(image, 0.1, 0.5)
    assert is_red(image, 0.9, 0.5)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_png_is_taken(tmp_path: Path, mode: str) -> None:
    stream = BytesIO()
    source = Image.new(mode if mode != "P" else "RGB", (900, 30), 0)
    (source.quantize(8) if mode == "P" else source).save(stream, "PNG")
    for width, height, image, _ in made(tmp_path, stream.getvalue(), "a.png"):
        assert image.size == (width, height)


def test_transparency_stays(tmp_path: Path) -> None:
    stream = BytesIO()
    Image.new("RGBA", (1000, 1000), (10, 200, 10, 0)).save(stream, "PNG")
    for *_, image, _ in made(tmp_path, stream.getvalue(), "a.png"):
        assert image.convert("RGBA").getchannel("A").getpixel((1, 1)) == 0


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    stream = BytesIO()
    Image.new("CMYK", (300, 200), (0, 255, 255, 0)).save(stream, "JPEG")
    ((*_, image, _),) = made(tmp_path, stream.getvalue())
    assert image.mode == "RGB"
    assert is_red(image, 0.5, 0.5)


@pytest.mark.parametrize("content", [b"", b"tekst", photograph(300, 200)[:2000]])
def test_damaged_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(BadPicture, match="picture"):
        copies(tmp_path / "a.jpg", "JPEG")


def test_package_holds_what_srcset_names_and_one_content_once(tmp_path: Path) -> None:
    image = "          - image: {{file: {}.jpg, alt: A}}\n"
    photo = photograph(1600, 1200)
    course = COURSE.replace("          - choice:", image.format("a") + image.format("b") + "          - choice:")
    package = (
        build(write_course(tmp_path / "kurs", course, a_jpg=photo, b_jpg=photo), tmp_path / "dist").packages[0].path
    )
    template = next(page for page in document_of(package).iter("template") if page.get("id") == "page-finn-utgangen")
    first, second = template.iter("img")
    assert first.attrib == second.attrib
    assert (first.get("width"), first.get("height")) == ("1600", "1200")
    named = dict(candidate.split(" ") for candidate in first.get("srcset", "").split(", "))
    with ZipFile(package) as zip_:
        assert sorted(name for name in zip_.namelist() if name.startswith("media/")) == sorted(named)
        for name, width in named.items():
            assert f"{Image.open(BytesIO(zip_.read(name))).width}w" == width


def test_pictures_are_built_to_the_same_bytes(tmp_path: Path) -> None:
    first = [written for *_, written in made(tmp_path, photograph(3000, 2000))]
    assert first == [written for *_, written in made(tmp_path, photograph(3000, 2000))]
