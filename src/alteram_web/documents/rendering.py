"""A letter as a PDF that a screen reader can read (PDF/UA-1) and that lasts (PDF/A-2a).

The same letter gives the same bytes, whenever it is made. Typst refuses what would break either standard.
"""

from __future__ import annotations

import json
import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings

from alteram.correspondence import Block, Letter

HERE = Path(__file__).parent
FONTS = HERE.parent / "ui" / "static" / "ui" / "fonts"


def pdf(letter: Letter, *, sender: str, reference: str, on: date, language: str = "en") -> bytes:
    """The letter as a tagged PDF. ``sender`` is the body's name, ``on`` the day it was written."""
    told = {
        "title": letter.title,
        "sender": sender,
        "reference": reference,
        "language": language,
        "day": [on.year, on.month, on.day],
        "page": {"cy": "tudalen"}.get(language, "page"),
        "blocks": [_block(block) for block in letter.blocks],
    }
    made = _compiler().compile(
        format="pdf", sys_inputs={"letter": json.dumps(told)}, pdf_standards=["ua-1", "a-2a"], timestamp=0
    )
    assert isinstance(made, bytes)  # noqa: S101  # one document, so one file
    return made


def _block(block: Block) -> dict[str, object]:
    return {"kind": block.kind, "runs": [{"text": run.text, "strong": run.strong} for run in block.runs]}


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Kept, since it reads the fonts once. No package may come from the network: the folder for them stays empty."""
    nothing = Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()) / "alteram-no-packages"
    nothing.mkdir(exist_ok=True)
    return typst.Compiler(
        str(HERE / "letter.typ"), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True,
        package_path=str(nothing),
    )  # fmt: skip
