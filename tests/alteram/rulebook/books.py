"""Rule books to read in tests: a small one that is sound, and the two examples that miss floors."""

from __future__ import annotations

from pathlib import Path

FAULTY = Path(__file__).parent / "faulty"
"""The examples as the specification gives them, with the faults left in on purpose."""

SMALL = """\
alteram: 1
procedure: A small club
version: "1"
in_force_from: 2026-01-01
time: {calendar: {holidays: GB-ENG}, service: {email: 1 working day}}
sanctions: {warning: {hearing: required}, expulsion: {hearing: required}}
offences: {"1.1": {title: Unkindness, sanctions: [warning .. expulsion]}}
roles:
  complainant: {party: true}
  respondent: {party: true}
  clerk: {pool: clerks}
pools: {clerks: 2}
stages:
  new: {begins: [receive], ends: [close]}
steps:
  receive: {act: complaint_received, clause: "2.1", by: complainant, starts_case: true,
    then: [{must: close, within: 14 days, else: {deem: close}}]}
  close: {act: case_closed, clause: "2.2", by: clerk, while: new, ends_case: true}
"""
