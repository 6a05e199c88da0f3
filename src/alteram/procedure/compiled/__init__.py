"""A procedure compiled: the order of an edition as an automaton that is built as it is walked.

    walked = walk(rulebook, name, entries)                # which entries c1 to c8 did not allow, in microseconds
    walked = walk(rulebook, name, entries, listing=True)  # and the steps open after each
    why(rulebook, name, entries, walked)                  # what the engine says of those that were not allowed

What c1 to c5 and c8 ask of a case (stages, what was done and how often, results, findings) is packed into one whole
number. ``layout`` says where each fact lies in it, ``moves`` how a step reads and changes it, ``guards`` what c6 and c7
ask of days, ``automaton`` interns the numbers as nodes, ``walking`` takes entries through them.

It answers for order and time alone. Persons and bodies (c9, c10), floors (c11) and what must be written (c12) are not
here. What it cannot tell from a node it asks the engine, and counts that it did; why something is not lawful only the
engine says.
"""

from alteram.procedure.compiled.automaton import Automaton, automaton_of
from alteram.procedure.compiled.walking import Walked, walk, why

__all__ = ["Automaton", "Walked", "automaton_of", "walk", "why"]
