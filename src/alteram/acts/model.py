"""What an act is: its fields, who may do it, its results, its effect, its floors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Capacity = Literal[
    "complainant",
    "respondent",
    "representative",
    "witness",
    "intake",
    "triage",
    "adjudicator",
    "investigator",
    "case_examiner",
    "presenter",
    "interim_panel",
    "hearing_panel",
    "chair",  # of the hearing panel: counts as `hearing_panel` in every question of separation
    "appeal_panel",
    "reviewer",
    "appointer",
    "clerk",
    "legal_adviser",
    "publications",
    "support",
    "auditor",
    "data_protection",
    "executive",
    "key_holder",  # keeps a share of the body's key; no role in any case
    "clock",
    "anyone",  # anyone who is in the case
]
Effect = Literal["none", "interim", "sanction", "publication", "end"]
Kind = Literal[
    "words",  # a short closed or open phrase, not personal: stays in the entry
    "phrases",  # several of these
    "text",  # free text: leaves the entry, may be forgotten
    "day",
    "days",  # list of days
    "time",  # local time of day, such as 10:00
    "moment",  # local day and time
    "number",
    "flag",
    "choice",  # one of `choices`
    "choices",  # several of `choices`
    "clauses",  # list of clause numbers of the book
    "person",
    "people",
    "steps",
    "entries",  # numbers of entries of this case
    "paper",  # id of a paper in the store
    "papers",
    "sanctions",
    "charges",  # list of maps, see `CHARGE_FIELDS`
    "answers",  # map charge or allegation number -> word
    "map",
]
When = Literal["S", "A", "A or S", "C"]
RecordClass = Literal[
    "existence",
    "complaint_text",
    "identity",
    "triage",
    "interim",
    "evidence",
    "unused",
    "report",
    "charges",
    "bundle",
    "panel",
    "challenge",
    "contact_log",
    "earlier_sanctions",
    "deliberation",
    "findings",
    "recording",
    "appeal",
    "publication",
    "standing",
    "statistics",
    "access_log",
    "data_rights",
    "rulebook",
    "pool",
    "progress",
    "welfare",
    "advice",
    "concern",
]
"""Which class of record an entry belongs to: a line of the table of roles, so that access is decided by class.

Lines of the table: ``existence`` existence of the case; ``complaint_text`` complaint text; ``identity`` complainant
identity; ``triage`` triage decision; ``interim`` interim application and order; ``evidence`` evidence log; ``unused``
unused schedule; ``report`` investigation report; ``charges``; ``bundle`` hearing bundle; ``panel`` panel names and
declarations; ``challenge`` conflict challenge; ``contact_log`` contact and pressure log; ``earlier_sanctions``;
``deliberation`` deliberation log; ``findings`` findings and reasons; ``recording`` recording or transcript, and the
notes of the hearing; ``appeal`` appeal file; ``publication`` publication decision; ``standing`` membership status
feed; ``statistics``; ``access_log``; ``data_rights`` handling of data requests; ``rulebook`` rule-book edit; ``pool``
pool appointment.

