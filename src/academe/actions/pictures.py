"""Pictures are decoded and written anew: no place, no name, no hidden text stays in them."""

import threading
import warnings
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from academe.errors import InvalidAnswers
from academe.wording import _

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
MOST_PIXELS = 60_000_000  # of the file as it comes; a phone of today has 12 to 50 million
LONGEST_SIDE = 4096  # pixels of what is kept: enough for a screen and for A4 paper
MOST_FRAMES = 300
ONE_AT_A_TIME = threading.Lock()  # a decoded picture takes 4 bytes a pixel
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, ArithmeticError)
"""What Pillow raises on files that are broken or hostile."""


def redraw(stream: BinaryIO) -> tuple[BytesIO, str]:
    """Return (the picture as new bytes without metadata, its media type); raises InvalidAnswers."""
    stream.seek(0)
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd files; what is too large is asked below
        try:
            with Image.open(stream, formats=list(FORMATS)) as picture:
                return _redraw(picture)
        except (UnidentifiedImageError, Image.DecompressionBombError):
            raise InvalidAnswers(
                {"": _("Please choose a picture (PNG, JPEG, GIF or WebP).")}
            ) from None
        except BROKEN:
            raise InvalidAnswers(
                {"": _("This picture is damaged. Please save it anew and try again.")}
            ) from None


def _redraw(picture: Image.Image) -> tuple[BytesIO, str]:
    kind = picture.format or "PNG"
    frames = getattr(picture, "n_frames", 1)
    if picture.width * picture.height * min(frames, MOST_FRAMES) > MOST_PIXELS:
        raise InvalidAnswers(
            {
                "": _(
                    "This picture is too large: ${most} million pixels at most.",
                    mapping={"most": MOST_PIXELS // 1_000_000},
                )
            }
        )
    target = BytesIO()
    if frames > 1 and kind in ("GIF", "WEBP"):
        _write_moving(picture, kind, frames, target)
    else:
        _still(picture, kind).save(target, kind, **OPTIONS[kind])
    target.seek(0)
    return target, FORMATS[kind]


OPTIONS: dict[str, dict[str, object]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 90},
    "GIF": {},
    "WEBP": {"quality": 90},
}


def _still(picture: Image.Image, kind: str) -> Image.Image:
    """Return the pixels alone, upright, in the colours of the web."""
    profile = picture.info.get("icc_profile")
    drawn = ImageOps.exif_transpose(picture)
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    wanted = _mode_for(drawn, kind)
    if profile:
        drawn = _in_srgb(drawn, profile)
    bare = drawn.convert(wanted)
    bare.info = {}
    return bare


def _mode_for(picture: Image.Image, kind: str) -> str:
    is_clear = "A" in picture.getbands() or "transparency" in picture.info
    if kind == "JPEG":
        return "L" if picture.mode == "L" else "RGB"
    if picture.mode in ("1", "L"):
        return "L"
    return "RGBA" if is_clear else "RGB"


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        found = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode=None
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile: the colours stay as they are written
    return found or picture


def _write_moving(picture: Image.Image, kind: str, frames: int, target: BytesIO) -> None:
    """Write an animation: its frames and their times, and nothing else."""
    drawn, times = [], []
    for number in range(min(frames, MOST_FRAMES)):
        picture.seek(number)
        times.append(int(picture.info.get("duration", 100)) or 100)
        frame = picture.convert("RGBA")
        frame.info = {}
        drawn.append(frame)
    loop = int(picture.info.get("loop", 0))
    options: dict[str, object] = {"disposal": 2} if kind == "GIF" else {}
    drawn[0].save(
        target,
        kind,
        save_all=True,
        append_images=drawn[1:],
        duration=times,
        loop=loop,
        **options,
    )
