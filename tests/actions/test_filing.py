"""Files come in one way, whatever door they come through."""

import io
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from academe.actions.filing import file_name, take_file, take_picture
from academe.actions.pictures import LONGEST_SIDE, MOST_PIXELS
from academe.errors import InvalidAnswers
from academe.web.views.files import SHOWN


def saved(picture: Image.Image, kind: str, **options) -> io.BytesIO:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    stream.seek(0)
    return stream


def zipped(**files: str) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "/"), body)
    stream.seek(0)
    return stream


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_drawn_anew(district, kind):
    stored = take_picture(saved(Image.new("RGB", (5, 3), "red"), kind), "a.bin", district)
    assert stored.media_type == f"image/{kind.lower()}"
    with stored.open() as stream, Image.open(stream) as drawn:
        assert (drawn.size, drawn.format) == ((5, 3), kind)


def test_where_a_picture_was_taken_is_nobodys_business(district):
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "CANARY", {1: "N", 2: (45.0, 31.0, 0.0)}
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "CANARY")
    for picture in (
        saved(Image.new("RGB", (5, 3)), "JPEG", exif=exif, comment=b"CANARY"),
        saved(Image.new("RGB", (5, 3)), "PNG", pnginfo=words, exif=exif),
        saved(Image.new("RGB", (5, 3)), "WEBP", exif=exif, xmp=b"CANARY"),
    ):
        assert b"CANARY" in picture.getvalue()
        with take_picture(picture, "a", district).open() as stream:
            assert b"CANARY" not in stream.read()


def test_a_picture_of_a_telephone_stands_upright(district):
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: the sensor lies on its side
    stored = take_picture(saved(Image.new("RGB", (8, 4)), "JPEG", exif=exif), "a.jpg", district)
    with stored.open() as stream, Image.open(stream) as drawn:
        assert drawn.size == (4, 8)


def test_what_hides_behind_a_picture_does_not_stay(district):
    both = saved(Image.new("RGB", (5, 3)), "GIF").getvalue() + b"<script>alert(1)</script>"
    with take_picture(io.BytesIO(both), "a.gif", district).open() as stream:
        assert b"script" not in stream.read()


def test_a_bomb_is_refused_before_it_is_unpacked(district):
    side = int(MOST_PIXELS**0.5) + 100
    bomb = saved(Image.new("1", (side, side)), "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(InvalidAnswers, match="too large"):
        take_picture(bomb, "bomb.png", district)


def test_a_large_picture_is_made_as_large_as_a_screen(district):
    stored = take_picture(saved(Image.new("L", (6000, 30)), "PNG"), "wide.png", district)
    with stored.open() as stream, Image.open(stream) as drawn:
        assert max(drawn.size) == LONGEST_SIDE


@pytest.mark.parametrize(
    "body",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + b"no picture" * 10,
        b"",
    ],
)
def test_what_could_run_is_kept_as_a_file_to_save_only(district, body):
    stored = take_file(io.BytesIO(body), "picture.png", district)
    assert stored.media_type not in SHOWN
    with stored.open() as stream:
        assert stream.read() == body
    with pytest.raises(InvalidAnswers):
        take_picture(io.BytesIO(body), "picture.png", district)


@pytest.mark.parametrize(
    ("stream", "media_type"),
    [
        (io.BytesIO(b"%PDF-1.7 ..."), "application/pdf"),
        (zipped(word__document="x", **{"[Content_Types].xml": "x"}), "wordprocessingml.document"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "opendocument.text"),
        (zipped(notes="x"), "application/zip"),
        (io.BytesIO("Ein Text, zwei Wörter".encode()), "text/plain"),
        (io.BytesIO(b"\x00\x01\x02"), "application/octet-stream"),
    ],
)
def test_what_a_file_is_is_read_from_its_bytes(district, stream, media_type):
    assert take_file(stream, "x.html", district).media_type.endswith(media_type)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\ana\\plan.docx", "plan.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.txt", "ab.txt"),
        ("", "file"),
        ("درس.pdf", "درس.pdf"),
    ],
)
def test_a_file_keeps_its_name_and_no_more(given, kept):
    assert file_name(given) == kept


def test_a_long_name_keeps_its_ending():
    assert file_name("x" * 300 + ".docx").endswith("x.docx")
    assert len(file_name("x" * 300 + ".docx")) == 200
