"""The rule books of the bodies, read once from the folder of rule books. Adopted editions never change."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from alteram.correspondence import Wording, read_wording
from alteram.rulebook.editions import adoptable, load_rulebook
from alteram.rulebook.model import Rulebook

A_WEEK = timedelta(days=7)


def rulebook(slug: str) -> Rulebook:
    """Every edition of a body's rule book; drafts are set apart and never in force.

    Raises :class:`~alteram.rulebook.document.CannotBeRead`, and :class:`~alteram.rulebook.drafts.Draft` if a body has
    nothing but drafts.
    """
    return _load(Path(settings.RULEBOOKS) / slug)


def changed_lately(slug: str, today: date) -> bool:
    """Whether an edition came into force within a week: then each running case may go on under other rules."""
    return any(timedelta() <= today - one.in_force_from < A_WEEK for one in rulebook(slug).editions[1:])


def shipped() -> tuple[str, ...]:
    """The folders of the rule books that are here, whether or not a body runs under them."""
    return tuple(sorted({found.parents[1].name for found in Path(settings.RULEBOOKS).glob("*/*/procedure.yaml")}))


def wording(slug: str, version: str) -> Wording:
    """How a body writes its letters under one edition. Raises :class:`~alteram.rulebook.document.CannotBeRead`."""
    return _wording(Path(settings.RULEBOOKS) / slug / version / "letters")


@lru_cache(maxsize=64)
def _wording(folder: Path) -> Wording:
    return read_wording(folder)


_LOADING = Lock()  # the first pages after a start ask all at once; one of them reads


def _load(folder: Path) -> Rulebook:
    with _LOADING:
        return _loaded(folder)


@lru_cache(maxsize=64)
def _loaded(folder: Path) -> Rulebook:
    return adoptable(load_rulebook(folder))
