"""The demonstration fills itself, finds itself full the next time, and recovers from a broken first start."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from pytest_django.fixtures import Settings

from alteram import worked
from alteram_web.casework import bodies, commands, directory, record
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import BODY, LIVE, PARTS
from alteram_web.identity.models import Holder

NOW = datetime.now(UTC)


class PowerCut(Exception):
    """The machine goes off."""


@pytest.fixture(autouse=True)
def master_key(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "master.key"
    file.write_bytes(bytes(range(32)))
    settings.MASTER_KEY_FILE = str(file)


def counted() -> tuple[int, int, int]:
    body = bodies.by_slug(BODY)
    with record.transaction(body.id):
        cases = record.cases()
        entries = sum(len(record.load(body.id, name).entries) for name in cases)
        return len(cases), entries, len(record.people().memberships)


def test_a_broken_start_is_taken_up_again_and_a_full_one_is_left_alone(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = directory.put
    left = [12]

    def cut(*args: object, **more: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise PowerCut
        names(*args, **more)  # type: ignore[arg-type]  # handed through as it came

    monkeypatch.setattr(directory, "put", cut)
    with pytest.raises(PowerCut):
        seeding.seed(NOW)
    monkeypatch.setattr(directory, "put", names)

    door = commands.act
    left[0] = 60

    def shut(*args: object, **more: object) -> object:
        left[0] -= 1
        if not left[0]:
            raise PowerCut
        return door(*args, **more)  # type: ignore[arg-type]  # handed through as it came

    monkeypatch.setattr(commands, "act", shut)
    with pytest.raises(PowerCut):
        seeding.seed(NOW)
    monkeypatch.setattr(commands, "act", door)

    seeding.seed(NOW)
    full = counted()
    seeding.seed(NOW)

    assert counted() == full
    assert full[0] == 6 + len(LIVE)
    people, _names = worked.read_people(Path(site.RULEBOOKS) / BODY / "2025" / "people.yaml")
    assert full[2] == len({(one.person, one.pool) for one in people.memberships})
    assert Holder.objects.count() == len(PARTS)
