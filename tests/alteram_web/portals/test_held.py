"""What the clock would do and a floor forbids: the auditor and the clerk are told, with the code (2.6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from alteram.people import fictional_id
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, oversight
from alteram_web.casework.selectors import Viewer
from tests.portal_fixtures import SignedIn

BEGUN = datetime.now(UTC) - timedelta(days=75)


@pytest.fixture
def too_late(league: bodies.Body) -> str:
    """A complaint about what happened two years before, on which nobody has ruled for seventy-five days."""
    name, day = str(uuid4()), BEGUN.date()
    said = {
        "standing": "victim", "account": "He shouted.", "respondents": [fictional_id("Corwin Bale")],
        "conduct": [(day - timedelta(days=730)).isoformat()],
    }  # fmt: skip
    wish = Wish(
        case=name, step="receive", at=day, recorded=BEGUN, by=(fictional_id("Jory Penhale"),), channel="portal",
        fields=said,
    )  # fmt: skip
    commands.act(wish, body=league.id)
    placed = {"person": fictional_id("Dev Ashgrove"), "capacity": "clerk"}
    by = (fictional_id("Hollis Brandt"),)
    commands.act(Wish(case=name, act="appointed", at=day, recorded=BEGUN, by=by, fields=placed), body=league.id)
    return name


def test_the_auditor_and_the_clerk_read_what_is_held_and_why(
    league: bodies.Body, too_late: str, signed_in: SignedIn
) -> None:
    now = datetime.now(UTC)
    auditor = Viewer(body=league.id, person=fictional_id("Anselm Reyne"), now=now, day=now.date())
    (one,) = oversight.fairness(auditor, oversight.cases(auditor))
    assert "E-OUT-OF-TIME" in {held.code for held in one.held}

    list_ = signed_in("Anselm Reyne").get("/lantern-league/audit/fairness/").content.decode()
    assert "E-OUT-OF-TIME" in list_
    page = signed_in("Dev Ashgrove").get(f"/lantern-league/cases/case/{too_late}/").content.decode()
    assert "The clock tries again each day" in page
    theirs = signed_in("Jory Penhale")
    assert "E-OUT-OF-TIME" not in theirs.get(f"/lantern-league/cases/case/{too_late}/").content.decode()
