"""Images of a text, re-encoded: what is kept is made by us from the pixels alone."""

import hashlib
import io
from dataclasses import dataclass, field

from consultation.documents.parsing.blocks import Picture

MAX_SIDE = 1600
MAX_PIXELS = 40_000_000
MAX_PICTURES = 200


@dataclass
class Pictures:
    """The pictures of one file, by name."""

    found: dict[str, Picture] = field(default_factory=dict)

    def keep(self, content: bytes, alternative: str) -> Picture | None:
        """Re-encode one image as WebP, without its metadata; None when it cannot be read."""
        from PIL import Image

        if len(self.found) >= MAX_PICTURES:
            return None
        try:
            with Image.open(io.BytesIO(content)) as image:
                if image.width * image.height > MAX_PIXELS:
                    return None
                image.draft("RGB", (MAX_SIDE, MAX_SIDE))
                plain = image.convert(
                    "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
                )
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None
        plain.thumbnail((MAX_SIDE, MAX_SIDE))
        out = io.BytesIO()
        plain.save(out, "WEBP", quality=82, method=4)
        packed = out.getvalue()
        name = hashlib.sha256(packed).hexdigest()[:24] + ".webp"
        picture = Picture(name, packed, plain.width, plain.height, alternative)
        return self.found.setdefault(name, picture)


def attributes(picture: Picture, alternative: str) -> dict[str, str]:
    """The attributes of its `img`."""
    return {
        "src": f"/images/{picture.name}",
        "alt": alternative,
        "width": str(picture.width),
        "height": str(picture.height),
    }
