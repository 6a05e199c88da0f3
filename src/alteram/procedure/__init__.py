"""Which steps are lawful now, and if not why; deciding a wish; the clock.

    verdict = decide(rulebook, people, case, wish)              # lawful, or the list of failed conditions
    draft = consequence(rulebook, people, case, until=day)      # the clock's next entry, if something is overdue

``wishes`` holds the values, ``situation`` what a judgement looks at, ``beyond`` what may be known of other cases,
``conditions`` c1 to c8, ``persons``, ``bodies`` and ``separation`` c9 and c10, ``floors`` c11, ``deciding`` puts them
together, ``clock`` does what falls due. ``compiled`` answers for c1 to c8 alone, for whole records, in microseconds.
"""

from alteram.procedure.beyond import ALONE, Bar, Beyond, Linked
from alteram.procedure.clock import consequence, held
from alteram.procedure.deciding import Possible, decide, possible, refuse_without_case
from alteram.procedure.wishes import Draft, Refusal, Refused, Verdict, Wish

__all__ = [
    "ALONE",
    "Bar",
    "Beyond",
    "Draft",
    "Linked",
    "Possible",
    "Refusal",
    "Refused",
    "Verdict",
    "Wish",
    "consequence",
    "decide",
    "held",
    "possible",
    "refuse_without_case",
]
