"""Stages and steps of ``procedure.yaml``: every key, what may stand after it, what it says, an example."""

from __future__ import annotations

from alteram.rulebook import phrases
from alteram.rulebook.shapes import (
    CLAUSE,
    Atom,
    Count,
    Either,
    Flag,
    Key,
    Keys,
    Many,
    Name,
    Number,
    Span,
    StepWithResult,
    Table,
    Word,
    any_of,
    phrase_key,
)

ANY_ROLE = Name("role or capacity")

STAGE = Keys(
    "A stage",
    {
        "begins": Key(Many(StepWithResult()), "Steps that switch it on.", "[triage=investigate]", needed=True),
        "ends": Key(Many(StepWithResult()), "Steps that switch it off.", "[examine=case_to_answer]"),
        "clause": CLAUSE,
        "title": Key(Word(), "Its name for readers.", "the inquiry runs"),
    },
    instead={"on": "begins", "off": "ends", "starts": "begins", "start": "begins", "stops": "ends", "end": "ends"},
)
WAIVER = Keys(
    "A waiver",
    {
        "by": Key(ANY_ROLE, "The party whom the wait protects.", "respondent", needed=True),
        "not_below": Key(Span(), "How short it may become.", "14 clear days", needed=True),
    },
)
WAIT = Keys(
    "A wait",
    {
        "after": Key(Name("step"), "From which step it runs.", "give_notice", needed=True),
        "at_least": Key(Span(), "How long.", "28 clear days", needed=True),
        "clause": Key(Word(), "Where the text asks for it; else at the clause of that step.", '"7.1"'),
        "unless": Key(Either(Many(Atom()), any_of(Atom())), "When it need not be kept.", "respond"),
        "waiver": Key(WAIVER, "Who may shorten it.", "{by: respondent, not_below: 14 clear days}"),
    },
)
WINDOW = Keys(
    "A window",
    {
        "of": Key(Many(Name("step")), "From which step; of several, from the latest.", "give_reasons", needed=True),
        "at_most": Key(Span(), "How long.", "21 days", needed=True),
    },
)
BEFORE = Keys(
    "before",
    {
        "step": Key(Name("step", ("end of sanction",)), "Before the day announced for which step.", "open_hearing"),
        "at_least": Key(Span(), "How long before.", "10 clear days", needed=True),
    },
    bare=("end of sanction",),
)
RESULT = Keys(
    "A result",
    {"needs": Key(Many(Either(Atom(), any_of(Atom()))), "What this result needs besides.", "[sanction]")},
)
ELSE = Keys(
    "A consequence",
    {
        "deem": Key(StepWithResult(), "What then happens by itself.", "triage=investigate"),
        "tell": Key(
            Many(Name("role", phrases.names(phrases.TOLD))),
            "Who is told; it stays owed and shows as overdue.",
            "[auditor, parties]",
        ),
    },
)
DUTY = Keys(
    "A duty",
    {
        "if": Key(Many(Word()), "Only after these results of the step.", "investigate"),
        "must": Key(Name("step"), "What is owed.", "report"),
        "may": Key(Name("step"), "What may be done: a right that lapses and is no breach.", "appeal"),
        "within": Key(Span(), "By when.", "60 days", needed=True),
        "else": Key(ELSE, "What happens if nobody does it.", "{tell: [auditor, parties]}", needed=True),
        "reopens": Key(Many(Name("step")), "Steps that count as not done again.", "[report, examine]"),
        "clause": CLAUSE,
    },
)
LENGTHENS = Keys(
    "lengthens",
    {
        "duty": Key(Name("step"), "Whose time becomes longer.", "report", needed=True),
        "by": Key(Span(), "By how much.", "28 days", needed=True),
    },
)
PAUSES = Keys(
    "pauses",
    {
        "duties": Key(Many(Name("step")), "Whose clocks stand still.", "[triage]", needed=True),
        "at_most": Key(Span(), "How long in all.", "20 working days"),
    },
)
STEP = Keys(
    "A step",
    {
        "act": Key(
            Many(Word()), "Which act it is; a list for letters that travel together.", "triage_decided", needed=True
        ),
        "means": Key(
            Either(Word(), Table(Word())),
            "Its results in the act's words, where they differ.",
            "{refer: case_to_answer}",
        ),
        "clause": Key(Word(), "Where the rules say so.", '"4.3"', needed=True),
        "title": Key(Word(), "Its name for readers.", "submit the report"),
        "by": Key(Many(Name("role", ("clock",))), "Who takes it.", "[clerk, clock]", needed=True),
        "while": Key(
            Either(Many(Name("stage")), any_of(Name("stage"))),
            "Only while a stage is on.",
            "{any: [inquiry, charged]}",
        ),
        "needs": Key(
            Many(Either(Atom(), any_of(Atom()))),
            "Only after all of these.",
            "[report, {any: [sanction, no charge proved]}]",
        ),
        "unless": Key(Either(Many(Atom()), any_of(Atom())), "Not if any of these.", "[suspended, hearing]"),
        "wait": Key(Many(WAIT), "Not sooner than so long after a step.", "[{after: charge, at_least: 14 clear days}]"),
        "window": Key(WINDOW, "Not later than so long after a step.", "{of: triage, at_most: 28 days}"),
        "before": Key(
            BEFORE,
            "Not later than so long before an announced day, or the `end of sanction`.",
            "{step: open_hearing, at_least: 10 clear days}",
        ),
        "results": Key(
            Either(Many(Word()), Table(RESULT, "Result {name}")),
            "Its results; each may have needs of its own.",
            "[filed, overdue]",
        ),
        "only_by_clock": Key(Many(Word()), "Results that no person can bring about.", "[overdue]"),
        "limit": Key(Table(Number(1)), "How often a result may come.", "{remitted: 1}"),
        "at_most": Key(Count(), "How often it may be taken; once unless said.", "many"),
        "each": phrase_key(phrases.EACH, "Once for each charge, or so often for each party.", "charge"),
        "then": Key(Many(DUTY), "What is owed after it.", "[{must: publish, within: 14 days, else: {tell: auditor}}]"),
        "lengthens": Key(LENGTHENS, "It gives more time.", "{duty: report, by: 28 days}"),
        "pauses": Key(PAUSES, "It stops clocks.", "{duties: [triage], at_most: 20 working days}"),
        "tells": Key(Many(ANY_ROLE), "To whom its letter goes.", "[complainant, respondent]"),
        "gives": Key(Many(Word()), "What its letter says besides.", "[scope, last day]"),
        "announces": Key(Name("step"), "The step whose day it fixes.", "open_hearing"),
        "grounds": Key(Many(Word()), "A closed list to choose from.", "[unfair procedure, new evidence]"),
        "reasons": phrase_key(phrases.WRITTEN, "Reasons are given in writing.", "written"),
        "form": phrase_key(phrases.FORM, "How it must come in.", "in writing and signed"),
        "right": Key(Flag(), "A party's right: never refused for want of form.", "true"),
        "appoints": Key(ANY_ROLE, "Which body or role it fills.", "hearing_panel"),
        "creates": phrase_key(phrases.CREATES, "It opens charges.", "charge"),
        "starts_case": Key(Flag(), "The first step.", "true"),
        "ends_case": Key(Flag(), "The last step.", "true"),
        "after_end": Key(Flag(), "It may come after the last.", "true"),
        "sanction_if": Key(
            Table(Many(Name("sanction"))),
            "Sanctions that a result may carry.",
            "{accepted: [advice, warning]}",
        ),
        "never": phrase_key(phrases.NEVER, "What it never does.", "increase the sanction"),
    },
    instead={"when": "while", "who": "by", "role": "by", "rule": "clause", "after": "needs", "requires": "needs"},
)
