"""Images of a text, re-encoded: what is kept is made by us from the pixels alone."""

import hashlib
import io
from dataclasses import dataclass, field

from consultation.documents.parsing.blocks import Picture

MAX_SIDE = 1600
MAX_PIXELS = 40_000_000
MAX_PICTURES = 500
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
"""What is decoded. Others of Pillow's run programs (EPS) or are never met in texts."""
PLAIN = {"RGB", "RGBA"}


@dataclass
class Pictures:
    """The pictures of one file, by name. The same bytes are decoded once."""

    found: dict[str, Picture] = field(default_factory=dict)
    _names: dict[bytes, str] = field(default_factory=dict)

    def keep(self, content: bytes, alternative: str) -> Picture | None:
        """Re-encode one image as WebP, without its metadata; None when it cannot be read."""
        source = hashlib.sha256(content).digest()
        if source not in self._names:
            made = _encoded(content, alternative) if len(self.found) < MAX_PICTURES else None
            self._names[source] = made.name if made else ""
            if made:
                self.found.setdefault(made.name, made)
        return self.found.get(self._names[source])


def _encoded(content: bytes, alternative: str) -> Picture | None:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            ImageOps.exif_transpose(image, in_place=True)
            is_clear = "A" in image.getbands() or "transparency" in image.info
            plain = image if image.mode in PLAIN else image.convert("RGBA" if is_clear else "RGB")
            plain.thumbnail((MAX_SIDE, MAX_SIDE))
            out = io.BytesIO()
            plain.save(out, "WEBP", quality=80, method=1, exif=b"", xmp=b"", icc_profile=b"")
    except Exception:
        # Pillow's decoders raise almost anything on a broken file; too large a one ends memory.
        return None
    packed = out.getvalue()
    name = hashlib.sha256(packed).hexdigest()[:24] + ".webp"
    return Picture(name, packed, plain.width, plain.height, alternative)


def attributes(picture: Picture, alternative: str) -> dict[str, str]:
    """The attributes of its `img`."""
    return {
        "src": f"/images/{picture.name}",
        "alt": alternative,
        "width": str(picture.width),
        "height": str(picture.height),
    }
