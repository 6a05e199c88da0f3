"""The tables of a release as a tidy CSV file, and its metadata as CSV on the Web."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from alteram_web.publication.figures import HIDDEN, TOTAL, Json

COLUMNS = (
    ("period", "The year, or the days from first to last"),
    ("measure", "Which table; its definition stands on the page of the release"),
    ("dimension", "The cell of the table, or the band of days"),
    ("value", "A whole number; empty where it is hidden"),
    ("rounded_to", "5 for totals, 1 for everything else"),
    ("flag", "[x] hidden, because so small a number could point to a person; [r] revised"),
)


def as_csv(drawn: Json) -> str:
    """One line a figure."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in COLUMNS])
    revised = {(one["table"], one["row"], one["column"]) for one in drawn.get("revisions", ())}
    for table in drawn["tables"]:
        writer.writerows(_lines(table, revised))
    if "people" in drawn["share"]:
        as_of = drawn["share"]["as_of"]
        writer.writerow([as_of, "share", "members with an open case", drawn["share"]["people"], 1, ""])
        writer.writerow([as_of, "share", "members", drawn["share"]["members"], 1, ""])
    return out.getvalue()


def _lines(table: Json, revised: set[tuple[str, str, str]]) -> Iterator[list[Any]]:
    for name, *figures in [*table["rows"], table["foot"]]:
        for column, figure in zip(table["columns"], figures, strict=True):
            flags = [HIDDEN] if figure == HIDDEN else []
            flags += ["[r]"] if (table["id"], name, column) in revised else []
            rounding = 5 if TOTAL in (name, column) else 1
            yield [column, table["id"], name, "" if figure == HIDDEN else figure, rounding, " ".join(flags)]


def metadata(drawn: Json, *, url: str, body: str) -> str:
    """CSV on the Web: what each column holds, for whoever reads the file without us."""
    types = {"value": "nonNegativeInteger", "rounded_to": "positiveInteger"}
    columns = [
        {
            "name": name, "titles": name, "dc:description": text, "datatype": types.get(name, "string"),
            "required": name not in ("value", "flag"),
        }
        for name, text in COLUMNS
    ]  # fmt: skip
    first, last = drawn["period"]
    told = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": f"Complaints and their outcomes: {body}, {first} to {last}",
        "dc:license": "https://creativecommons.org/licenses/by/4.0/",
        "dc:issued": drawn["drawn"],
        "tableSchema": {"columns": columns},
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
