"""Each kind of letter, and the headings it may not leave empty.

The wording is the rule book's; what must be said is here. Records that stay on the file (the hearing record, the bundle
index) are kinds of their own, marked ``internal``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from alteram.acts import Capacity
from alteram.errors import AlteramError


class NoSuchLetter(AlteramError):
    """There is no letter of that kind. ``evidence`` holds the kind asked for."""

    code = "E-NO-SUCH-LETTER"
    remedy = "Use a kind from the list of letters in the reference."


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Something that a letter must say."""

    name: str
    question: str  # what the reader finds under it


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A kind of letter."""

    kind: str  # e.g. "D07"
    title: str
    contents: tuple[Heading, ...]  # besides the common headings
    to: tuple[Capacity, ...] = ()  # who gets it if the step does not say
    to_from: str = ""  # name of the act's field that names who gets it, where `to` cannot
    to_those_who_sit: bool = False  # goes to who takes the step that is announced, and, of a hearing, to who complained
    to_those_told: bool = False  # goes to nobody who has had no letter in the case yet: it would tell of the complaint
    internal: bool = False  # stays on the file; goes to nobody by itself
    common: bool = True  # carries the common headings
    nothing_else: bool = False  # may carry its own headings and no other word
    hides: tuple[str, ...] = ()  # what it must never contain

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading that must be filled, in order."""
        return (*COMMON, *self.contents) if self.common else self.contents


def _headings(*pairs: tuple[str, str]) -> tuple[Heading, ...]:
    return tuple(Heading(name=name, question=question) for name, question in pairs)


COMMON: tuple[Heading, ...] = _headings(
    ("case_reference", "Which case is this about?"),
    ("date", "When was it written?"),
    ("sender_role", "Who writes, in which role?"),
    ("edition", "Under which rule book and edition?"),
    ("summary", "What does it say, in a few plain words?"),
    ("what_to_do", "What must you do?"),
    ("by_when", "By when, and how was the day counted?"),
    ("may_talk_to", "Whom may you talk to?"),
    ("support", "Who can support you?"),
    ("adjustments", "What adjustments can you ask for?"),
    ("language", "In which other language can you have it?"),
    ("complain_about_process", "How can you complain about the process?"),
    ("data_notice", "Where does it say how your data are used?"),
)
"""What every letter carries."""

