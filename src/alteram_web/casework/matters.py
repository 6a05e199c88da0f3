"""The matters of a case as its pages show them: letters, charges, approaches side by side, and the way it goes.

Each is cut to the entries that the viewer sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram import due_process, retention, standing
from alteram.case import PARTIES
from alteram.case.reading import concerned
from alteram.codec import Entry
from alteram.letters import LETTERS
from alteram.listing import notices
from alteram.procedure import erasing
from alteram.procedure.wording import plain
from alteram_web.casework import hearings, influence, listing, pages, river, selectors, vacancies
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import Viewer


def shared(opened: Open, viewer: Viewer, slug: str) -> dict[str, Any]:
    """What every portal's case page shows, cut to the viewer."""
    chain = opened.case.name

    def step(name: str) -> str:
        return reverse("staff:step", args=[slug, chain, name])

    def letter(index: int, kind: str, recipient: str) -> str:
        return reverse("staff:letter", args=[slug, chain, index, kind, recipient])

    def paper(digest: str) -> str:
        return reverse("staff:paper", args=[slug, chain, digest])

    with_papers = any(one.entry.papers for one in opened.page.entries)
    papers = selectors.papers(viewer, UUID(chain)) if with_papers else {}
    return {
        "today": viewer.day,
        "slug": slug,
        "chain": chain,
        "page": opened.page,
        "stages": ", ".join(stage.replace("_", " ") for stage in opened.page.stages),
        "entries": river.river(opened, papers, paper),
        "steps": pages.may_happen(opened, viewer, step),
        "owed": pages.owed(opened, viewer, step),
        "fair": pages.fairness(opened),
        "any_time": pages.any_time(opened, viewer, step),
        "letters": letters(opened, viewer, letter),
        "statements_made": statements(opened),
        "beside": beside(opened, viewer, slug),
        "went_without": went_without(opened),
        "hearings": hearings.hearings(opened),
        "ready": listing.ready(opened, viewer, step, lambda index: f"#entry-{index}"),
        "lists": listing.lists(opened) and bool(notices(opened.case)),
        "asked_days": listing.invitation(opened, viewer),
        "vacancies": vacancies.vacancies(opened, viewer, step),
        "told": told(opened),
        "kept": kept(opened, viewer),
    }


def kept(opened: Open, viewer: Viewer) -> dict[str, Any] | None:
    """How long the file of an ended case is kept, or when and why it was erased; None where nobody can say yet."""
    gone = retention.erased(opened.case)
    if gone is not None:
        rule, why = str(gone.data.get("rule", "")), str(gone.data.get("why", ""))
        return {"erased": gone.at, "clause": rule, "why": why}
    found = retention.keeping(opened.case)
    if found is None:
        return None
    held = erasing.held(opened.rulebook, opened.people, opened.case, until=viewer.day)
    return {
        "until": found.until.day, "counted": found.until.sentence, "clause": found.clause,
        "held": [refusal.sentence for refusal in held],
    }  # fmt: skip


def beside(opened: Open, viewer: Viewer, slug: str) -> list[dict[str, Any]]:
    """The cases heard together with this one, of those that the viewer may know of."""
    known = selectors.references(viewer, opened.case.joined)
    return [{"text": text, "href": reverse("staff:case", args=[slug, chain])} for chain, text in known.items()]


def went_without(opened: Open) -> list[dict[str, Any]]:
    """What the member went without under something that was later taken back, for whoever sees the standing."""
    if "standing" not in opened.page.classes:
        return []
    recorded = sorted(opened.case.entries, key=lambda entry: entry.index)
    found = standing.lost(opened.rulebook, opened.case.name, recorded)
    return [{"what": plain(one.name), "first": one.first, "last": one.last, "days": one.days} for one in found]


def told(opened: Open) -> dict[str, Any]:
    """What was said when the complaint came in, for those who handle it: who is at risk, and what somebody needs."""
    handles = not ({"complainant", "respondent"} & {holding.capacity for holding in opened.held})
    first = next((one for one in opened.page.entries if "complaint_received" in one.entry.acts), None)
    if not handles or first is None:
        return {"risk": "", "rows": []}
    risk = str(first.entry.data.get("risk") or "")
    needs = [
        one.texts.get("what") or _("[erased]")
        for one in opened.page.entries
        if "adjustment_requested" in one.entry.acts
    ]
    rows = [
        (_("It happened to"), HAPPENED_TO.get(str(first.entry.data.get("standing") or ""), "")),
        (_("When it happened"), river.answered(opened, first.entry, "conduct")),
        (_("Known to them since"), river.answered(opened, first.entry, "known_on")),
        (_("Is anyone at risk?"), _("None known") if risk == "none known" else ""),
        *((_("Needs done differently"), need) for need in needs),
    ]
    return {
        "risk": "" if risk in ("", "none known") else risk,
        "rows": [{"key": key, "value": value} for key, value in rows if value],
    }


