"""Those who sit and whoever complained have the day of the hearing by letter, and nothing of what is charged in it."""

from __future__ import annotations

from alteram.correspondence import Said, write
from alteram.correspondence.wording import read_wording
from alteram.dispatch import sendings
from alteram.people import fictional_id
from tests.builders import LEAGUE, case_before

PANEL = {fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")}
TOLLARD = fictional_id("Maeve Tollard")


def test_the_day_goes_to_the_panel_and_to_who_complained_and_names_no_charge() -> None:
    told = case_before("G01", "release_bundle")
    assert told.case is not None
    notice = next(entry for entry in told.entries if "hearing_notice_served" in entry.acts)
    sent = [one for one in sendings(told.case, notice) if one.letter == "D43"]

    assert {one.to for one in sent} == {*PANEL, TOLLARD}
    said = Said(
        reference="LL-2026-001", address="https://example.org/lantern-league/", names=told.story.names, texts={}
    )
    for one in sent:
        letter = write(read_wording(LEAGUE / "2025" / "letters"), "D43", told.case, notice, one.to, said)
        assert letter is not None
        assert "14 May 2026" in letter.plain
        assert "3.4" not in letter.plain
        assert "harge" not in letter.plain
        assert ("You sit. It is about Corwin Bale" in letter.plain) == (one.to in PANEL)
