"""The fairness ledger on the screen, as a document and for programs, cut to who reads it."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from alteram.codes import FLOORS
from tests.portal_fixtures import SignedIn

CASES = "/lantern-league/cases/"
PORTALS = ["Dev Ashgrove", "Tamar Hollin", "Jory Penhale", "Anselm Reyne", "Marguerite Sol"]


def address(chain: UUID, rest: str = "/") -> str:
    return f"{CASES}case/{chain}/fairness{rest}"


@pytest.mark.parametrize("name", PORTALS)
def test_everybody_in_the_case_finds_every_floor_by_stage(before_notice: UUID, signed_in: SignedIn, name: str) -> None:
    page = signed_in(name).get(address(before_notice)).content.decode()

    listed = set(re.findall(r"<p>([A-Z]{3}-\d\d)\b", page))
    assert listed == set(FLOORS)
    assert "Interim measures</h2>" in page
    assert "/fairness.pdf" in page


@pytest.mark.parametrize("rest", ["/", ".pdf"])
@pytest.mark.parametrize("name", ["A Stranger", "Rufus Dane", "Rosalind Achebe"])
def test_nobody_else_finds_it(before_notice: UUID, signed_in: SignedIn, name: str, rest: str) -> None:
    assert signed_in(name).get(address(before_notice, rest)).status_code == 404


def test_the_clerk_reads_by_whom_and_a_party_only_what_is_theirs_to_read(
    before_notice: UUID, signed_in: SignedIn
) -> None:
    clerk = signed_in("Dev Ashgrove").get(address(before_notice)).content.decode()
    complainant = signed_in("Jory Penhale").get(address(before_notice)).content.decode()

    assert "Helen Strake and Aron Bright" in clerk, "who decided on the interim measure"
    assert "Helen Strake" not in complainant
    assert "Not told" in complainant
    assert "are about parts of the file that are not yours to read" in complainant


def test_the_case_page_leads_to_it(before_notice: UUID, signed_in: SignedIn) -> None:
    for name in ("Dev Ashgrove", "Tamar Hollin", "Anselm Reyne"):
        page = signed_in(name).get(f"{CASES}case/{before_notice}/", follow=True).content.decode()
        assert address(before_notice) in page, name


def test_the_document_is_a_tagged_pdf_and_the_same_bytes_each_time(before_notice: UUID, signed_in: SignedIn) -> None:
    client = signed_in("Dev Ashgrove")
    first = client.get(address(before_notice, ".pdf"))

    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in first.content or b"/MarkInfo" in first.content or b"/ObjStm" in first.content
    assert client.get(address(before_notice, ".pdf")).content == first.content


def test_programs_get_the_same_lines(before_notice: UUID, signed_in: SignedIn) -> None:
    client = signed_in("Tamar Hollin")
    page = client.get(address(before_notice)).content.decode()

    told = client.get(f"/lantern-league/api/cases/{before_notice}/fairness").json()

    assert len(told["lines"]) == page.count("al-guarantees__one")
    assert {one["floor"] for one in told["lines"] if one["floor"]} == set(FLOORS)
    assert all(one["state"] in ("met", "breached", "not yet", "not applicable", "not told") for one in told["lines"])
