"""The schema of ``procedure.yaml`` for editors, as JSON Schema: drawn from the grammar that the loader checks by.

It knows keys, kinds and phrases. Whether a name is defined, a clause is in the text or the parts fit together, the
loader says.
"""

from __future__ import annotations

import json

from alteram.rulebook.grammar import TOP
from alteram.rulebook.shapes import Schema

NAME = "procedure.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> Schema:
    """The schema as plain data."""
    return {
        "$schema": DIALECT,
        "title": "A procedure of Alteram, procedure.yaml",
        "description": "What each key says stands in docs/reference/procedure.md.",
        **TOP.schema(),
    }


def drawn() -> str:
    """The schema as it is printed and kept."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
