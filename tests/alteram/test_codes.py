"""Codes and floors: each names the other, and nothing is left without a guard."""

from __future__ import annotations

import re

from alteram.codes import CODES, FLOORS


def _words(text: str) -> list[str]:
    return text.split()


NAMED = _words("""
E-LETTER-EMPTY
E-NOT-FOUND E-ROLE-EXEC E-NOT-STARTED E-ENDED E-STAGE E-NEEDS E-BARRED E-DONE E-TOO-EARLY E-TOO-LATE E-RESULT
E-ROLE E-TERM-EXPIRED E-TRAINING E-QUORUM
E-SOD-COMPLAINANT E-SOD-WITNESS E-SOD-INVESTIGATOR E-SOD-EXAMINER E-SOD-PRESENTER E-SOD-INTERIM E-SOD-HEARING
E-SOD-APPEAL E-SOD-LINKED E-SOD-REOPEN E-SOD-CHALLENGE
E-INTEREST E-DECLARATION E-FIELD E-STALE E-CLOCK E-LATE-ENTRY E-APPEND-ONLY E-NO-POWER E-DRAFT E-RULE-NOT-IN-FORCE
E-RULE-UNPUBLISHED E-OPINION-MISSING E-BAR-UNPUBLISHED E-AUTO-NOTICE E-OUT-OF-TIME E-TRIAGE-OUTCOME
E-IDENTITY-UNDECIDED E-SAFEGUARD-FIRST E-WD-SAFEGUARD E-CONSENT E-INTERIM-GROUND E-INTERIM-SCOPE E-BALLOT-WEIGH
E-RESTRICTION-ONLY E-OUTLIVES E-NOT-TOLD E-EXHIBIT E-NO-CASE-TO-ANSWER E-PARTICULARS E-CHARGE-NO-NOTICE
E-NOT-HEARD-FIRST E-NOTICE-SHORT E-NOT-SERVED E-WAIVER-NOT-RESPONDENT E-WAIVER-FLOOR E-DISCLOSURE E-REDACTION
E-LATE-EVIDENCE E-CONTACT-OPEN E-ADVICE-UNDISCLOSED E-SEALED E-ABSENCE E-RECORDING E-OPENNESS E-ORDER E-PANEL-CHANGED
E-REASONS-INCOMPLETE E-SANCTION-NO-FINDING E-POWER E-PROPORTION E-TERM-DATES E-EXT-LATE E-EXT-GROUND E-EXT-CAP
E-S65-REASON E-APPEAL-TEXT E-APPEAL-LATE E-APPEAL-WORSE E-APPEAL-PENDING E-REOPEN-GROUND E-PUB-NOT-FINAL E-PUB-LINKED
E-PUB-CHECK E-BASIS E-HOLD E-STATUS-DISCIPLINE E-GUARDIAN
E-FIGURES-UNIT E-FIGURES-WHOLE E-FIGURES-BASE E-FIGURES-CELL E-FIGURES-SUM E-FIGURES-DIFFER E-FIGURES-WHY
""")

# The requirements that bind every body; the rest of the floors guard values that a book sets.
EVERY_BODY = _words("""
RUL-01 RUL-02 RUL-04 RUL-05 RUL-06 RUL-08 RUL-10 RUL-11
INT-02 INT-03 INT-05 INT-06 INT-08 INT-09 INT-10 INT-12
IND-01 IND-02 IND-03 IND-04 IND-05 IND-08 IND-09
ISU-01 ISU-03 ISU-04 ISU-06 ISU-07 ISU-08
INV-01 INV-04 INV-05 INV-07 INV-10
CHG-01 CHG-02 CHG-03 CHG-04 NOT-01 NOT-02 NOT-04 DIS-01 DIS-04 DIS-05
HRG-01 HRG-04 HRG-05 HRG-06 HRG-07 HRG-09 HRG-10
FND-01 SAN-01 SAN-03 SAN-04 SAN-05 APP-01 APP-03 APP-06
PUB-01 PUB-02 PUB-04 STA-02 STA-04 STA-05 STA-06
DPR-01 DPR-02 DPR-03 DPR-04 DPR-06 DPR-08 DPR-10
EQW-01 EQW-02 EQW-05 EQW-08 EQW-09 EQW-10
AUD-01 AUD-02 AUD-03 AUD-04 AUD-06 AUD-08
""")


def test_every_code_is_there_once() -> None:
    assert sorted(CODES) == sorted(NAMED)
    assert len(set(NAMED)) == len(NAMED)


def test_every_floor_of_every_body_is_there() -> None:
    assert {one.id for one in FLOORS.values() if one.level == "floor"} == set(EVERY_BODY)


def test_a_code_says_what_is_wrong_and_what_would_mend_it() -> None:
    for one in CODES.values():
        assert re.fullmatch(r"E(-[A-Z0-9]+)+", one.code)
        assert one.title[0].isupper()
        assert not one.title.endswith(".")
        assert one.remedy.endswith(".")
        assert [ident for ident in one.floors if ident not in FLOORS] == []


def test_every_floor_is_enforced_somewhere_and_says_so() -> None:
    for one in FLOORS.values():
        assert one.sentence.endswith(".")
        assert one.codes or one.where
        assert all(one.id in CODES[code].floors for code in one.codes)
