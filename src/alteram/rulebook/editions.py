"""All editions of a body, from its folder: ``rulebooks/BODY/EDITION/``."""

from __future__ import annotations

from pathlib import Path

from alteram.rulebook.document import CannotBeRead, Problem
from alteram.rulebook.loading import load
from alteram.rulebook.model import Rulebook


def load_rulebook(folder: Path) -> Rulebook:
    """The rule book of the body in this folder: every edition in it, oldest first."""
    editions = sorted((load(path.parent) for path in folder.glob("*/procedure.yaml")), key=lambda e: e.in_force_from)
    if not editions:
        problem = Problem(
            file=folder.name, line=1, wrong="This body has no edition.", right="Add EDITION/procedure.yaml."
        )
        raise CannotBeRead((problem,))
    return Rulebook(body=folder.name, editions=tuple(editions))
