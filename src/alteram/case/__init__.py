"""The state of a case: a fold over its entries, one respondent's thread, one chain.

    case = replay(rulebook, name, entries)

``values`` are its parts, ``marking`` says where it stands, ``folding`` moves it one entry on, ``effects`` say what each
act does. A :class:`Case` moves while it is folded and is then only read.
"""

from alteram.case.folding import Case, begin, in_order, replay
from alteram.case.marking import PARTIES
from alteram.case.values import (
    PROVED,
    Aside,
    Charge,
    ContactMatter,
    Ending,
    Lengthening,
    LiveDuty,
    Measure,
    Pause,
    Publication,
    SanctionDecided,
    Service,
    SettledDuty,
)

__all__ = [
    "PARTIES",
    "PROVED",
    "Aside",
    "Case",
    "Charge",
    "ContactMatter",
    "Ending",
    "Lengthening",
    "LiveDuty",
    "Measure",
    "Order",
    "Pause",
    "Publication",
    "SanctionDecided",
    "Service",
    "SettledDuty",
    "begin",
    "in_order",
    "replay",
]
