from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from tulga.documents.inspection import Reason, Refused

MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000


def inspect(path: Path, kind: str, output: Path | None) -> bool:
    """Raise Refused unless it is a picture of bearable size. Only its pixels go to `output`."""
    Image.MAX_IMAGE_PIXELS = None  # our own, lower limit follows before a single pixel is read
    with Image.open(path, formats=[kind.upper()]) as picture:
        if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
            raise Refused(Reason.TOO_MANY_PIXELS, f"{picture.width} x {picture.height}")
        upright = ImageOps.exif_transpose(picture)

    if kind == "jpeg" and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    # Whatever else the file said (place, camera, author, thumbnail, colour profile) stays behind.
    upright.info = {name: value for name, value in upright.info.items() if name == "transparency"}
    if output is None:
        return False
    if kind == "jpeg":
        upright.save(output, format="JPEG", quality=92)
    else:
        upright.save(output, format="PNG")
    return True
