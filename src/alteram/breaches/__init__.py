"""What in a record was against its rules: the record is replayed under its edition, and each breach is named.

judged = judge(rulebook, people, name, entries)     # breaches in order, later ones marked with what they follow from

``judging`` asks of one entry which conditions fail, ``replaying`` folds a whole log and applies it anyway,
``repairing`` finds what follows from what, ``saying`` tells it for people and for machines.
"""

from alteram.breaches.judging import Breach
from alteram.breaches.repairing import judge
from alteram.breaches.replaying import Fired, Judged, afterwards
from alteram.breaches.saying import as_data, sentences

__all__ = ["Breach", "Fired", "Judged", "afterwards", "as_data", "judge", "sentences"]
