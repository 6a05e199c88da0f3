"""Acts about interim measures: applied for, decided, reviewed, and told to those who must act on them."""

from __future__ import annotations

from alteram.acts.model import PARTIES, REASONS, REASONS_NEEDED, RESTS_ON, VOTES, Act, ask

RISKS = (
    "contact with complainant",
    "contact with witnesses",
    "risk to a person",
    "risk to a child or vulnerable person",
    "risk to evidence",
    "risk to money or property",
    "repetition",
    "grave reputational harm",
)
"""The closed list of risks on which an interim measure may rest (ISU-01)."""
SCOPES = ("meetings", "contact", "office", "ballot", "candidacy", "data access", "events", "premises")
"""What an interim measure may reach (ISU-03)."""

MEASURES = ask("measures", "phrases", "Which measures?", "One on each line, for example no meetings.")

INTERIM: tuple[Act, ...] = (
    Act(
        name="interim_applied",
        title="An interim measure is applied for",
        section="Interim measures",
        who=("presenter", "investigator", "triage"),
        fields=(
            ask("risk", "choice", "Which risk is there?", required=True, choices=RISKS),
            ask("measures", "phrases", "Which measures are asked for?", "One on each line.", required=True),
            ask("lesser", "text", "Which lesser measures were considered, and why will they not do?", required=True),
            ask("evidence", "papers", "Which evidence shows the risk?"),
            ask(
                "ballots",
                "words",
                "Which ballots or selections would it touch?",
                "Name them with their days, or write none.",
                required=True,
            ),
            ask("urgent", "flag", "Is it too urgent for notice?"),
            ask("urgent_why", "text", "If so, why?"),
        ),
        floors=("ISU-01", "ISU-06"),
        letters=("D09",),
        record_class="interim",
    ),
    Act(
        name="interim_decided",
        title="An interim measure is decided on",
        section="Interim measures",
        who=("interim_panel",),
        fields=(
            MEASURES,
            ask("scope", "choices", "What does it reach?", required_on=("granted",), choices=SCOPES),
            ask("still_may", "phrases", "What may the member still do?"),
            ask("first_day", "day", "From which day?", "Left empty: the day of the decision."),
            ask("expiry", "day", "What is its last day?", "Counted from the rule book if left empty."),
            ask("review_by", "day", "By which day is it reviewed?", "Counted from the rule book if left empty."),
            ask("ballots_weighed", "text", "How was the loss of a vote or candidacy weighed?"),
            VOTES,
            RESTS_ON,
            REASONS_NEEDED,
        ),
        outcomes=("granted", "refused"),
        effect="interim",
        effect_if=("granted",),
        floors=("ISU-01", "ISU-03", "ISU-05", "ISU-06", "IND-01", "SAN-10"),
        letters=("D10",),
        record_class="interim",
    ),
    Act(
        name="interim_served",
        title="The interim decision is served",
        section="Interim measures",
        who=("intake", "triage", "investigator", "presenter", "clerk"),
        floors=("ISU-03",),
        letters=("D10",),
        when="A or S",
        record_class="interim",
    ),
    Act(
        name="restriction_notified",
        title="A restriction is made known to those who must act on it",
        section="Interim measures",
        who=("clerk", "clock"),
        fields=(
            ask("to", "words", "Who must know?", "An office, for example the secretary of a branch.", required=True),
            ask(
                "not_entitled_to",
                "choices",
                "What is the member not entitled to?",
                "Taken from the measure if left empty. Nothing else is told.",
                choices=SCOPES,
            ),
            ask("until", "day", "Until which day?", "Taken from the measure if left empty."),
        ),
        floors=("ISU-07", "ISU-08"),
        letters=("D12",),
        when="A",
        after_end=True,
        record_class="standing",
    ),
    Act(
        name="interim_reviewed",
        title="An interim measure is reviewed",
        section="Interim measures",
        who=("interim_panel",),
        fields=(
            ask(
                "change",
                "text",
                "What has changed since the last decision?",
                "Write none if nothing has.",
                required_on=("continued", "varied"),
            ),
            MEASURES,
            ask("scope", "choices", "What does it reach now?", choices=SCOPES),
            ask("why_delayed", "text", "Why has the case taken so long?"),
            ask("next_by", "day", "By which day is it reviewed next?", "Counted from the rule book if left empty."),
            ask(
                "note_until", "day", "If a note of it stays on file: until which day?", "Never longer than the measure."
            ),
            VOTES,
            REASONS,
        ),
        outcomes=("continued", "varied", "revoked", "lapsed"),
        effect="interim",
        effect_if=("continued", "varied"),
        effect_note="the measure goes on or ends",
        floors=("ISU-03", "ISU-04", "ISU-07"),
        letters=("D11",),
        clock=("lapsed",),
        record_class="interim",
    ),
    Act(
        name="representation_made",
        title="A party makes representations",
        section="Interim measures",
        who=PARTIES,
        own_hand_by=PARTIES,
        fields=(
            ask("question", "words", "On which question?"),
            ask("text", "text", "What do you want to say?"),
        ),
        when="A or S",
        record_class="interim",
    ),
)
