"""A request for personal data as a page shows it: the same to whoever asked and to whoever answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from alteram.data_requests import DONE, DataRequest

ASKS = {
    "access": _("Give me what you keep about me"),
    "rectification": _("Put right what is wrong about me"),
    "erasure": _("Erase something about me"),
    "restriction": _("Keep it, and use it for nothing else meanwhile"),
    "objection": _("I object to something that is done with it"),
}
"""What is asked for, in the words of whoever asks."""
KINDS = {
    "access": (_("Access"), _("What is kept about somebody")),
    "rectification": (_("Correction"), _("Something is to be put right")),
    "erasure": (_("Erasure"), _("Something is to be erased")),
    "restriction": (_("Restriction"), _("Something is to be kept and not used")),
    "objection": (_("Objection"), _("Somebody objects to what is done with their data")),
}
"""The same for whoever answers: in a list, and as a title."""
ANSWERS = {
    "given": _("Done, in full"),
    "given_in_part": _("Done in part"),
    "refused": _("Refused"),
}


def line(one: DataRequest, names: Mapping[str, str]) -> dict[str, Any]:
    """What both pages tell of a request. ``names`` gives the name of whoever asked."""
    answered = one.answered.data if one.answered is not None else {}
    said = str(answered.get("answer") or "")
    return {
        "number": one.number, "who": names.get(one.person, one.person),
        "asks_for": ASKS.get(one.asks_for, one.asks_for), "kind": KINDS[one.asks_for][0],
        "title": KINDS[one.asks_for][1], "access": one.asks_for == "access",
        "received": one.received, "due": one.due,
        "extended": str(one.extended.data.get("grounds") or "") if one.extended is not None else "",
        "answered": one.answered.at if one.answered is not None else None, "said": ANSWERS.get(said, said),
        "grounds": str(answered.get("grounds") or ""), "done": str(answered.get("done") or ""),
        "pack": one.asks_for == "access" and said in DONE,
    }  # fmt: skip