HAPPENED_TO = {
    "victim": gettext_lazy("whoever complains"),
    "reporter": gettext_lazy("others: it was seen or heard of"),
}


def letters(opened: Open, viewer: Viewer, address: Any) -> list[dict[str, Any]]:
    """The letters of a case that this viewer may read. ``address`` gives the address of one."""
    entries = {one.index: one for one in opened.case.entries}
    handles = pages.portal_of(opened) not in PARTIES
    return [
        {
            "text": LETTERS[row.letter].title,
            "href": address(row.index, row.letter, row.recipient) if row.readable else None,
            "at": entries[row.index].at,
            "to": opened.names.get(row.recipient, "" if row.recipient.startswith("p-") else row.recipient),
            "state": row.state,
            "why": row.why,
            "show_state": handles,
        }
        for row in selectors.letters(viewer, UUID(opened.case.name))
    ]


def statements(opened: Open) -> list[dict[str, Any]]:
    """Each approach that was told, its answer and the ruling, side by side, of those that this viewer sees."""
    seen = {one.entry.index: one for one in opened.page.entries}
    return [
        {
            "title": _told_as(one.entry),
            "alleged": _side(opened, one) | {"known": _known(opened, one)},
            "answer": _answer(opened, seen, one),
            "ruling": _ruling(opened, seen, one),
            "asked_until": _asked_until(seen, one.entry.index),
        }
        for one in influence.statements(opened)
    ]


def _told_as(entry: Entry) -> str:
    """What kind of approach it is; nothing is said of whether it happened."""
    if "contact_reported" in entry.acts:
        return _("An approach, reported")
    if "pressure_logged" in entry.acts:
        return _("Pressure from outside, noted")
    return _("Something secret got out, it is said") if entry.data.get("leak") else _("An approach, alleged")


def _known(opened: Open, one: selectors.River) -> list[str]:
    """How it is known, when it was and for whom, as its writer said it; and for whom an answer speaks."""
    told = one.entry.data
    found = [
        (_("When"), _when(told)),
        (_("Said to have been made by"), ", ".join(_named(opened, told, "named", "approached_by", "person"))),
        (_("To"), ", ".join((*_named(opened, told, "made_to"), *_words(told, "approached")))),
        (_("For the office"), ", ".join(_words(told, "on_behalf_of", "office"))),
        (_("For or against"), str(told.get("leaning") or "")),
        (_("Known from"), str(told.get("source") or "")),
        (_("Who told whom"), one.texts.get("chain") or ""),
        (_("Answers for"), str(told.get("answers_for") or "")),
        (_("What was checked"), str(told.get("checked") or "")),
    ]
    return [f"{key}: {value}" for key, value in found if value]


def _when(told: Mapping[str, Any]) -> str:
    return str(told.get("at") or "").replace("T", " ") or str(told.get("dated") or "")


def _named(opened: Open, told: Mapping[str, Any], *fields: str) -> list[str]:
    return [opened.names.get(str(told[one]), _("somebody named")) for one in fields if told.get(one)]


def _words(told: Mapping[str, Any], *fields: str) -> list[str]:
    return [str(told[one]) for one in fields if told.get(one)]


def _asked_until(seen: Mapping[int, selectors.River], number: int) -> Any:
    """Until when whoever is named may answer, where it was put to them."""
    for one in seen.values():
        if "contact_put" in one.entry.acts and number in concerned(one.entry):
            return date.fromisoformat(str(one.entry.data["until"]))
    return None


def _side(opened: Open, one: selectors.River) -> dict[str, Any]:
    said = next((one.texts[name] for name in ("statement", "gist", "text") if one.texts.get(name)), None)
    who = " and ".join(river.called(opened, actor) for actor in one.entry.by)
    what = str(one.entry.data.get("what") or "")
    words = said or ("" if what else _("[erased]"))
    return {"who": who, "when": one.entry.at, "text": " ".join(filter(None, (f"{what}." if what else "", words)))}


def _answer(opened: Open, seen: Mapping[int, selectors.River], alleged: selectors.River) -> dict[str, Any] | None:
    for one in seen.values():
        if "contact_denied" in one.entry.acts and _is_about(one.entry, "alleged", alleged.entry.index):
            return _side(opened, one) | {"denied": True, "known": _known(opened, one)}
    return None