Four lines of our own, for what the table does not name: ``progress`` the running of the case (times, directions,
service, progress notes), seen by whoever sees both the case and the letter; ``welfare`` adjustments and risk, seen by
the person concerned, clerk, chair, support and data protection; ``advice`` legal advice, in no bundle and in no answer
to a data request; ``concern`` a concern about the process, the auditor's alone.
"""
Section = Literal[
    "Intake",
    "Investigation",
    "Interim measures",
    "Charges, panel, listing",
    "Hearing and decision",
    "Appeal, final, after",
    "Leaving and withdrawing",
    "Courts and counsel",
    "Influence",
    "Papers, people, record",
    "House",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing an act must or may say."""

    name: str
    kind: Kind
    question: str  # the label of the form: a plain question
    hint: str = ""
    required: bool = False  # an empty one is refused with E-FIELD, whatever the result
    required_on: tuple[str, ...] = ()  # results on which it is required; the act's own words
    choices: tuple[str, ...] = ()  # closed list, where there is one; for `answers`, of the words of each answer

    @property
    def forgettable(self) -> bool:
        """True if the value leaves the entry and stands in the erasable store."""
        return self.kind == "text"

    def required_with(self, outcome: str = "") -> bool:
        """True if an act with this result may not leave the field empty."""
        return self.required or outcome in self.required_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What an incidental act makes somebody owe, whether or not the book mentions it."""

    act: str  # the act that discharges it
    within: str  # a length of time in the book's phrases, e.g. "2 working days"; a book may say more, never less
    on: tuple[str, ...] = ()  # results that create it; () = any
    if_said: str = ""  # a field of the act without which nothing is owed
    ends_in: Literal["tell", "deem"] = "tell"  # `tell`: marked overdue and still owed; `deem`: the clock does it


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A kind of deed that the product understands.

    The vocabulary is closed. A step of a rule book *is* one or several acts; an incidental act needs no step.
    """

    name: str  # wire name: snake_case past tense, never changes its meaning
    title: str  # plain words for a list of entries
    section: Section
    who: tuple[Capacity, ...]  # capacities in which it may be done
    own_hand_by: tuple[Capacity, ...] = ()  # ★: entered by the person, or by clerk or intake with the person's paper
    strictly_own: bool = False  # by the person alone: not even clerk or intake may enter it
    self_only: tuple[Capacity, ...] = ()  # in these capacities a person does it about himself or herself only
    hands: int = 1  # how many people must have signed it: those it is done by and whoever `checked_by` names
    fields: tuple[Field, ...] = ()
    outcomes: tuple[str, ...] = ()  # closed list of results; () = none needed, but see `outcomes_from`
    outcomes_from: Literal["", "sanctions"] = ""  # `sanctions`: the results are the names in the book's own list
    effect: Effect = "none"
    effect_if: tuple[str, ...] = ()  # results on which it has the effect; () = always
    effect_flag: str = ""  # name of the flag field that must be set for the effect
    effect_note: str = ""  # where the effect follows from something else: from what, in words
    floors: tuple[str, ...] = ()  # ids of requirements whose guards run on it
    letters: tuple[str, ...] = ()  # kinds of letter it sends or writes into
    fills_only: tuple[str, ...] = ()  # those of `letters` that it writes into, while another act sends them
    letter_if: tuple[tuple[str, str], ...] = ()  # (result, letter): of several letters, the one this result sends
    when: When = "S"  # S a step of the book only; A at any time; C by the clock alone
    after_end: bool = False  # may also come after the end of the case
    clock: tuple[str, ...] = ()  # ◷ results open to a consequence; ("done",) for an act without results
    drawn: bool = False  # the clock may do it only by the seeded draw
    owes: tuple[Owed, ...] = ()
    record_class: RecordClass = "progress"

    @property
    def own_hand(self) -> bool:
        """True if in some capacity it must come from the person's own hand (★)."""
        return bool(self.own_hand_by)

    @property
    def sends(self) -> tuple[str, ...]:
        """The letters that go out with the act itself."""
        return tuple(kind for kind in self.letters if kind not in self.fills_only)

    def letters_for(self, outcome: str) -> tuple[str, ...]:
        """The letters that go out when the act has this result."""
        chosen = tuple(kind for result, kind in self.letter_if if result == outcome)
        if self.letter_if:
            return chosen
        return self.sends

    @property
    def incidental(self) -> bool:
        """True if it may be done without a step of the book."""
        return self.when != "S"

    @property
    def step_allowed(self) -> bool:
        """True if a book may write it as a step (a book gives an incidental act a clause and limits so)."""
        return self.when != "C"

    def field(self, name: str) -> Field | None:
        """The field of that name; every act also takes `reasons`."""
        for one in (*self.fields, *COMMON_FIELDS):
            if one.name == name:
                return one
        return None

    def required(self, outcome: str = "") -> tuple[Field, ...]:
        """The fields that may not be empty when the act has this result."""
        return tuple(one for one in self.fields if one.required_with(outcome))

    def has_effect(self, outcome: str = "", *, flagged: bool = False) -> bool:
        """True if, with this result (and its flag field set or not), the act has its effect."""
        if self.effect == "none" or (self.effect_flag and not flagged):
            return False
        return not self.effect_if or outcome in self.effect_if

    def may_be_done_as(self, capacity: Capacity) -> bool:
        """True if somebody in the case may do it in this capacity.

        A chair may do what the panel may; a representative what the party may, save what is strictly the party's own.
        """
        if capacity in self.who:
            return True
        if capacity == "representative" and set(PARTIES) & set(self.who):
            return not self.strictly_own
        if capacity == "chair" and "hearing_panel" in self.who:
            return True
        return "anyone" in self.who and capacity not in ("executive", "clock")

    def open_to_role(self, capacity: Capacity) -> bool:
        """True if a book may give it to a role of this capacity: a hearing panel acts through its chair too."""
        return self.may_be_done_as(capacity) or (capacity == "hearing_panel" and "chair" in self.who)


