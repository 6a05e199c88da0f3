"""The demonstration fills itself, finds itself full the next time, and recovers from a broken first start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from pytest_django.fixtures import Settings

from alteram import worked
from alteram.people import fictional_id
from alteram_web.casework import bodies, commands, directory, record, selectors
from alteram_web.casework.selectors import Viewer
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import CASTS, LEAGUE, Cast
from alteram_web.identity.models import Holder

NOW = datetime.now(UTC)


class PowerCut(Exception):
    """The machine goes off."""


@pytest.fixture(autouse=True)
def master_key(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "master.key"
    file.write_bytes(bytes(range(32)))
    settings.MASTER_KEY_FILE = str(file)


def counted(cast: Cast) -> tuple[int, int, int]:
    body = bodies.by_slug(cast.slug)
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
    full = [counted(cast) for cast in CASTS]
    seeding.seed(NOW)

    assert [counted(cast) for cast in CASTS] == full
    for cast, (cases, _entries, memberships) in zip(CASTS, full, strict=True):
        folder = Path(site.RULEBOOKS) / cast.slug
        people, _names = worked.read_people(next(iter(sorted(folder.glob("*/people.yaml")))))
        assert cases == len(cast.history) + len(cast.live)
        assert memberships == len({(one.person, one.pool) for one in people.memberships})
        assert Holder.objects.filter(body=bodies.by_slug(cast.slug).id).count() == len(cast.parts)


def small(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The club alone: the rounds are the same for every body, and this one is quickly told."""
    club = next(cast for cast in CASTS if cast is not LEAGUE)
    monkeypatch.setattr(seeding, "CASTS", (club,))
    return club


def test_a_demonstration_opened_weeks_later_tells_fresh_cases_and_leaves_the_old_ones_to_the_clock(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    club = small(monkeypatch)
    seeding.seed(NOW)
    first = counted(club)[0]

    seeding.seed(NOW + timedelta(days=6))
    within_the_week = counted(club)[0]
    later = NOW + timedelta(weeks=5)
    seeding.seed(later)
    after_it = counted(club)
    seeding.seed(later + timedelta(days=1))

    assert within_the_week == first
    assert after_it[0] == first + len(club.live)
    assert counted(club)[0] == after_it[0]
    viewer = Viewer(body=bodies.by_slug(club.slug).id, person=fictional_id("Maud Ferrers"), now=later, day=later.date())
    assert selectors.count(viewer)["charged"] >= 1


def test_a_round_that_was_cut_off_goes_on_where_it_broke(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    club = small(monkeypatch)
    seeding.seed(NOW)
    later = NOW + timedelta(weeks=2)
    door = commands.act
    left = [30]

    def shut(*args: object, **more: object) -> object:
        left[0] -= 1
        if not left[0]:
            raise PowerCut
        return door(*args, **more)  # type: ignore[arg-type]  # handed through as it came

    monkeypatch.setattr(commands, "act", shut)
    with pytest.raises(PowerCut):
        seeding.seed(later)
    monkeypatch.setattr(commands, "act", door)
    seeding.seed(later + timedelta(days=1))
    whole = counted(club)
    seeding.seed(later + timedelta(days=1))

    assert whole[0] == len(club.history) + 2 * len(club.live)
    assert counted(club) == whole


@pytest.mark.parametrize("cast", CASTS, ids=lambda cast: cast.slug)
@pytest.mark.parametrize("weeks", [4, 19, 33, 45])  # a new year, an Easter, a summer, an autumn
def test_every_live_case_can_be_told_at_any_time_of_the_year(cast: Cast, weeks: int) -> None:
    folder = Path(site.RULEBOOKS) / cast.slug
    people, names = worked.read_people(next(iter(sorted(folder.glob("*/people.yaml")))))
    for live in cast.live:
        told = seeding._live(folder, live, names, people, NOW + timedelta(weeks=weeks))
        assert told.case is not None
        assert not told.case.ended