def _ruling(opened: Open, seen: Mapping[int, selectors.River], alleged: selectors.River) -> dict[str, Any] | None:
    for one in seen.values():
        if "contact_ruled" in one.entry.acts and _is_about(one.entry, "concerning", alleged.entry.index):
            effect = str(one.entry.data.get("effect") or "")
            text = " ".join(filter(None, (f"{effect}.".capitalize() if effect else "", one.texts.get("reasons") or "")))
            return _side(opened, one) | {"text": text, "clause": one.entry.clauses[0] if one.entry.clauses else ""}
    return None


def _is_about(entry: Entry, field: str, number: int) -> bool:
    """Whether an entry names that number, or names none and so means all."""
    named = entry.data.get(field)
    numbers = [int(str(n)) for n in named] if isinstance(named, (list, tuple)) else []
    return not numbers or number in numbers


def charges(opened: Open) -> list[dict[str, Any]]:
    """Each charge with the words of its clause, the deed alleged and what was found, for whoever sees charges."""
    seen = {one.entry.index: one for one in opened.page.entries}
    found = []
    for charge in opened.case.charges:
        one = seen.get(charge.entry)
        if one is None:
            continue
        first = min(c.number for c in opened.case.charges if c.entry == charge.entry)
        found.append(
            {
                "number": charge.number,
                "clause": charge.clause,
                "words": opened.case.edition.clauses.get(charge.clause, ""),
                "days": charge.days,
                "deed": one.texts.get(f"charge.{charge.number - first + 1}") or "",
                "leans_on": _leans_on(one.entry, charge.number - first),
                "finding": charge.finding.replace("_", " ") if _finding_seen(seen, charge.number) else "",
            }
        )
    return found


def _leans_on(entry: Entry, place: int) -> list[str]:
    """What a charge rests on besides its clause: a code, a body's opinion, a bar that could be read on the day."""
    listed = entry.data.get("charges")
    written = listed[place] if isinstance(listed, (list, tuple)) and place < len(listed) else {}
    said = written if isinstance(written, Mapping) else {}
    found = []
    if said.get("code"):
        found.append(_("It leans on %(code)s.") % {"code": said["code"]})
    if said.get("opinion_of"):
        found.append(_("It turns on an opinion of %(body)s.") % {"body": plain(str(said["opinion_of"]))})
    if said.get("barred_person"):
        found.append(_("It relies on somebody's bar that had been published."))
    return found


def _finding_seen(seen: Mapping[int, selectors.River], number: int) -> bool:
    return any(
        "charge_decided" in one.entry.acts and str(one.entry.data.get("charge")) == str(number) for one in seen.values()
    )


STATIONS = (
    ("complaint_received", "Your complaint came in", "The complaint came in"),
    ("triage_decided", "It is decided whether to look into it", "It is decided whether to look into it"),
    ("allegations_put", "Both sides are asked", "You are told what is alleged, and answer"),
    (
        "report_submitted",
        "Somebody looks for what speaks for and against",
        "Somebody looks for what speaks for and against",
    ),
    (
        "case_examined",
        "Somebody else decides whether there is a case to answer",
        "It is decided whether you must answer it",
    ),
    ("hearing_opened", "A panel hears both sides", "A panel hears you"),
    ("reasons_served", "The decision, with reasons", "The decision, with reasons"),
    ("appeal_lodged", "There is an appeal", "An appeal is made"),
    ("appeal_determined", "The appeal is decided", "The appeal is decided"),
    ("became_final", "It is final", "It is final"),
)
IF_APPEALED = ("appeal_lodged", "appeal_determined")


def way(opened: Open, *, respondent: bool = False) -> list[dict[str, Any]]:
    """Where the case stands, station by station, for a party: what is done, what is now, what comes.

    Of what is done it shows no more than the party may know: see docs/adr/0025-what-the-way-shows.md.
    """
    case = opened.case
    known = _known_to_party(opened)
    found: list[dict[str, Any]] = []
    for act, complainants, respondents in STATIONS:
        if case.edition.steps_of(act) and (act not in IF_APPEALED or "appeal_lodged" in known):
            station = {"title": respondents if respondent else complainants, "state": "next"}
            found.append(station | known.get(act, {}))
    last = max((n for n, station in enumerate(found) if station["state"] == "done"), default=-1)
    for number, station in enumerate(found):
        if station["state"] == "next" and (number < last or case.ended):
            station["state"] = "skipped"
    if not case.ended and last + 1 < len(found):
        found[last + 1]["state"] = "now"
    return found


def _known_to_party(opened: Open) -> dict[str, dict[str, Any]]:
    """The acts done of which the viewer reads the entry, with the day; and those that the fairness list tells."""
    case = opened.case
    known: dict[str, dict[str, Any]] = {one.act: {"state": "done"} for one in due_process.ledger(case) if one.act}
    for one in opened.page.entries:
        if one.entry.index not in case.overtaken:
            known |= {act: {"state": "done", "day": one.entry.at} for act in one.entry.acts}
    return known
