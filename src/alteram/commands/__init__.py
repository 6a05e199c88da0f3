"""The sub-commands of ``alteram``, where they need room of their own. ``cli`` lists them all.

A sub-command is a function that adds its parser and sets ``run``, which gives one of the exit codes below.
"""

from __future__ import annotations

import argparse

FINE, PROBLEMS, UNREADABLE = 0, 1, 2
"""0 fine, 1 problems were found, 2 it could not be read."""

Subparsers = argparse._SubParsersAction  # argparse gives this class no public name
