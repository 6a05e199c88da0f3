"""Worked cases: a case told in the body's own step names, with what must hold after each line.

They run as tests, ``alteram replay FILE`` prints them for people, and the demo is seeded from them. ``story`` reads the
file, ``telling`` runs it, ``expectations`` compares.
"""

from alteram.worked.story import Line, Story, moved, read_people, read_story
from alteram.worked.telling import Told, cast_wishes, enter, name_of, run, sentences, wish_of

__all__ = [
    "Line",
    "Story",
    "Told",
    "cast_wishes",
    "enter",
    "moved",
    "name_of",
    "read_people",
    "read_story",
    "run",
    "sentences",
    "wish_of",
]
