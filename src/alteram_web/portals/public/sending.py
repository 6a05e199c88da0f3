"""A finished complaint goes through the one door, with its papers; the exact copy is read back from the record."""

from __future__ import annotations

import hmac
import secrets
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alteram import duties
from alteram.case import replay
from alteram.errors import AlteramError
from alteram.ledger import receipt as receipts
from alteram.procedure import Wish
from alteram_web.casework import (
    bodies,
    commands,
    directory,
    drafts,
    editions,
    keys,
    papers,
    projections,
    record,
    return_keys,
    slips,
)
from alteram_web.casework.drafts import Draft
from alteram_web.casework.receipts import Receipt
from alteram_web.casework.selectors import Viewer
from alteram_web.portals.public.questions import names_in


def send(here: bodies.Body, viewer: Viewer, draft: Draft) -> dict[str, Any]:
    """Enter the complaint, keep the return key, drop the draft; what the page afterwards shows.

    The same draft sent twice means the same case: nothing is entered the second time. Raises
    :class:`~alteram.errors.AlteramError`, and then the draft is still there.
    """
    said = draft.answers
    chain = uuid.uuid5(here.id, f"complaint {draft.id}")
    complainant = viewer.person or _person(here, chain, "complainant")
    respondents = {_person(here, chain, party): name for party, name in _parties(said["respondent"])}
    known = directory.names(viewer, [complainant, *respondents])  # sent again, it changes nobody's name
    if complainant not in known and (said.get("called") or said.get("email")):
        directory.put(here.id, complainant, said.get("called", ""), email=said.get("email", ""))
    for respondent, name in respondents.items():
        if respondent not in known:
            directory.put(here.id, respondent, name)
    uploads = [
        papers.Upload(name=file.name, media_type=file.media_type, content=content)
        for file, content in drafts.contents(here.id, draft.id)
    ]
    wish = Wish(
        case=str(chain), step=editions.rulebook(here.slug).on(viewer.day).first_step.name, at=viewer.day,
        recorded=viewer.now, by=(complainant,), channel="portal",
        fields={
            "standing": said["standing"], "conduct": said["conduct"].splitlines(), "account": said["account"],
            "risk": said["safe"], "complainant": [complainant], "respondents": list(respondents),
        },
        request=str(draft.id),
    )  # fmt: skip
    receipt = commands.act(papers.with_papers(wish, uploads, body=here.id), body=here.id)
    if not viewer.person:
        return_keys.keep(here.id, draft.key, return_keys.Opens(chain=chain, person=complainant))
    _ask_for_adjustments(here, viewer, chain, complainant, draft)
    sent = _copy(here, receipt, draft, [upload.name for upload in uploads], has_key=not viewer.person)
    drafts.discard(here.id, draft.id)
    return sent


def _parties(said: str) -> list[tuple[str, str]]:
    """Everybody complained about, with the word by which each is drawn an id."""
    return [(f"respondent {n}" if n else "respondent", name) for n, name in enumerate(names_in(said))]


def _ask_for_adjustments(here: bodies.Body, viewer: Viewer, chain: uuid.UUID, person: str, draft: Draft) -> None:
    """A request of its own, so that it gets an answer of its own. The complaint stands whatever becomes of it."""
    needs = draft.answers.get("needs", "").strip()
    if not needs:
        return
    wish = Wish(
        case=str(chain), act="adjustment_requested", at=viewer.day, recorded=viewer.now, by=(person,),
        fields={"what": needs}, request=f"needs-{draft.id}",
    )  # fmt: skip
    try:
        commands.act(wish, body=here.id)
    except AlteramError:
        return  # the attempt is on the watch chain, and the person can ask again from the case page


def _copy(
    here: bodies.Body, receipt: Receipt, draft: Draft, files: list[str], *, has_key: bool
) -> dict[str, Any]:  # fmt: skip
    """What the record holds, read from the record."""
    with record.transaction(here.id):
        chain = record.load(here.id, uuid.UUID(receipt.chain))
        recorded = record.texts(chain).get((receipt.index, "account"), "")
    case = replay(editions.rulebook(here.slug), receipt.chain, chain.entries)
    owed = [one for one in duties.owed(case) if one.due is not None]
    ahead = [
        {"what": duties.title(case, one), "by": one.due.day.isoformat(), "counted": one.due.sentence}
        for one in owed[:2]
        if one.due is not None
    ]
    return {
        "code": receipts.short_code(receipt.link),
        "chain": receipt.chain,
        "index": receipt.index,
        "link": receipt.link.hex(),
        "reference": projections.reference(receipt.chain, chain.entries[0].at),
        "others": [projections.reference(other.chain, chain.entries[0].at) for other in receipt.others],
        "account": recorded,
        "key": draft.key if has_key else "",
        "files": files,
        "ahead": ahead,
    }


def _person(here: bodies.Body, chain: uuid.UUID, party: str) -> str:
    """An id that nobody can work out without the body's key; the same for the same draft."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    drawn = hmac.digest(keys.body_key(here.id), f"alteram person 1\n{chain} {party}".encode(), "sha256")
    return "p-" + "".join(letters[byte % len(letters)] for byte in drawn[:8])


def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The exact copy of what was sent, for whoever sent it in this session."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    kept = _kept(request, code)
    download = reverse("public:sent-receipt", args=[here.slug, code])
    slip = slips.slip(viewer, here, bytes.fromhex(kept["link"]), download=download)
    return render(
        request, "public/sent.html", {"slug": here.slug, "body": here, "sent": kept, "slip": slip}, using="jinja2"
    )


def sent_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The signed receipt as a file, for whoever sent it in this session."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    kept = _kept(request, code)
    with record.transaction(here.id):
        entry = record.load(here.id, uuid.UUID(kept["chain"])).entries[kept["index"]]
    return slips.download(here, entry, bytes.fromhex(kept["link"]))


def _kept(request: HttpRequest, code: str) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get("sent") or {}
    if "link" not in kept or not secrets.compare_digest(str(kept.get("code", "")).encode(), code.encode()):
        raise Http404
    return kept
