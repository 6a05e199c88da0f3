"""What a sub-command answers: 0 fine, 1 problems were found, 2 it could not be read."""

from __future__ import annotations

import argparse

FINE, PROBLEMS, UNREADABLE = 0, 1, 2

Subparsers = argparse._SubParsersAction  # argparse gives this class no public name
