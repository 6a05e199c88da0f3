"""Acts when a complaint is withdrawn or a respondent leaves: none of them closes a case by itself."""

from __future__ import annotations

from alteram.acts.model import REASONS_NEEDED, Act, Owed, ask

CONTINUATION = Owed(act="continuation_decided", within="28 days")

LEAVING: tuple[Act, ...] = (
    Act(
        name="complaint_withdrawn",
        title="The complainant withdraws the complaint",
        section="Leaving and withdrawing",
        who=("complainant",),
        own_hand_by=("complainant",),
        fields=(ask("why", "text", "Why do you withdraw it?", "You need not say."),),
        floors=("EQW-02", "INT-12"),
        when="A",
        owes=(Owed(act="withdrawal_checked", within="28 days"), CONTINUATION),
        record_class="complaint_text",
    ),
    Act(
        name="withdrawal_checked",
        title="It is checked whether a withdrawal was free",
        section="Leaving and withdrawing",
        who=("intake", "triage"),
        fields=(
            ask("how_reached", "words", "How was the complainant reached?", required=True),
            ask("pressure", "text", "Was there pressure?", "Say what was asked and answered.", required=True),
        ),
        floors=("EQW-02", "INT-12"),
        letters=("D29",),
        fills_only=("D29",),
        when="A",
        record_class="welfare",
    ),
    Act(
        name="resignation_received",
        title="The respondent leaves the body",
        section="Leaving and withdrawing",
        who=("respondent", "clerk"),
        own_hand_by=("respondent",),
        fields=(ask("ends_on", "day", "On which day does the membership end?", "Left empty: the day of this entry."),),
        effect_note="the roll reads: left",
        floors=("STA-02",),
        when="A",
        owes=(Owed(act="options_put", within="28 days"), CONTINUATION),
        record_class="standing",
    ),
    Act(
        name="death_recorded",
        title="A death is recorded",
        section="Leaving and withdrawing",
        who=("clerk",),
        fields=(
            ask("person", "person", "Who has died?", "Left empty: the respondent."),
            ask("died_on", "day", "On which day?"),
        ),
        floors=("EQW-05",),
        when="A",
        owes=(CONTINUATION,),
        record_class="standing",
    ),
    Act(
        name="options_put",
        title="The parties are told what can become of the case",
        section="Leaving and withdrawing",
        who=("clerk",),
        fields=(
            ask("choices", "phrases", "What are the choices?", "One on each line."),
            ask("comment_by", "day", "By which day may the parties comment?"),
        ),
        letters=("D28",),
        when="A",
        record_class="progress",
    ),
    Act(
        name="continuation_decided",
        title="It is decided whether the case goes on",
        section="Leaving and withdrawing",
        who=("triage", "adjudicator", "chair"),
        fields=(
            ask(
                "bucket",
                "choice",
                "If it stops: how does the case count in the statistics?",
                required_on=("stop",),
                choices=("withdrawn", "left before outcome", "died"),
            ),
            ask("marker", "words", "What happens if the person asks to rejoin?"),
            ask(
                "safeguarding_agrees",
                "person",
                "If it stops although a risk was flagged: which safeguarding lead agrees?",
            ),
            REASONS_NEEDED,
        ),
        outcomes=("go_on", "stop"),
        floors=("STA-02", "INT-12"),
        letters=("D28", "D29"),
        when="A",
        owes=(Owed(act="case_closed", within="14 days", on=("stop",), ends_in="deem"),),
        record_class="progress",
    ),
)
