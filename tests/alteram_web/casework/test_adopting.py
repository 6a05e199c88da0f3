"""An edition enters a body by a deed of two people; one that misses a floor is refused, and never in force."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from alteram.codec import Actor
from alteram.procedure import Refused
from alteram.rulebook import loading
from alteram.rulebook.drafts import Draft
from alteram_web.casework import bodies, editions, house

from .conftest import MONDAY, at, begin_body

ROOT = Path(__file__).parents[3]
SIGNED = tuple(Actor(who=who, role="clerk", capacity="clerk") for who in ("p-one", "p-two"))


@pytest.fixture
def books(tmp_path: Path, settings: Settings) -> Path:
    """A league with a sound edition and, later, a draft; and a branch with nothing but a draft."""
    settings.RULEBOOKS = tmp_path
    shutil.copytree(ROOT / "rulebooks" / "lantern-league" / "2025", tmp_path / "lantern-league" / "2025")
    for body, name in (("lantern-league", "commonweal-party"), ("branch", "dockside-branch")):
        folder = tmp_path / body / "draft"
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "alteram" / "rulebook" / "faulty" / f"{name}.yaml", folder / "procedure.yaml")
    return tmp_path


def adopt(body: bodies.Body, digest: str) -> int:
    data = {
        "edition": digest, "in_force_from": "2025-01-01", "adopted_by": "Meeting, 1", "published_on": "2024-12-01",
    }  # fmt: skip
    deed = house.Deed(act="edition_adopted", at=MONDAY, by=SIGNED, data=data)
    return house.enter(body.id, deed, now=at(MONDAY, 9)).entry.index


@pytest.mark.usefixtures("transactional_db")
def test_a_sound_edition_is_adopted_and_a_draft_is_refused_with_what_it_misses(books: Path) -> None:
    body = begin_body("lantern-league")
    sound = loading.load(books / "lantern-league" / "2025")
    draft = loading.load(books / "lantern-league" / "draft")

    with pytest.raises(Refused) as refused:
        adopt(body, draft.digest)
    with pytest.raises(Refused) as unknown:
        adopt(body, "0" * 64)

    assert {refusal.code for refusal in refused.value.verdict.refusals} == {"E-DRAFT"}
    assert {refusal.clause for refusal in refused.value.verdict.refusals} == {
        "DPR-06", "IND-01", "ISU-01", "NOT-01", "PUB-01",
    }  # fmt: skip
    assert all(refusal.remedy for refusal in refused.value.verdict.refusals)
    assert [refusal.code for refusal in unknown.value.verdict.refusals] == ["E-DRAFT"]
    assert adopt(body, sound.digest) > 0


def test_a_draft_is_in_force_on_no_day(books: Path) -> None:
    book = editions.rulebook("lantern-league")

    assert [edition.version for edition in book.editions] == ["2025"]
    assert [edition.version for edition in book.drafts] == ["2026.1"]
    assert book.on(book.drafts[0].in_force_from).version == "2025"


def test_a_body_with_nothing_but_a_draft_does_not_begin(books: Path) -> None:
    with pytest.raises(Draft, match="it misses APP-01, FND-01, HRG-09, IND-01, INV-01, SAN-01"):
        call_command("found_body", "branch", "The Branch")
