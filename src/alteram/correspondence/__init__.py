"""Letters: the wording of a rule book, filled from a case. A letter with an empty heading is not written.

wording = read_wording(folder)                         # rulebooks/BODY/EDITION/letters, and what all share
letter = write(wording, "D07", case, entry, to, said)  # raises Incomplete with every heading that stays empty
unserved(wording, edition)                             # headings that the book gives and no letter answers
"""

from alteram.correspondence.given import unserved
from alteram.correspondence.letter import Block, Incomplete, Letter, Run, write
from alteram.correspondence.telling import Said
from alteram.correspondence.wording import Wording, read_wording

__all__ = ["Block", "Incomplete", "Letter", "Run", "Said", "Wording", "read_wording", "unserved", "write"]