BOTH: tuple[Capacity, ...] = ("complainant", "respondent")
_LETTERS: tuple[Letter, ...] = (
    Letter(
        kind="D01",
        title="Acknowledgement to the complainant",
        to=("complainant",),
        contents=_headings(
            ("reference", "Under which reference?"),
            ("your_standing", "In which standing do you complain, and what may we tell you?"),
            ("next_step_day", "When do you hear next?"),
            ("evidence_link", "Where can you send evidence?"),
            ("risk_question", "Is anyone at risk?"),
            ("no_promise", "What this letter does not promise"),
        ),
        hides=("outcome",),
    ),
    Letter(
        kind="D02",
        title="Request for more information",
        to=("complainant",),
        contents=_headings(
            ("gaps", "What exactly is missing?"),
            ("answer_by", "By which day?"),
            ("silence_means", "What happens if no answer comes?"),
            ("clock_paused", "From when to when does the clock stand still?"),
        ),
    ),
    Letter(
        kind="D03",
        title="Decision on the complaint, to the complainant",
        to=("complainant",),
        contents=_headings(
            ("outcome", "What was decided?"),
            ("threshold", "Which threshold was applied?"),
            ("reasons", "Why?"),
            ("review_right", "How can you have it looked at again?"),
            ("review_by", "By which day?"),
        ),
    ),
    Letter(
        kind="D04",
        title="Decision on a late complaint",
        to=("complainant",),
        contents=_headings(
            ("conduct_day", "When did the conduct happen?"),
            ("known_on", "When did you come to know of it?"),
            ("limit", "Which limit applies?"),
            ("reasons_heard", "What did you say about the delay?"),
            ("decision", "What was decided?"),
            ("review_right", "How can you have it looked at again?"),
        ),
    ),
    Letter(
        kind="D05",
        title="Informal resolution: offer and agreement",
        to=BOTH,
        contents=_headings(
            ("voluntary", "That you may say no"),
            ("clocks_paused", "Which clocks stand still?"),
            ("terms", "What is proposed or agreed?"),
            ("if_broken", "What happens if it is broken?"),
            ("confidentiality", "What stays between you, and what cannot?"),
        ),
    ),
    Letter(
        kind="D06",
        title="Referral to an outside body",
        to_from="to",
        contents=_headings(
            ("what", "What is shared?"),
            ("basis", "On which legal basis?"),
            ("urgency", "How urgent is it?"),
            ("paused", "What do we stop meanwhile?"),
        ),
    ),
    Letter(
        kind="D07",
        title="Notice of investigation to the respondent",
        to=("respondent",),
        contents=_headings(
            ("allegations", "What is alleged?"),
            ("facts", "On which facts does it rest?"),
            ("clauses", "Which clauses, of which edition?"),
            ("evidence", "Which evidence is there so far?"),
            ("author", "Who complained, or why is the name withheld?"),
            ("not_a_finding", "That nothing has been found"),
            ("rights", "What are your rights?"),
            ("answer_by", "By which day can you answer?"),
            ("no_contact", "With whom should you have no contact?"),
            ("keep_evidence", "What should you keep?"),
        ),
    ),
    Letter(
        kind="D08",
        title="Record that telling the respondent was put off",
        internal=True,
        common=False,
        contents=_headings(
            ("reasons", "Why?"),
            ("decided_by", "Who decided?"),
            ("review_day", "When is it looked at again?"),
        ),
    ),
    Letter(
        kind="D09",
        title="Application for an interim measure",
        to=("respondent",),
        contents=_headings(
            ("risk", "Which risk is there?"),
            ("evidence", "Which evidence shows it?"),
            ("measures", "Which measures are asked for?"),
            ("lesser", "Which lesser measures were considered?"),
            ("ballots", "Which ballots or selections would it touch?"),
            ("urgency", "How urgent is it?"),
        ),
    ),
    Letter(
        kind="D10",
        title="Interim order or refusal",
        to=("respondent",),
        contents=_headings(
            ("decision", "What was decided?"),
            ("reasons", "Why?"),
            ("scope", "What does it reach?"),
            ("first_day", "From which day?"),
            ("expiry", "What is its last day?"),
            ("review_by", "By which day is it reviewed?"),
            ("early_review", "How can you have it reviewed sooner?"),
            ("not_a_finding", "That nothing has been found"),
        ),
    ),
    Letter(
        kind="D11",
        title="Decision on the review of an interim measure",
        to=("respondent",),
        contents=_headings(
            ("change", "What has changed since the last decision?"),
            ("delay_reasons", "Why has the case taken so long?"),
            ("decision", "What was decided?"),
            ("next_by", "By which day is it reviewed next?"),
        ),
    ),
    Letter(
        kind="D12",
        title="Notice of a restriction",
        to_from="to",
        common=False,
        nothing_else=True,
        contents=_headings(
            ("name", "Who is restricted?"),
            ("restriction", "What is this member not entitled to?"),
            ("dates", "From when to when?"),
        ),
        hides=("reasons", "allegation", "complainant", "clauses", "case_reference", "evidence"),
    ),
    Letter(
        kind="D13",
        title="Progress note",
        to=BOTH,
        contents=_headings(
            ("stage", "Where does the case stand?"),
            ("done_since", "What was done since the last note?"),
            ("next_step", "What comes next?"),
            ("next_day", "By which day?"),
            ("delay_reasons", "If it is late: why?"),
        ),
    ),
    Letter(
        kind="D14",
        title="Invitation to an interview, and its record to correct",
        to_from="person",
        contents=_headings(
            ("topic", "What is it about?"),
            ("companion", "Whom may you bring?"),
            ("recording", "How is it recorded?"),
            ("correct_by", "Until when can you correct the record?"),
        ),
    ),
    Letter(
        kind="D15",
        title="Statement form and guide for a witness",
        to=("witness",),
        to_from="witness",
        contents=_headings(
            ("truth_statement", "That what you say is true"),
            ("use", "What is it used for?"),
            ("who_sees_it", "Who sees it?"),
            ("expenses", "Which expenses are paid?"),
            ("protection", "How can you be protected?"),
            ("withdrawal", "How can you withdraw it?"),
        ),
    ),
    Letter(
        kind="D16",
        title="Investigation report",
        to=("respondent",),
        contents=_headings(
            ("remit", "What was to be investigated?"),
            ("chronology", "What happened when?"),
            ("evidence_index", "Which evidence is there?"),
            ("agreed_facts", "Which facts are agreed, and which disputed?"),
            ("speaks_against", "What speaks for the respondent?"),
            ("gaps", "What could not be found out?"),
            ("analysis", "What does the evidence show on each allegation?"),
            ("recommendation", "What is recommended?"),
            ("comments", "What did the parties say to it?"),
        ),
        hides=("finding", "sanction"),
    ),
    Letter(
        kind="D17",
        title="Decision whether there is a case to answer",
        to=BOTH,
        contents=_headings(
            ("test", "Which test was applied?"),
            ("results", "What is decided on each allegation?"),
            ("reasons", "Why?"),
            ("dropped", "What is dropped?"),
        ),
    ),
    Letter(
        kind="D18",
        title="Charge sheet",
        to=("respondent",),
        contents=_headings(
            ("charges", "What are the charges, by number?"),
            ("clause_text", "What do the clauses say, in which edition?"),
            ("particulars", "When, where and how is it said to have happened?"),
            ("mind", "What state of mind is alleged?"),
            ("exhibits", "Which exhibits bear on each charge?"),
            ("alternatives", "Which charges are alternatives?"),
        ),
    ),
    Letter(
        kind="D19",
        title="Notice of hearing",
        to=("respondent",),
        contents=_headings(
            ("hearing_on", "On which day is it?"),
            ("hearing_time", "At what time?"),
            ("place", "Where is it, or by which link?"),
            ("charges", "What are the charges?"),
            ("bundle", "Which bundle goes with it?"),
            ("panel", "Who sits on the panel, and what did they declare?"),
            ("challenge_by", "Until when may you challenge a member?"),
            ("evidence_by", "Until when may you send evidence?"),
            ("witnesses", "Who gives evidence?"),
            ("representation", "Who may come with you or speak for you?"),
            ("if_absent", "What happens if you do not come?"),
            ("most_it_can_do", "What can the panel decide at most?"),
            ("proof", "What must be proved, by whom and how far?"),
            ("openness", "Is it public or private?"),
            ("recording", "How is it recorded?"),
            ("postponement", "How can you ask for another day?"),
        ),
        hides=("earlier_sanctions",),
    ),
    Letter(
        kind="D20",
        title="Index of the bundle, and schedule of unused material",
        to=("respondent",),
        contents=_headings(
            ("index", "What is in it, page by page?"),
            ("digests", "What is the digest of each part?"),
            ("redactions", "What was blacked out, under which codes?"),
            ("unused", "Which material is not used?"),
        ),
        hides=("earlier_sanctions",),
    ),
    Letter(
        kind="D21",
        title="Ruling on a challenge or a standing down",
        to=BOTH,
        contents=_headings(
            ("connection", "Which connection was alleged or declared?"),
            ("test", "Which test was applied?"),
            ("ruling", "What was ruled?"),
            ("replacement", "Who comes in?"),
            ("effect_on_dates", "Which dates change?"),
        ),
    ),
    Letter(
        kind="D22",
        title="Directions",
        to=BOTH,
        contents=_headings(
            ("directions", "What is directed?"),
            ("timetable", "What is the timetable now?"),
            ("reasons", "Why?"),
        ),
    ),
    Letter(
        kind="D23",
        title="Disclosure of an approach or of pressure",
        to=BOTH,
        contents=_headings(
            ("what", "What happened?"),
            ("when", "When?"),
            ("who", "Who was involved?"),
            ("accounts", "What does each side say, denials included?"),
            ("effect_proposed", "What is it thought to mean for the case?"),
            ("comment_by", "By which day can you comment?"),
        ),
    ),
    Letter(
        kind="D24",
        title="Record of the hearing",
        internal=True,
        common=False,
        contents=_headings(
            ("present", "Who was present, from when to when?"),
            ("rulings", "What was ruled before and during it?"),
            ("witnesses", "Who gave evidence?"),
            ("refused_questions", "Which questions were refused, and why?"),
            ("exhibits", "Which exhibits were used?"),
            ("adjournments", "When was it broken off?"),
            ("recording", "What is the number of the recording?"),
        ),
    ),
    Letter(
        kind="D25",
        title="Outcome slip",
        to=BOTH,
        contents=_headings(
            ("findings", "What was found on each charge?"),
            ("sanction", "Which sanction?"),
            ("starts_when", "When does it begin?"),
            ("reasons_by", "By which day do the reasons follow?"),
        ),
    ),
    Letter(
        kind="D26",
        title="Decision with reasons",
        to=("respondent",),
        contents=_headings(
            ("parties", "Who are the parties?"),
            ("panel", "Who decided?"),
            ("rules", "Under which rules?"),
            ("charges", "What were the charges?"),
            ("evidence", "Which evidence was considered?"),
            ("findings", "What was found on each charge, and whom was believed?"),
            ("submissions", "What was said on the sanction?"),
            ("ladder", "Why will no lesser sanction do?"),
            ("proportionality", "Why is it in proportion?"),
            ("dates", "From when to when does it last?"),
            ("interim_status", "What becomes of an interim measure?"),
            ("costs", "Who bears which costs?"),
            ("appeal_text", "Who hears an appeal, on what grounds, until when and with what effect?"),
            ("publication_plan", "What will be published?"),
            ("pressures", "Which approaches and pressures were logged, and how were they ruled on?"),
        ),
        hides=("votes", "dissent", "deliberation"),
    ),
    Letter(
        kind="D27",
        title="Outcome letter to the complainant",
        to=("complainant",),
        contents=_headings(
            ("shared", "What can be shared?"),
            ("not_shared", "Why not more?"),
            ("protection", "What protects you?"),
            ("process_complaint", "How can you complain about how it was done?"),
        ),
        hides=("votes", "dissent", "deliberation", "health"),
    ),
    Letter(
        kind="D28",
        title="Response to a resignation",
        to=("respondent", "complainant"),
        contents=_headings(
            ("ends_on", "When does the membership end?"),
            ("options", "What can become of the case?"),
            ("decision", "What was decided, or when will it be?"),
            ("marker", "What happens if the person asks to rejoin?"),
            ("marker_appeal", "How can that marker be challenged?"),
        ),
    ),
    Letter(
        kind="D29",
        title="Record of a withdrawal",
        to=("complainant",),
        contents=_headings(
            ("how_reached", "How were you reached?"),
            ("pressure_check", "What was asked about pressure?"),
            ("decision", "Does the case stop or go on?"),
            ("reasons", "Why?"),
        ),
    ),
    Letter(
        kind="D30",
        title="Appeal form and acknowledgement",
        to=BOTH,
        contents=_headings(
            ("grounds", "On which grounds?"),
            ("late_reasons", "If it is late: why?"),
            ("new_evidence", "Which new evidence is there?"),
            ("effect_on_sanction", "What becomes of the sanction meanwhile?"),
        ),
    ),
    Letter(
        kind="D31",
        title="Decision on an appeal or review",
        to=BOTH,
        contents=_headings(
            ("grounds", "What was decided on each ground?"),
            ("relief", "What follows from it?"),
            ("may_not_sit", "Who may not sit again?"),
        ),
    ),
    Letter(
        kind="D32",
        title="Longer sanction: application, notice and decision",
        to=("respondent",),
        contents=_headings(
            ("current_term", "What is the present term?"),
            ("new_ground", "Which new ground is there?"),
            ("evidence", "Which evidence shows it?"),
            ("dates", "Which days matter?"),
            ("cap", "How was the cap reckoned?"),
        ),
    ),
    Letter(
        kind="D33",
        title="Decision on readmission",
        to=("respondent",),
        contents=_headings(
            ("earliest", "From which day could it be asked?"),
            ("conditions", "On which conditions?"),
            ("old_findings", "Which earlier findings were considered?"),
            ("reasons", "Why?"),
        ),
    ),
    Letter(
        kind="D34",
        title="Published decision",
        common=False,
        contents=_headings(
            ("summary", "What happened, told neutrally?"),
            ("findings", "What was found?"),
            ("sanction", "Which sanction?"),
            ("dates", "From when to when?"),
            ("notice_expires", "Until when does this notice stand?"),
            ("pseudonyms", "Which names were changed?"),
        ),
        hides=("complainant_name", "witness_name", "health", "votes", "dissent"),
    ),
    Letter(
        kind="D35",
        title="Answer to a request for personal data",
        to_from="person",
        common=False,
        contents=_headings(
            ("search_log", "Where was looked?"),
            ("disclosed", "What is given?"),
            ("redactions", "What was left out, under which codes?"),
            ("exemptions", "Which exemptions were relied on?"),
            ("regulator_route", "How can you go to the regulator?"),
        ),
        hides=("advice", "other_people"),
    ),
    Letter(
        kind="D36",
        title="Fairness ledger",
        internal=True,
        common=False,
        contents=_headings(
            ("guards", "Each guard: met or not applicable, by which entry, when and by whom"),
        ),
    ),
    Letter(
        kind="D37",
        title="Letter that the procedures are complete",
        to=BOTH,
        contents=_headings(
            ("issues", "What was at issue?"),
            ("outcome", "What was the outcome?"),
            ("completed_on", "On which day was it complete?"),
            ("outside_deadline", "Until when can you go to an outside body, and to which?"),
        ),
    ),
    Letter(
        kind="D38",
        title="Holding statement",
        common=False,
        nothing_else=True,
        contents=_headings(
            ("text", "The one approved text, without facts"),
        ),
        hides=("facts", "names", "allegation"),
    ),
    Letter(
        kind="D39",
        title="Statistics",
        common=False,
        contents=_headings(
            ("period", "Which period?"),
            ("tables", "What are the figures?"),
            ("definitions", "What does each figure mean?"),
            ("revisions", "Which earlier figures changed, and why?"),
            ("method", "How are small numbers protected?"),
        ),
        hides=("names", "free_text"),
    ),
    Letter(
        kind="D40",
        title="Letter of appointment to a pool",
        to_from="person",
        common=False,
        contents=_headings(
            ("term", "For how long?"),
            ("category", "In which category?"),
            ("training", "When was or is the training?"),
            ("fee", "Which fee is paid?"),
            ("conflicts", "When must you stand down?"),
            ("confidentiality", "What must you keep to yourself?"),
            ("removal", "On which grounds can you be removed?"),
        ),
    ),
    Letter(
        kind="D41",
        title="Ruling on a postponement or an adjournment",
        to=BOTH,
        contents=_headings(
            ("which", "Was it put off, broken off or given up?"),
            ("reasons", "Why?"),
            ("new_day", "What is the new day?"),
            ("costs", "What does it cost the parties?"),
        ),
    ),
    Letter(
        kind="D42",
        title="Notice of a failure of the process",
        to=BOTH,
        contents=_headings(
            ("what", "What went wrong?"),
            ("effect", "What did it do to the case?"),
            ("remedy", "What is offered?"),
        ),
    ),
    Letter(
        kind="D43",
        title="Day of the hearing, to those who sit and to who complained",
        to=("complainant",),
        to_those_who_sit=True,
        contents=_headings(
            ("hearing_on", "On which day is it?"),
            ("hearing_time", "At what time?"),
            ("place", "Where is it, or by which link?"),
            ("your_part", "What is your part in it?"),
        ),
        hides=("charges", "clauses", "allegation", "evidence", "bundle", "earlier_sanctions"),
    ),
    Letter(
        kind="D44",
        title="Change of the rules while a case runs",
        to=BOTH,
        to_those_told=True,
        contents=_headings(
            ("which_rules", "Which rules hold, from which day?"),
            ("why", "Why, and by which clause?"),
            ("your_time", "What becomes of the time that runs for you?"),
            ("heaviest", "What can follow at most?"),
        ),
    ),
)