def ask(
    name: str,
    kind: Kind,
    question: str,
    hint: str = "",
    *,
    required: bool = False,
    required_on: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
) -> Field:
    """A field, written on one line."""
    return Field(
        name=name,
        kind=kind,
        question=question,
        hint=hint,
        required=required,
        required_on=required_on,
        choices=choices,
    )


REASONS = ask("reasons", "text", "What are the reasons?", "Say what was considered, what was decided and why.")
RESTS_ON = ask(
    "rests_on", "phrases", "Which reason that the rules protect plays a part?", "From the rule book's list, or none."
)
MATCHES = ask("match_count", "number", "Of a ban counted in matches: how many?", "In figures, for example 4.")
VOTES = ask("votes", "map", "How were the votes?", "For and against.")
REASONS_NEEDED = ask(
    "reasons",
    "text",
    "What are the reasons?",
    "Say what was considered, what was decided and why.",
    required=True,
)
COMMON_FIELDS: tuple[Field, ...] = (REASONS,)
"""Fields that every act takes whether or not it lists them. Day, people and clause belong to the entry itself."""

CHARGE_FIELDS: tuple[Field, ...] = (
    ask("clause", "words", "Which clause was broken?", "The number in the rule book.", required=True),
    ask("edition", "words", "Which edition was in force?", "Taken from the days of the conduct if left empty."),
    ask("days", "days", "On which days did it happen?", "One day, or the first and the last.", required=True),
    ask("place", "words", "Where did it happen, or in which medium?", required=True),
    ask("deed", "text", "What is the person said to have done?", "One deed in plain words.", required=True),
    ask("mind", "words", "What state of mind is alleged?", "For example knowingly; or none needed.", required=True),
    ask("exhibits", "papers", "Which exhibits bear on it?", required=True),
    ask("alternative_to", "number", "Is it an alternative to another charge?", "The number of that charge."),
    ask("code", "words", "Does it lean on a code or guidance besides the rules? Which?"),
    ask("code_published", "day", "If so, on which day was that published to members?"),
    ask("code_narrows", "flag", "If it is newer than the conduct: does it only narrow the offence?"),
    ask("opinion_of", "words", "Does the clause turn on a body's opinion? Whose?"),
    ask("opinion", "paper", "If so, which minute holds that opinion?"),
    ask("opinion_on", "day", "On which day was it formed?"),
    ask("opinion_voters", "phrases", "Who voted on it?"),
    ask("left_out", "phrases", "Does it fall under what the clause leaves out? Under what?", "Or none."),
    ask("barred_person", "person", "Does it rely on somebody being barred? On whom?"),
)
"""What each charge of `charges_issued` says. Only `deed` may be forgotten."""

PARTIES: tuple[Capacity, ...] = ("complainant", "respondent")
STAFF: tuple[Capacity, ...] = ("intake", "triage", "investigator", "presenter", "clerk")
