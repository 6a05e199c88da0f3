"""The whole of ``procedure.yaml``: every key, what may stand after it, what it says, an example.

The loader checks by these tables; the schema for editors and the page of the reference are drawn from them. What the
values mean is read elsewhere (``steps``, ``tables``, ``people_rules``, ``time``); nothing is accepted and then ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from alteram.acts import RecordClass
from alteram.calendar.freezing import WEEKDAYS
from alteram.rulebook import phrases
from alteram.rulebook.reader import CAPACITIES
from alteram.rulebook.shapes import (
    CLAUSE,
    Closed,
    Closure,
    Day,
    Either,
    Flag,
    Key,
    Keys,
    Many,
    Marked,
    Name,
    Number,
    Span,
    StepWithResult,
    Table,
    Word,
    phrase_key,
)
from alteram.rulebook.step_grammar import (
    BEFORE,
    DUTY,
    ELSE,
    LENGTHENS,
    PAUSES,
    RESULT,
    STAGE,
    STEP,
    WAIT,
    WAIVER,
    WINDOW,
)

CHANNELS = ("email", "portal", "post", "first_class", "hand")
OTHERS = ("others",)
OUTCOMES = ("no_case", "not_proved", "others")
# --- which edition governs

VERSION = Keys(
    "A choice of edition",
    {
        "use": phrase_key(phrases.MOMENT, "The day whose edition counts.", "date of receipt", needed=True),
        "clause": CLAUSE,
    },
)
MILDER_VERSION = Keys(
    "A choice of edition",
    {
        "use": phrase_key(
            phrases.MILDER,
            "The day whose edition counts, or the two of whose editions the milder does.",
            "milder of date of conduct and date of decision",
            needed=True,
        ),
        "clause": CLAUSE,
    },
)
_EDITION_OF = Either(Closed(phrases.MOMENT), VERSION)
TRANSITIONAL = Keys(
    "A transitional rule",
    {
        "clause": CLAUSE,
        "if": phrase_key(phrases.TRANSITIONAL_IF, "In which cases.", "receive before 2026-07-01", needed=True),
        "keep": Key(Word(), "The edition that such a case keeps.", '"2025"'),
        "until": Key(Name("step"), "Up to and with which step it keeps it.", "close"),
        "then": phrase_key(phrases.TRANSITIONAL_THEN, "What such a case owes instead.", "publish due by 2026-07-29"),
    },
)
WHICH_VERSION = Keys(
    "which_version",
    {
        "offence": Key(_EDITION_OF, "Which edition says whether the deed was an offence.", "date of conduct"),
        "procedure": Key(_EDITION_OF, "Which edition governs the steps.", '{use: date of receipt, clause: "1.3"}'),
        "sanction": Key(
            Either(Closed(phrases.MILDER), MILDER_VERSION),
            "Which edition limits the sanction.",
            "milder of date of conduct and date of decision",
        ),
        "continuing_conduct": Key(_EDITION_OF, "Which day counts for conduct over several.", "last day of conduct"),
        "transitional": Key(
            Many(TRANSITIONAL),
            "What becomes of cases that run when the edition changes.",
            '[{clause: "1.7", if: receive before 2026-07-01, keep: "2025", until: close}]',
        ),
    },
)

# --- time

CALENDAR = Keys(
    "time.calendar",
    {
        "zone": Key(Word(), "Where midnight ends the day.", "Europe/London"),
        "weekend": Key(
            Many(Closed(phrases.closed(*WEEKDAYS))), "Days of every week that are no working days.", "[Sat, Sun]"
        ),
        "holidays": phrase_key(phrases.DIVISION, "Whose public holidays.", "GB-ENG"),
        "closed": Key(Many(Closure()), "The body's own closures, of every year or of one.", '["12-24..01-02"]'),
        "clause": CLAUSE,
    },
)
COUNTING = Keys(
    "time.counting",
    {
        "clause": CLAUSE,
        "day_of_event": phrase_key(phrases.EVENT_DAY, "The day a time starts from.", "not counted"),
        "ends_on_non_working_day": phrase_key(phrases.ENDS, "If the last day is no working day.", "stands"),
    },
)
AT_LEAST = Keys(
    "time.at_least",
    {
        "clause": CLAUSE,
        "means": phrase_key(phrases.AT_LEAST, "What bare days mean.", "clear days", needed=True),
    },
)
SERVICE = Keys(
    "time.service",
    {"clause": CLAUSE}
    | {
        channel: Key(
            Span(), f"How long after sending by {channel.replace('_', ' ')} a letter counts as served.", "1 working day"
        )
        for channel in CHANNELS
    }
    | {"clocks_run_from": phrase_key(phrases.RUN_FROM, "From when a person's time runs.", "deemed receipt")},
)
SHORTEN = Keys(
    "time.shorten",
    {
        "clause": CLAUSE,
        "only_with": phrase_key(
            phrases.ONLY_WITH, "Whose consent a shorter wait needs.", "written consent of respondent", needed=True
        ),
    },
)
TIME = Keys(
    "time",
    {
        "unit": phrase_key(phrases.UNIT, "What a bare “days” is, for the reader.", "calendar days"),
        "calendar": Key(CALENDAR, "Zone, weekend, holidays, closures.", "{holidays: GB-ENG}"),
        "counting": Key(COUNTING, "How days are counted.", "{day_of_event: not counted}"),
        "at_least": Key(Either(Closed(phrases.AT_LEAST), AT_LEAST), "What bare days mean in a wait.", "clear days"),
        "service": Key(SERVICE, "When a letter counts as served.", "{email: 1 working day, hand: same day}"),
        "shorten": Key(SHORTEN, "By whose consent alone a wait is cut.", "{only_with: written consent of respondent}"),
        "ends_on_non_working_day": phrase_key(phrases.ENDS, "As in counting.", "stands"),
        "clocks_run_from": phrase_key(phrases.RUN_FROM, "As in service.", "sending"),
        "clause": CLAUSE,
    },
)

# --- offences and sanctions

_RANGE = Key(Many(Word()), "What it can carry; `a .. b` means from a to b of the list.", "[advice .. expulsion]")
OFFENCE = Keys(
    "An offence",
    {
        "title": Key(Word(), "Its name.", "Bullying", needed=True),
        "sanctions": Key(_RANGE.shape, _RANGE.says, _RANGE.example, needed=True),
        "not": Key(Many(Word()), "What does not fall under it.", "[criticism of those in office]"),
        "opinion_of": Key(Word(), "The body on whose opinion it turns.", "executive committee"),
        "relies_on": phrase_key(phrases.RELIES_ON, "What must have been published on the day.", "a published bar"),
    },
)
PROTECTED = Keys(
    "What is never an offence",
    {
        "clause": CLAUSE,
        "never_an_offence": Key(
            Many(Word()), "What nobody is charged with.", "[a complaint made in good faith]", needed=True
        ),
        "asked": phrase_key(phrases.ASKED, "Each decision says whether one plays a part.", "at every decision"),
    },
)
LIMITATION = Keys(
    "limitation",
    {
        "clause": CLAUSE,
        "complaint_within": phrase_key(
            phrases.WITHIN, "How long, and from when.", "12 months of conduct or knowledge", needed=True
        ),
        "late_only_by": Key(Name("role"), "Who alone may admit a late one.", "senior_adjudicator"),
        "unless": Key(Many(Word()), "When no limit runs.", "[child protection, criminal conviction]"),
    },
)
PROOF = Keys(
    "proof",
    {
        "clause": CLAUSE,
        "standard": phrase_key(phrases.STANDARD, "How sure the panel must be.", "balance of probabilities"),
        "burden": phrase_key(phrases.BURDEN, "Who must prove.", "presenter"),
        "each_charge": phrase_key(phrases.EACH_CHARGE, "Charges are not decided as one.", "decided separately"),
    },
)
SANCTION = Keys(
    "A sanction",
    {
        "hearing": phrase_key(phrases.HEARING, "Whether it needs a hearing.", "required", needed=True),
        "lasts": phrase_key(phrases.LASTS, "How long.", "up to 24 months"),
        "matches": phrase_key(phrases.MATCHES, "How many matches it lasts, where it is counted in these.", "up to 8"),
        "no_later_than": phrase_key(
            phrases.LONGEST, "How long a ban counted in matches runs at the longest, if few are played.", "12 months"
        ),
        "vote": phrase_key(phrases.VOTE, "How many must vote for it.", "3 of 3"),
        "by": phrase_key(phrases.SANCTION_BY, "Who alone may impose it.", "review_panel only"),
        "credit": phrase_key(phrases.CREDIT, "What counts against its length.", "interim suspension served"),
        "rejoin": phrase_key(phrases.REJOIN, "When one may ask to come back.", "application after 5 years"),
        "takes": phrase_key(phrases.TAKES, "What it takes from the member while it runs.", "an office"),
    },
)

# --- people

ROLE = Keys(
    "A role",
    {
        "is": Key(
            Many(Closed(phrases.closed(*CAPACITIES))),
            "Which capacities it is; left out where its name is one.",
            "case_examiner",
        ),
        "title": Key(Word(), "Its name for readers.", "case officer"),
        "pool": Key(Name("pool"), "From which pool.", "investigators"),
        "party": Key(Flag(), "It is a party.", "true"),
        "rights": Key(Many(Word()), "What a party may bring or ask for.", "[companion, interpreter]"),
        "body": Key(Number(1), "It is a body of so many.", "3"),
        "from": Key(Name("pool"), "From which pool a body is made up.", "hearing_pool"),
        "including": Key(Table(Number(1)), "How many of which category must sit.", "{legal_chair: 1}"),
        "quorum": Key(Number(1), "How many must be there.", "3"),
        "vote": phrase_key(phrases.VOTE, "How it decides.", "majority"),
        "chair_of": Key(Name("body"), "Which body it chairs.", "hearing_panel"),
        "sees": Key(
            Keys(
                "sees",
                {
                    "not": Key(
                        Many(Closed(phrases.closed(*get_args(RecordClass)))),
                        "Classes of record it does not see.",
                        "[identity]",
                        needed=True,
                    )
                },
            ),
            "What is hidden from it; never more than its capacity sees.",
            "{not: [identity]}",
        ),
    },
)
POOL = Keys(
    "A pool",
    {
        "size": Key(Number(0), "How many stand on it.", "14", needed=True),
        "spare": Key(Number(0), "How many may fall out before a lawful panel is no longer left.", "1"),
        "term": Key(Span(), "How long an appointment to it lasts.", "3 years"),
        "training": Key(Table(Span()), "Which training, and how long one counts.", "{fair hearings: 2 years}"),
        "free_of_office": Key(Span(), "For how long nobody appointed from it may have held an office.", "5 years"),
        "at_most": Key(Number(1), "In how many open cases one person may have a part at once.", "6"),
    },
    other=Number(0),
)
CONFLICT = Keys(
    "A conflict",
    {
        "clause": CLAUSE,
        "nobody_in": Key(Many(Name("group")), "Whoever acts in one of these groups …", "investigating"),
        "also_in": Key(Many(Name("group")), "… acts in none of these.", "[judging, appealing]"),
        "after": Key(StepWithResult(), "From when the rule holds.", "decide_appeal=remitted"),
        "again_in": Key(Many(Name("group")), "… acts in none of these the second time.", "[judging]"),
        "nobody_acts_who_is": Key(
            Many(Word()), "Interests that bar; each is a question of the declaration.", "[witness]"
        ),
        "before_first_act": phrase_key(phrases.DECLARATION, "What comes before anybody acts.", "signed declaration"),
        "if_interest_found_later": phrase_key(
            phrases.FOUND_LATER, "And if an interest comes out later.", "stand aside; acts before stand"
        ),
    },
    bare=("unless challenged",),
)
SPEAKER = Name("role or capacity", phrases.names(phrases.SPEAKERS))
CONTACT = Keys(
    "A contact rule",
    {
        "clause": CLAUSE,
        "who": Key(Many(SPEAKER), "Who is bound.", "hearing_panel", needed=True),
        "with": Key(Many(SPEAKER), "In speaking with whom.", "[complainant, respondent]", needed=True),
        "while": Key(Name("stage", phrases.names(phrases.UNTIL_END)), "While a stage is on.", "case not ended"),
        "only": phrase_key(phrases.ONLY, "How alone they may speak.", "in writing or with companion offered"),
        "log": phrase_key(phrases.LOG, "What is written down.", "every contact"),
        "always": phrase_key(phrases.ALWAYS, "That they may always speak.", "allowed"),
        "may_not": phrase_key(phrases.TOPIC, "What they do not speak of.", "discuss evidence"),
        "breach": Key(Name("offence"), "Which offence a breach is.", '"3.12"'),
    },
    bare=("copied to both sides",),
)

# --- several people, directions

RESPONDENTS = Keys(
    "several.respondents",
    {
        "clause": CLAUSE,
        "each": phrase_key(phrases.THREAD, "What each respondent has.", "own thread through every stage"),
        "shared": Key(Many(Closed(phrases.SHARED)), "What the threads share.", "[complaint, evidence]"),
        "joined_by": Key(Name("role"), "Who may hear them together.", "hearing_panel"),
        "severed_if": phrase_key(phrases.SEVERED, "When they are heard apart.", "defences conflict"),
    },
)
CHARGES = Keys(
    "several.charges",
    {
        "clause": CLAUSE,
        "each": phrase_key(phrases.FINDING, "What each charge has.", "own finding"),
        "one_sanction_for": phrase_key(phrases.ONE_SANCTION, "What a sanction answers.", "all charges proved together"),
    },
)
SEVERAL = Keys(
    "several",
    {
        "respondents": Key(RESPONDENTS, "More than one respondent.", "{severed_if: defences conflict}"),
        "charges": Key(CHARGES, "More than one charge.", "{each: own finding}"),
    },
)
DIRECTIONS = Keys(
    "directions",
    {
        "clause": CLAUSE,
        "by": phrase_key(phrases.DIRECTED_BY, "Who directs.", "chair of hearing_panel", needed=True),
        "may": Key(Many(Closed(phrases.MAY)), "What may be directed.", "[sit remotely, join or sever]", needed=True),
        "may_not": Key(Many(Closed(phrases.MAY_NOT)), "What never may.", "[skip a step]"),
    },
)

# --- what is shown, what is kept

PUBLICATION = Keys(
    "publication",
    {
        "clause": CLAUSE,
        "what": Key(
            Table(Closed(phrases.SHOWN), of="sanction", also=OTHERS),
            "What is shown for which sanction.",
            "{expulsion: name and clause, others: nothing}",
        ),
        "never": Key(Many(Closed(phrases.NEVER_SHOWN)), "What is never shown.", "[complainant, health]"),
        "remove_after": Key(
            Table(Closed(phrases.KEPT), of="sanction", also=OTHERS),
            "When it is taken down.",
            "{expulsion: 5 years, others: end of sanction}",
        ),
    },
)
RETENTION = Keys(
    "retention",
    {
        "clause": CLAUSE,
        "hold_while": Key(Many(Closed(phrases.HOLD)), "What stops erasing.", "[appeal, litigation]"),
        "then": phrase_key(phrases.ERASE, "What happens at the end.", "erase all but statistics"),
        **{
            outcome: Key(
                Closed(phrases.KEPT), "How long the file of such a case is kept; any sanction likewise.", "1 year"
            )
            for outcome in OUTCOMES
        },
    },
    other=Closed(phrases.KEPT),
    other_kind="sanction",
)

# --- the file

ADOPTED = Keys(
    "adopted",
    {
        "by": Key(Word(), "Which meeting.", "Annual Conference", needed=True),
        "date": Key(Day(), "On which day.", "2026-03-14", needed=True),
        "minute": Key(Word(), "Under which minute.", "C26/11"),
    },
)
TOP = Keys(
    "The rule book",
    {
        "alteram": phrase_key(phrases.FORMAT, "The version of this format.", "1", needed=True),
        "body": Key(Word(), "Whose rules.", "Lantern League"),
        "procedure": Key(Word(), "Their name.", "Conduct and Discipline", needed=True),
        "version": Key(Word(), "Which edition.", '"2026"', needed=True),
        "adopted": Key(ADOPTED, "By whom, when, in which minute.", "{by: General Meeting, date: 2026-03-28}"),
        "in_force_from": Key(Day(), "Its first day.", "2026-07-01", needed=True),
        "replaces": Key(Word(), "The edition before it.", '"2025"'),
        "which_version": Key(WHICH_VERSION, "Which edition governs what.", "{procedure: date of receipt}"),
        "time": Key(TIME, "How days are counted.", "{at_least: clear days}", needed=True),
        "offences": Key(
            Table(Marked("never_an_offence", PROTECTED, OFFENCE), "Offence {name}"),
            "What members can be charged with, by clause.",
            '{"3.4": {title: Bullying, sanctions: [advice .. expulsion]}}',
        ),
        "limitation": Key(LIMITATION, "How late a complaint may come.", "{complaint_within: 12 months of conduct}"),
        "proof": Key(PROOF, "Who proves, and how sure one must be.", "{burden: presenter}"),
        "sanctions": Key(
            Table(SANCTION, "Sanction {name}"), "The closed list, lightest first.", "{advice: {hearing: required}}"
        ),
        "roles": Key(Table(ROLE, "Role {name}"), "Who is who.", "{clerk: {pool: clerks}}", needed=True),
        "pools": Key(
            Table(Either(Number(0), POOL), "Pool {name}"),
            "Who is there to draw on.",
            "{clerks: 2, judges: {size: 7, spare: 1}}",
        ),
        "several": Key(SEVERAL, "Several respondents or charges.", "{charges: {each: own finding}}"),
        "directions": Key(
            Many(DIRECTIONS), "What a chair may order.", "{by: chair of hearing_panel, may: [sit remotely]}"
        ),
        "groups": Key(
            Table(Many(Name("step")), "Group {name}"), "Sets of steps.", "{judging: [open_hearing, sanction]}"
        ),
        "conflicts": Key(Many(CONFLICT), "Who may not act.", "[{nobody_in: judging, also_in: appealing}]"),
        "contact": Key(
            Many(CONTACT),
            "Who may speak with whom, and how.",
            "[{who: hearing_panel, with: respondent, only: through clerk}]",
        ),
        "stages": Key(
            Table(STAGE, "Stage {name}"),
            "Facts that steps switch on and off.",
            "{new: {begins: receive, ends: triage}}",
            needed=True,
        ),
        "steps": Key(
            Table(STEP, "Step {name}"),
            "What may happen.",
            '{close: {act: case_closed, clause: "12.10", by: clerk, ends_case: true}}',
            needed=True,
        ),
        "publication": Key(PUBLICATION, "What is shown, for how long.", "{what: {others: anonymised summary}}"),
        "retention": Key(RETENTION, "What is kept, for how long.", "{no_case: 1 year}"),
        "explained_by_text": Key(
            Table(Word()), "Clauses that have no rule, each with the reason.", '{"1.1": It gives no power.}'
        ),
    },
)
"""The whole file."""

PLACES: Mapping[str, Keys] = {
    "": TOP,
    "which_version": WHICH_VERSION,
    "which_version.offence": VERSION,
    "which_version.sanction": MILDER_VERSION,
    "which_version.transitional": TRANSITIONAL,
    "time": TIME,
    "time.calendar": CALENDAR,
    "time.counting": COUNTING,
    "time.at_least": AT_LEAST,
    "time.service": SERVICE,
    "time.shorten": SHORTEN,
    "adopted": ADOPTED,
    "offences.CLAUSE": OFFENCE,
    "offences.protected": PROTECTED,
    "limitation": LIMITATION,
    "proof": PROOF,
    "sanctions.NAME": SANCTION,
    "roles.NAME": ROLE,
    "pools.NAME": POOL,
    "several": SEVERAL,
    "several.respondents": RESPONDENTS,
    "several.charges": CHARGES,
    "directions": DIRECTIONS,
    "conflicts": CONFLICT,
    "contact": CONTACT,
    "stages.NAME": STAGE,
    "steps.NAME": STEP,
    "steps.NAME.wait": WAIT,
    "steps.NAME.wait.waiver": WAIVER,
    "steps.NAME.window": WINDOW,
    "steps.NAME.before": BEFORE,
    "steps.NAME.results.RESULT": RESULT,
    "steps.NAME.then": DUTY,
    "steps.NAME.then.else": ELSE,
    "steps.NAME.lengthens": LENGTHENS,
    "steps.NAME.pauses": PAUSES,
    "publication": PUBLICATION,
    "retention": RETENTION,
}
"""Every place of the file that has keys of its own, in the order of the reference."""
