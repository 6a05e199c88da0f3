"""What each act does to the marking, besides what its step does to stages and duties. One room for each concern."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alteram.case.effects import aside, contact, courts, editions, hearing, intake, people, publication, sanction, time
from alteram.case.marking import Marking
from alteram.codec import Entry
from alteram.rulebook.model import Step

Effect = Callable[[Marking, Step | None, Entry], None]

EFFECTS: Mapping[str, Effect] = {
    **intake.EFFECTS,
    **people.EFFECTS,
    **aside.EFFECTS,
    **time.EFFECTS,
    **hearing.EFFECTS,
    **contact.EFFECTS,
    **sanction.EFFECTS,
    **publication.EFFECTS,
    **courts.EFFECTS,
    **editions.EFFECTS,
}