LETTERS: Mapping[str, Letter] = MappingProxyType({one.kind: one for one in _LETTERS})
"""Every kind of letter, by its number."""


def letter(kind: str) -> Letter:
    """The letter of that kind. Raises :class:`NoSuchLetter`."""
    found = LETTERS.get(kind)
    if found is None:
        raise NoSuchLetter(f'There is no letter of the kind "{kind}".', evidence={"kind": kind})
    return found


def _empty(value: object) -> bool:
    """True if nothing is said. A no, a nought and a day are something."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, Collection) and not value


def missing(kind: str, filled: Mapping[str, object]) -> tuple[str, ...]:
    """Names of the headings that are absent or empty, in the order of the letter. Raises :class:`NoSuchLetter`.

    ``filled`` maps the name of a heading to what stands under it. What does not apply is said in words ("none"), never
    left empty.
    """
    return tuple(heading.name for heading in letter(kind).headings if _empty(filled.get(heading.name)))


def too_much(kind: str, filled: Mapping[str, object]) -> tuple[str, ...]:
    """Names in ``filled`` that this letter must not contain, sorted. Raises :class:`NoSuchLetter`."""
    one = letter(kind)
    own = {heading.name for heading in one.headings}
    said = {name for name, value in filled.items() if not _empty(value)}
    return tuple(sorted(said - own if one.nothing_else else said & set(one.hides)))
