"""The first letters of a case: the acknowledgement, the notice of investigation, the progress note."""

from __future__ import annotations

from collections.abc import Mapping

from alteram import duties
from alteram.access import may_see
from alteram.calendar.sentences import in_full, listed
from alteram.case import Case
from alteram.correspondence.telling import Contents, Telling, Value, words
from alteram.people import People
from alteram.procedure.wording import plain


def acknowledgement(telling: Telling) -> Mapping[str, Value]:
    """D01, to whoever complained."""
    received = telling.last("complaint_received")
    standing = str(received.data.get("standing", "")) if received else ""
    ahead = telling.due(telling.steps("triage_decided")) or telling.due()
    return {
        "reference": telling.said.reference,
        "standing": {"victim": "somebody to whom it happened", "reporter": "somebody who reports it"}.get(standing, ""),
        "standing_means": telling.phrase(f"standing_{standing}"),
        "next_day": in_full(ahead.due.day) if ahead and ahead.due else "",
        "next_clause": ahead.clause if ahead else "",
        "counted": ahead.due.sentence if ahead and ahead.due else "",
    }


def notice_of_investigation(telling: Telling) -> Mapping[str, Value]:
    """D07, to whoever is complained about."""
    case = telling.case
    withheld = _withheld(telling)
    answer = telling.due(telling.steps("response_received"))
    clauses = _clauses(telling)
    complaining = case.parties.get("complainant", [])
    return {
        "allegations": _allegations(telling, clauses),
        "facts": telling.own("facts") or ("" if withheld else _account(telling)),
        "clauses_in_full": tuple(f"Rule {number}: {case.edition.clauses.get(number, '')}" for number in clauses),
        "edition_of_conduct": _edition_of_conduct(case),
        "evidence": _evidence(telling),
        "author_or_why_withheld": withheld or telling.names(complaining),
        "answer_by": in_full(answer.due.day) if answer and answer.due else telling.own("answer_by"),
        "counted": answer.due.sentence if answer and answer.due else "",
        "no_contact_list": telling.phrase("no_contact_withheld") if withheld else f"{telling.names(complaining)}.",
        "clerk": _clerk(telling),
    }


def _withheld(telling: Telling) -> str:
    """Why the name of whoever complained is withheld; empty if it is not."""
    said = telling.own("withheld_because")
    ruled = telling.last("identity_ruled")
    if said:
        return f"The name is withheld: {said.rstrip('.')}."
    if ruled is not None and ruled.result == "withheld":
        return f"The name is withheld under a ruling of {in_full(ruled.at)}."
    return ""


def _account(telling: Telling) -> str:
    received = telling.last("complaint_received")
    text = telling.text(received, "account") if received is not None else ""
    return f"The complaint says: “{text}”" if text else ""


def _clauses(telling: Telling) -> tuple[str, ...]:
    own = telling.entry.data.get("clauses")
    return tuple(str(one) for one in own) if isinstance(own, (list, tuple)) and own else telling.case.triaged


def _allegations(telling: Telling, clauses: tuple[str, ...]) -> Value:
    own = telling.entry.data.get("allegations")
    if isinstance(own, Mapping) and own:
        return tuple(f"{number}: {words(deed)}" for number, deed in own.items())
    offences = telling.case.edition.offences
    days = listed([in_full(day) for day in telling.case.conduct])
    return tuple(
        f"{offences[one].title if one in offences else 'A breach'} (rule {one}), said to have happened on {days}."
        for one in clauses
        if days
    )


def _edition_of_conduct(case: Case) -> str:
    days = case.conduct
    return listed(list(dict.fromkeys(case.rulebook.on(day).version for day in days)))


def _evidence(telling: Telling) -> str:
    own = telling.own("evidence")
    if own:
        return own
    papers = sum(len(entry.papers) for entry in telling.every("complaint_received"))
    if papers:
        return f"The complaint itself, and {papers} paper{'s' if papers > 1 else ''} sent with it."
    return "Nothing beyond the complaint itself so far."


def _clerk(telling: Telling) -> str:
    appointed = telling.case.people_in("clerk")
    return telling.names(appointed) if appointed else telling.phrase("clerk")


def progress(telling: Telling) -> Mapping[str, Value]:
    """D13, to both parties: each is told of what it may see, and of nothing else."""
    case, entry = telling.case, telling.entry
    ahead = next((one for one in duties.owed(case) if one.due is not None and _tellable(telling, one)), None)
    next_day = telling.own("next_day") or (in_full(ahead.due.day) if ahead and ahead.due else "")
    late = [one for one in duties.owed(case) if one.overdue(entry.at) and not one.right]
    by_clock = entry.by[0].who == "clock" if entry.by else False
    return {
        "stage": telling.own("stage") or listed([plain(stage) for stage in case.stages]),
        "done_since": telling.own("done_since") or _done_since(telling),
        "next_step": telling.own("next_step") or (duties.title(case, ahead) if ahead else ""),
        "next_day": next_day,
        "counted": ahead.due.sentence if ahead and ahead.due and not telling.own("next_day") else "",
        "why_late": telling.own("why_late") or _why_late(bool(late), by_clock=by_clock),
    }


def _why_late(late: bool, *, by_clock: bool) -> str:
    if not late:
        return "Nothing is late."
    return (
        "Something is late, and nobody has given a reason. The auditor of this body sees that too." if by_clock else ""
    )


def _tellable(telling: Telling, duty: duties.Duty) -> bool:
    """Whether the recipient may see what the duty is about."""
    case = telling.case
    name = duty.rule.step
    record_class = duties.record_class(case, name, incidental=duty.live.incidental)
    return may_see(case, _NOBODY, telling.to, record_class, on=telling.entry.at)


def _done_since(telling: Telling) -> str:
    notes = [entry for entry in telling.every("progress_noted") if entry.index < telling.entry.index]
    since = notes[-1].index if notes else -1
    steps = telling.case.edition.steps
    done = [
        f"{steps[str(entry.step)].title} ({in_full(entry.at)})"
        for entry in telling.case.entries
        if since < entry.index < telling.entry.index and entry.step in steps and _seen(telling, entry.step or "")
    ]
    return listed(done).capitalize() + "." if done else "Nothing that we can tell you of."


def _seen(telling: Telling, step: str) -> bool:
    record_class = telling.case.edition.steps[step].vocabulary[0].record_class
    return may_see(telling.case, _NOBODY, telling.to, record_class, on=telling.entry.at)


_NOBODY = People()
"""A party's rows come from the case alone, so no pool is needed."""

LETTERS: Mapping[str, Contents] = {"D01": acknowledgement, "D07": notice_of_investigation, "D13": progress}
