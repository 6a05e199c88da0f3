"""``alteram verifier``: the check of an export as a program of one file.

The file needs Python and the package ``cryptography`` and nothing else. It holds the modules that do the work in
``alteram verify``, word for word, so it can be read before it is run, and compared with what the project published.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from alteram.commands import FINE, Subparsers

MODULES = (
    "errors", "ledger.canonical", "ledger.chain", "ledger.withheld", "ledger.tree", "ledger.tips", "ledger.signing",
    "ledger.checkpoint", "ledger.timestamp", "ledger.export", "ledger.findings", "ledger.forgettable", "ledger.outside",
    "ledger.verify", "codec", "commands", "commands.verifying",
)  # fmt: skip
"""What the single file is made of, each after those that it needs."""


def add_verifier(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """``alteram verifier > verify.py``."""
    parser = subparsers.add_parser("verifier", help="print a program of one file that checks exports by itself")
    parser.set_defaults(run=_print_verifier)


def _print_verifier(_chosen: argparse.Namespace) -> int:
    print(single_file(), end="")
    return FINE


def single_file() -> str:
    """The program: every module as it lies here, and a few lines that load them under their names."""
    root = Path(__file__).parents[1]
    parts = [_HEAD]
    for module in MODULES:
        path = root.joinpath(*module.split("."))
        source = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
        if "'''" in source or source.endswith("\\"):
            raise AssertionError(f"{module} cannot be quoted as it is")
        parts.append(f"SOURCES[{f'alteram.{module}'!r}] = r'''{source}'''\n\n")
    return "".join([*parts, _TAIL])


_HEAD = '''#!/usr/bin/env python3
"""Checks an export of a record of Alteram: python3 verify.py EXPORT. It needs Python 3.11 and the package cryptography.

Exit codes: 0 no problem found, 1 problems were found, 2 the export could not be read. --help tells the rest.
Below stand the modules of the program word for word; after them, at the end, a few lines load and run them.
"""

import sys
from types import ModuleType

SOURCES = {}

'''

_TAIL = """
for name in ("alteram", "alteram.ledger", *SOURCES):
    module = sys.modules[name] = ModuleType(name)
    module.__path__ = []
    exec(compile(SOURCES.get(name, ""), name, "exec"), module.__dict__)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)

if __name__ == "__main__":
    sys.exit(sys.modules["alteram.commands.verifying"].main())
"""
