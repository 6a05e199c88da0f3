"""SAN-10: in a body whose members the law protects, no decision rests on a protected reason.

A trade union may not discipline a member for keeping out of a strike, for saying that the union broke the law, and the
like. A book that lists such reasons under ``never_an_offence`` and has them ``asked: at every decision`` makes
everybody who charges, suspends, sanctions or confirms say which of them plays a part, or that none does. In a book that
lists them without asking, nobody need answer; but what is said to rest on one of them is refused just the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure import wording
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

FIELD = "rests_on"
NONE = "none"
HARMLESS = ("refused", "returned")  # results that go against nobody


def rests_on_no_protected_reason(s: Situation) -> Iterator[Refusal]:
    """SAN-10: the question is answered, and the answer is that no protected reason plays a part."""
    protected = s.edition.protected or next(iter(s.edition.never_an_offence), None)
    if protected is None or s.probing or s.meaning in HARMLESS:
        return
    said = s.words(FIELD)
    named = [reason for reason in said if reason != NONE]
    if not said and protected.asked:
        yield Refusal(
            code="E-S65-REASON",
            clause="SAN-10",
            sentence=f"Not yet: say which reason that rule {protected.clause} protects plays a part, or none.",
            remedy="Go through the list, and answer none only if none plays a part.",
        )
    elif named:
        yield Refusal(
            code="E-S65-REASON",
            clause="SAN-10",
            sentence=f"Refused: it rests on what rule {protected.clause} protects: {wording.listed(named, 'and')}.",
            remedy="Leave out what rests on it, or end the case.",
        )
