"""PNG files of few colours: charts have not many, and so a file is a third as large."""

from __future__ import annotations

import io
from collections.abc import Mapping

_COLOURS = 256
"""What one byte for each dot can tell apart. None is off by what an eye would see."""


def reduced(data: bytes, about: Mapping[str, str], dots: int) -> bytes:
    """The file with colours from a palette and words about it; ``dots`` are those of an inch."""
    from PIL import Image  # comes with Matplotlib
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for name, text in about.items():
        info.add_text(name, text)
    image = Image.open(io.BytesIO(data)).convert("RGB")
    few = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "png", optimize=True, pnginfo=info, dpi=(dots, dots))
    return file.getvalue()
