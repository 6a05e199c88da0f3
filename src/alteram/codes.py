"""The codes of refusals and the floors behind them: what each one means, and what would mend it.

Codes are for machines and never change; people read the sentence. A floor is a guard that no rule book and no switch
turns off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Level = Literal["floor", "profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Why something is refused."""

    code: str  # e.g. "E-NOTICE-SHORT"
    title: str  # what is wrong, in plain words
    floors: tuple[str, ...] = ()  # ids of the requirements it enforces; () = it enforces the rule book alone
    remedy: str  # what would make it lawful, in general words


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A requirement with a guard behind it.

    ``level`` is "floor" where the whole requirement binds every body, "profile" where the body sets the values and the
    product guards that they are kept.
    """

    id: str  # e.g. "NOT-01"
    sentence: str
    level: Level
    codes: tuple[str, ...] = ()  # the codes that enforce it in a case
    where: str = ""  # where it is enforced, if no code or not a code alone


def _code(code: str, title: str, remedy: str, *floors: str) -> Code:
    return Code(code=code, title=title, remedy=remedy, floors=floors)


_SOD = "Let somebody act who has held no other of the separated roles in this case or a linked one."

_CODES: tuple[Code, ...] = (
    # The wall
    _code("E-NOT-FOUND", "Nothing is found under this name", "Check the reference, or ask the clerk.", "IND-02"),
    _code(
        "E-ROLE-EXEC",
        "A holder of executive office has no part in a case",
        "The people whom the rule book names must do it; an office-holder may complain, answer or report like anybody.",
        "IND-02",
    ),
    # Letters
    _code(
        "E-LETTER-EMPTY",
        "A letter would leave out what it must say",
        "Fill in what is missing in the step that sends it.",
        "INV-01",
        "APP-01",
    ),
    # The rule book's own conditions
    _code("E-NOT-STARTED", "The case has not begun", "Enter the complaint first."),
    _code("E-ENDED", "The case has ended", "Only steps that the rule book allows after the end are open."),
    _code("E-STAGE", "The case is not at the stage for this", "Take the step that begins the stage."),
    _code("E-NEEDS", "Something must come before this", "Take the missing step first."),
    _code("E-BARRED", "Something that has happened rules this out", "See which step bars it, and whether it can end."),
    _code("E-DONE", "This has been done as often as the rules allow", "Nothing more is open here."),
    _code("E-TOO-EARLY", "The day for this has not come", "Wait until the first day named."),
    _code("E-TOO-LATE", "The time for this has run out", "Ask for more time, or use the step for late cases."),
    _code("E-RESULT", "This result is not open", "Choose a result that is open, or meet what it needs."),
    # People
    _code("E-ROLE", "This role may not do this", "Let somebody do it who holds a role that may."),
    _code(
        "E-TERM-EXPIRED",
        "The appointment has run out",
        "Have the person appointed again, or let somebody act whose term runs.",
        "RUL-11",
    ),
    _code(
        "E-INDEPENDENT",
        "Somebody held an office too short a time ago",
        "Choose somebody who has held no office for as long as the rules ask.",
        "IND-11",
    ),
    _code("E-CASELOAD", "Somebody has a part in too many cases at once", "Choose somebody with fewer.", "IND-13"),
    _code("E-TRAINING", "The training is missing or too old", "Record the training, or appoint another.", "INV-10"),
    _code(
        "E-QUORUM",
        "Too few members, the wrong mix, or not enough votes",
        "Complete the panel as the rule book says, and act again.",
        "HRG-02",
    ),
    _code("E-SOD-COMPLAINANT", "This person is a complainant in the case", _SOD, "IND-01"),
    _code("E-SOD-WITNESS", "This person is a witness in the case", _SOD, "IND-01"),
    _code("E-SOD-INVESTIGATOR", "This person investigated the case", _SOD, "IND-01"),
    _code("E-SOD-EXAMINER", "This person examined the case", _SOD, "IND-01"),
    _code("E-SOD-PRESENTER", "This person presents the case", _SOD, "IND-01"),
    _code("E-SOD-INTERIM", "This person decided on an interim measure in the case", _SOD, "IND-01"),
    _code("E-SOD-HEARING", "This person sat on the hearing panel", _SOD, "IND-01", "APP-03"),
    _code("E-SOD-APPEAL", "This person sat on the appeal panel", _SOD, "IND-01", "APP-03"),
    _code("E-SOD-LINKED", "This person acted in a linked case", _SOD, "IND-01"),
    _code(
        "E-SOD-REOPEN",
        "Nobody looks again at a decision of his or her own",
        "Let a reviewer decide who had no part in it.",
        "IND-01",
        "INT-11",
        "APP-03",
        "APP-06",
    ),
    _code(
        "E-SOD-CHALLENGE",
        "Nobody rules on a challenge to himself or herself",
        "Let the person rule whom the rule book names instead.",
        "IND-01",
        "IND-05",
    ),
    _code("E-INTEREST", "This person has an interest in the case", "Let somebody act who has none.", "IND-05"),
    _code(
        "E-CHALLENGE-OPEN",
        "What somebody did before standing aside may be challenged, or has been",
        "Let the time for a challenge pass, or rule on the challenge.",
        "IND-05",
    ),
    _code("E-DECLARATION", "No declaration of interests is on file", "File the declaration first.", "IND-05"),
    _code(
        "E-ONE-PERSON",
        "These two records are not merged this way",
        "Look up both records; two people who are neither of the two sign.",
        "IND-01",
    ),
    _code("E-HANDS", "Fewer people have signed than must", "Have a second person sign.", "AUD-01", "AUD-05"),
    _code(
        "E-GLASS",
        "Nobody is let into a case this way",
        "Two key holders let in somebody who stands outside the case, for fourteen days at most.",
        "AUD-05",
    ),
    _code(
        "E-SHARES",
        "The two shares do not join into the key of this body",
        "Two key holders type their own shares, word for word; after the key was drawn anew, the new ones.",
        "AUD-05",
    ),
    _code(
        "E-DRAW",
        "No panel can be drawn",
        "Wait for the next checkpoint, or take more people into the pool.",
        "IND-05",
    ),
    _code(
        "E-NOT-FREE",
        "This person cannot come on the day of the hearing",
        "Choose another day, or somebody who can come.",
        "NOT-03",
    ),
    _code(
        "E-KEY-HOLDER",
        "This person may not keep a share of the key, or hand shares out",
        "Choose three people who hold no office, and let somebody without an office hand the shares out.",
        "AUD-05",
    ),
    # What is entered
    _code("E-FIELD", "Something that must be said is missing", "Fill in what is named.", "AUD-02"),
    _code(
        "E-CHANNEL",
        "The rules do not say when a letter sent that way counts as served",
        "Send it by a channel that the rules name.",
        "NOT-02",
    ),
    _code("E-NOT-SHARED", "The threads do not share this", "Enter it in each case by itself."),
    _code("E-STALE", "Somebody acted a moment ago", "Read what is new, then decide again.", "AUD-01"),
    _code("E-CLOCK", "The clock has not caught up with this case", "Try again in a minute.", "AUD-01"),
    _code("E-OVERDUE", "What was owed was not done in time", "Do it now; the record keeps how late it was.", "AUD-04"),
    _code(
        "E-CONSEQUENCE",
        "What the rules say follows by itself is not in the record",
        "Read what the rules made of the silence, and go on from there.",
        "AUD-04",
    ),
    _code("E-LATE-ENTRY", "A past day needs a reason", "Say why it is entered only now.", "AUD-01"),
    _code(
        "E-APPEND-ONLY",
        "Nothing in the record is changed or deleted",
        "Enter a correction: it stands beside what it corrects.",
        "AUD-01",
    ),
    # Powers and rules
    _code("E-NO-POWER", "The rule book gives no such power", "Use a step that the rule book has.", "RUL-01"),
    _code(
        "E-RULE-NOT-IN-FORCE",
        "The clause was not in force on the day of the conduct",
        "Charge under the edition that was in force then.",
        "RUL-02",
    ),
    _code(
        "E-RULE-UNPUBLISHED",
        "The rule was not published, or is newer than the conduct and wider",
        "Rely on what was published on the day.",
        "RUL-04",
    ),
    _code("E-DRAFT", "The edition misses a floor", "Mend what is named, and check the rule book again.", "RUL-04"),
    _code(
        "E-LEFT-OUT",
        "The clause itself leaves out what is charged",
        "Leave the charge out, or find it not proved.",
        "RUL-02",
    ),
    _code(
        "E-OPINION-MISSING",
        "The clause turns on a body's opinion that is not on record",
        "Enter the opinion: its text, day and voters.",
        "RUL-06",
    ),
    _code(
        "E-BAR-UNPUBLISHED",
        "It relies on a bar that nobody could have known on the day",
        "Cite a bar that was published on the day of the conduct.",
        "RUL-08",
    ),
    _code(
        "E-AUTO-NOTICE",
        "An automatic ending needs notice, 14 days to answer and an independent check",
        "Give notice, wait for the answer, and let somebody independent check.",
        "RUL-10",
    ),
    _code(
        "E-DIRECTION",
        "The rules do not let the chair direct this",
        "Direct within the bounds of the rule named.",
        "CHG-04",
        "NOT-04",
    ),
    # Intake
    _code(
        "E-OUT-OF-TIME",
        "The complaint came too late and was not admitted",
        "Ask for late admission, with reasons.",
        "RUL-09",
    ),
    _code(
        "E-TRIAGE-OUTCOME",
        "The outcome is not on the closed list, or has no reasons",
        "Choose from the list and give the reasons.",
        "INT-05",
        "STA-02",
    ),
    _code(
        "E-IDENTITY-UNDECIDED",
        "The complainant's name is withheld without a ruling",
        "Have it ruled on, or name the complainant.",
        "INT-08",
    ),
    _code(
        "E-SAFEGUARD-FIRST",
        "A flagged risk has not been referred yet",
        "Refer the risk first, then tell the respondent.",
        "INT-10",
    ),
    _code(
        "E-WD-SAFEGUARD",
        "A case with a safeguarding marker does not stop because the complaint is withdrawn",
        "Go on without the complainant, or record that the safeguarding lead agrees to stop.",
        "INT-12",
    ),
    _code(
        "E-CONSENT",
        "An informal route needs the consent of both, and is never offered for some matters",
        "Record both consents, or go on formally.",
        "INT-07",
    ),
    # Interim measures
    _code(
        "E-INTERIM-GROUND",
        "The risk, the lesser measures or the application is missing",
        "Apply in writing: name the risk and say why nothing lesser will do.",
        "ISU-01",
    ),
    _code(
        "E-INTERIM-SCOPE",
        "The scope, the last day or the review is missing",
        "Say what it reaches, until when, and when it is reviewed.",
        "ISU-03",
        "ISU-05",
    ),
    _code(
        "E-BALLOT-WEIGH",
        "The loss of a vote or candidacy was not weighed",
        "Say how the ballot or selection was weighed.",
        "ISU-06",
    ),
    _code(
        "E-RESTRICTION-ONLY",
        "A notice of restriction says more than the restriction",
        "Leave only the name, the restriction and its dates.",
        "ISU-08",
    ),
    _code(
        "E-OUTLIVES",
        "A warning or note would outlive the measure",
        "End it with the measure.",
        "ISU-07",
    ),
    # Investigation and charges
    _code(
        "E-NOT-TOLD",
        "The respondent has not been told the allegations",
        "Put the allegations to the respondent first.",
        "INV-01",
    ),
    _code(
        "E-EXHIBIT",
        "The exhibit lacks its digest, source, captor, time or context",
        "Fill in what is missing.",
        "INV-05",
    ),
    _code(
        "E-NO-CASE-TO-ANSWER",
        "No examiner has let this charge through",
        "Have the case examined, or leave the charge out.",
        "CHG-01",
    ),
    _code("E-PARTICULARS", "A particular of the charge is blank", "Fill in what is named.", "CHG-02"),
    _code(
        "E-CHARGE-NO-NOTICE",
        "A charge is new or changed without leave, notice or agreement",
        "Get leave and give notice again, or the respondent's agreement.",
        "CHG-03",
    ),
    _code(
        "E-NOT-HEARD-FIRST",
        "The parties were not heard on this before the ruling",
        "Hear both sides first.",
        "CHG-04",
        "APP-06",
    ),
    # Notice and disclosure
    _code(
        "E-NOTICE-SHORT",
        "The notice of the hearing is too short",
        "Choose the first lawful day or a later one, or ask the respondent for a waiver.",
        "NOT-01",
    ),
    _code("E-NOT-SERVED", "There is no valid service", "Serve it again by another channel.", "NOT-02"),
    _code(
        "E-WAIVER-NOT-RESPONDENT",
        "Only the respondent may agree to shorter notice",
        "Ask the respondent; nobody else may sign.",
        "NOT-04",
    ),
    _code(
        "E-WAIVER-FLOOR",
        "Not even the respondent may agree to so little",
        "Choose the shortest notice that may be agreed, or a longer one.",
        "NOT-04",
    ),
    _code(
        "E-DISCLOSURE",
        "The bundle was not served in time, or the panel would see what the respondent has not",
        "Serve the whole bundle with the notice.",
        "DIS-01",
    ),
    _code(
        "E-REDACTION",
        "A redaction has no code or no second check",
        "Give each redaction its code and have a second person check.",
        "DIS-04",
    ),
    _code(
        "E-LATE-EVIDENCE",
        "The evidence is out of time",
        "Ask the chair for leave; the other side gets time to answer.",
        "DIS-05",
    ),
    # Influence
    _code(
        "E-CONTACT-OPEN",
        "A logged approach is neither disclosed nor ruled on",
        "Disclose it to both parties and have it ruled on.",
        "IND-03",
        "IND-04",
    ),
    _code(
        "E-CONTACT-OWN",
        "Nobody rules on an approach that they made, had made to them, or are named in",
        "Let another rule: the adjudicator, or whoever appoints.",
        "IND-04",
    ),
    _code(
        "E-CONTACT-PUT",
        "Whoever is named still has time to answer, or would have it beyond the day of disclosure",
        "Disclose it once they have answered or their time is over.",
        "IND-03",
        "IND-04",
    ),
    _code(
        "E-CONTACT-RULE",
        "Somebody spoke with somebody in the case against the rules on contact",
        "Disclose it to both sides within two working days, and speak as the rule says.",
        "IND-03",
        "DPR-06",
    ),
    _code(
        "E-ADVICE-UNDISCLOSED",
        "Advice in deliberation was not repeated to the parties, or a stranger was present",
        "Repeat the advice to the parties and let them answer; or decide again without the stranger.",
        "IND-08",
    ),
    _code(
        "E-SEALED",
        "Earlier findings stay sealed until the sanction stage",
        "Decide the charges first.",
        "IND-09",
        "HRG-09",
    ),
    # Hearing and decision
    _code(
        "E-ABSENCE",
        "The hearing cannot go on without the respondent before the checklist is filled in",
        "Record service, the reason, the prejudice and the seriousness, or adjourn.",
        "HRG-06",
    ),
    _code("E-RECORDING", "Nothing records the hearing", "Start the recording or name who takes the record.", "HRG-05"),
    _code(
        "E-OPENNESS",
        "Public or private follows neither the default nor reasons",
        "Follow the rule book's default, or give reasons.",
        "HRG-08",
    ),
    _code(
        "E-ORDER",
        "The stages of the hearing come in order, and one sanction answers them",
        "Decide every charge, hear the respondent on the sanction, then decide it.",
        "HRG-09",
        "SAN-01",
        "HRG-05",
        "HRG-08",
        "SAN-09",
    ),
    _code(
        "E-PANEL-CHANGED",
        "The panel changed and the quorum does not bear it",
        "Begin the hearing again before a full panel.",
        "HRG-10",
    ),
    _code(
        "E-NOT-PRESENT",
        "Somebody who would decide is out of the room, or was while evidence was heard",
        "Decide without that member where the quorum is there; else begin the hearing again.",
        "HRG-10",
    ),
    _code(
        "E-VOTE",
        "A vote is missing, is not the voter's to give, or was counted otherwise",
        "Each who sits votes once, for or against, and the entry gives the count.",
        "FND-03",
        "SAN-09",
    ),
    _code("E-REASONS-INCOMPLETE", "The reasons for a charge are missing", "Give reasons for every charge.", "FND-01"),
    _code(
        "E-CHARGES-LUMPED",
        "One entry would find on several charges that the rules decide apart",
        "Find on each charge in an entry of its own.",
        "FND-01",
    ),
    _code(
        "E-STANDARD",
        "A charge was judged by another standard of proof than the rules state",
        "Decide it again to the standard of the rules.",
        "FND-02",
    ),
    _code(
        "E-SANCTION-NO-FINDING",
        "A sanction needs allegations put, a charge, notice, bundle, hearing, a chance to be heard and a proved charge",
        "Take the missing steps, in order.",
        "HRG-01",
    ),
    _code(
        "E-POWER",
        "The sanction is not on the list, or beyond what this panel may do",
        "Choose from the list, within the panel's power.",
        "SAN-01",
    ),
    _code("E-PROPORTION", "The proportionality of the sanction is not explained", "Explain it.", "SAN-03"),
    _code(
        "E-TERM-DATES",
        "The length or a day of the term is missing, or is another than the counted one",
        "State the length and how time under an interim measure counts; leave counted days empty.",
        "SAN-04",
    ),
    _code(
        "E-MATCH-BAN",
        "No ban counted in matches stands",
        "Enter matches of a ban that is counted in them, as long as it stands.",
        "SAN-04",
    ),
    _code(
        "E-MATCH-DAY",
        "The match was not played on a day on which the ban ran",
        "Enter a match that was played while the ban ran, or under a measure that the list counts.",
        "SAN-04",
    ),
    _code("E-MATCH-TWICE", "The match is entered already", "Enter each match once.", "SAN-04"),
    _code("E-MATCH-OVER", "No match of the ban is left", "Nothing is to be entered: the ban has ended.", "SAN-04"),
    _code(
        "E-MATCH-UNKNOWN",
        "The entry named holds no match that counts",
        "Name the number of an entry that holds a match of the ban, struck out by none.",
        "SAN-04",
    ),
    _code(
        "E-REJOIN",
        "It is too early to ask to come back, or the rules know no way back",
        "Wait for the day that is named; it follows from the list of sanctions.",
        "SAN-07",
    ),
    _code(
        "E-EXT-LATE",
        "The longer term was applied for too late",
        "The sanction ends on its day; a new breach needs a new case.",
        "SAN-05",
    ),
    _code("E-EXT-GROUND", "The longer term has no new ground", "Name a breach, a risk or an undertaking.", "SAN-05"),
    _code("E-EXT-CAP", "The longer term goes beyond the cap", "Choose a last day within the cap.", "SAN-05"),
    _code(
        "E-S65-REASON",
        "The decision rests on conduct that the law protects",
        "Leave out what rests on it, or end the case.",
        "SAN-10",
    ),
    # Appeal and reopening
    _code(
        "E-APPEAL-TEXT",
        "The decision does not say how to appeal",
        "Name the body, the grounds, the last day and the effect on the sanction.",
        "APP-01",
    ),
    _code(
        "E-APPEAL-LATE",
        "The time to appeal has run out",
        "Use the step for a late appeal and say why it is late.",
        "APP-02",
    ),
    _code(
        "E-APPEAL-WORSE",
        "The respondent's own appeal may not end in a heavier sanction",
        "Keep the sanction or lighten it.",
        "APP-04",
    ),
    _code(
        "E-APPEAL-PENDING",
        "An appeal is open or its time still runs",
        "Wait until it is final, or make an immediate order with reasons.",
        "APP-01",
        "SAN-06",
    ),
    _code(
        "E-REOPEN-GROUND",
        "Reopening needs one of the listed grounds",
        "Name the ground: fraud, new evidence, unfair procedure or plain error.",
        "APP-06",
    ),
    # Publication and data
    _code("E-PUB-NOT-FINAL", "Nothing is published before it is final", "Wait until it is final.", "PUB-02"),
    _code("E-PUB-LINKED", "A linked case is still open", "Wait until the linked case is decided.", "PUB-02"),
    _code(
        "E-PUB-CHECK",
        "A second person has not checked the publication",
        "Have a second person check it, names above all.",
        "PUB-01",
        "PUB-04",
    ),
    _code(
        "E-PUB-NEVER",
        "The notice would show what the rules never show",
        "Take it out, or publish an anonymised summary.",
        "PUB-04",
    ),
    _code(
        "E-BASIS",
        "A disclosure outside cannot rest on the condition for not-for-profit bodies",
        "Name another legal basis.",
        "DPR-02",
    ),
    _code(
        "E-ERASED",
        "The file of the case was erased, and nothing with words can be added",
        "Begin a new case for what is new.",
        "DPR-05",
    ),
    _code(
        "E-HOLD",
        "A hold or a running claim forbids erasing",
        "Wait until the hold is lifted and no claim runs.",
        "DPR-05",
    ),
    # Standing and people at risk
    _code(
        "E-STATUS-DISCIPLINE",
        "Standing for conduct follows from the record alone",
        "Start a case; subscription and resignation use reasons of their own.",
    ),
    _code(
        "E-GUARDIAN",
        "A child or vulnerable party has nobody beside them",
        "Name a guardian or an intermediary first.",
        "EQW-08",
    ),
    # Published figures
    _code(
        "E-FIGURES-UNIT",
        "Numbers of different things cannot be added or divided",
        "Count both in the same unit, and say how you know.",
        "STA-02",
        "STA-04",
    ),
    _code("E-FIGURES-WHOLE", "A count is a whole number", "Give the whole number that was counted.", "STA-04"),
    _code(
        "E-IMPORT",
        "This cannot be taken in, or was taken in as history",
        "Mend the line that is named, or begin what is still open as a new complaint.",
    ),
    _code("E-FIGURES-BASE", "There is nothing to take a share of", "Give the members on a stated day.", "STA-04"),
    _code("E-FIGURES-CELL", "That is no cell of the table", "Give a number for each cell.", "STA-02"),
    _code("E-FIGURES-SUM", "The cells hold more than the total", "Find what was counted twice.", "STA-02"),
    _code(
        "E-FIGURES-DIFFER",
        "The figures differ from released ones by one person",
        "Release them with the next period, when more has changed.",
        "STA-06",
    ),
    _code("E-FIGURES-WHY", "Released figures change without a reason", "Say why the figures change.", "STA-06"),
)

CODES: Mapping[str, Code] = MappingProxyType({one.code: one for one in _CODES})
"""Every code of a refusal, in the order in which a reader meets them."""


def _floor(ident: str, sentence: str, where: str = "", *, level: Level = "floor") -> Floor:
    codes = tuple(one.code for one in _CODES if ident in one.floors)
    return Floor(id=ident, sentence=sentence, level=level, codes=codes, where=where)


def _profile(ident: str, sentence: str, where: str = "") -> Floor:
    return _floor(ident, sentence, where, level="profile")


_FORM = "the form and the letter: an empty heading is refused"
_RECORD = "the record itself"
_LOADING = "the adoption of an edition"

_FLOORS: tuple[Floor, ...] = (
    _floor("RUL-01", "Every power used cites a clause of a stored edition; without one nothing can be done."),
    _floor("RUL-02", "Conduct is judged by the rules that were in force on its day."),
    _floor("RUL-04", "A rule or criterion binds only once published, and a later one never widens an offence."),
    _floor("RUL-05", "Earlier editions stay readable, with a list of what changed.", "the pages of the rules"),
    _floor("RUL-06", "Where a clause turns on a body's opinion, that opinion is on record before the charge."),
    _floor("RUL-08", "Whoever is charged with ignoring a bar could have known of it on the day."),
    _profile("RUL-09", "A late complaint is admitted only by a named person, under the stated test, with reasons."),
    _floor("RUL-10", "No membership ends automatically: notice, time to show a mistake, an independent check."),
    _floor("RUL-11", "Each decider's authority is on record, and one whose term has run out decides nothing."),
    _floor(
        "INT-02", "No channel goes unread: the auditor hears of it after two working days.", "the alarm on channels"
    ),
    _floor(
        "INT-03", "Complaint, incident, allegation, respondent and case are counted apart.", "the record and the links"
    ),
    _floor("INT-05", "Triage ends in one of a closed list of outcomes, by a named person, with reasons."),
    _floor("INT-06", "A complaint from the executive comes in like any other and is marked.", "intake and statistics"),
    _profile("INT-07", "An informal resolution rests on consent, stops the clocks openly, and has its limits."),
    _floor("INT-08", "The respondent learns who complains, unless a recorded ruling withholds the name."),
    _floor("INT-09", "A duplicate or vexatious complaint is linked or closed with reasons, never deleted.", _RECORD),
    _floor("INT-10", "A risk of harm is referred before the respondent is told."),
    _profile(
        "INT-11", "A complaint turned away can be looked at again once, by somebody else.", "separation of people"
    ),
    _floor("INT-12", "Withdrawing a complaint ends nothing by itself; pressure is asked about and a decision taken."),
    _floor("IND-01", "Nobody holds two of the separated roles in one case or in linked cases, at any act."),
    _floor("IND-02", "The executive sees nothing of a case, not even that it exists; each attempt is kept."),
    _floor("IND-03", "Every approach about a case is logged, and disclosed to both parties by the clerk."),
    _floor("IND-04", "An alleged approach and its denial stand apart, unedited, and are ruled on with reasons."),
    _floor("IND-05", "Nobody who decides sees papers before declaring every interest; a listed interest bars."),
    _floor("IND-08", "Only the panel deliberates; advice given there is repeated to the parties."),
    _floor(
        "IND-09", "What could prejudice the panel is logged and ruled on; earlier findings stay sealed till sanction."
    ),
    _profile(
        "IND-10", "While a case runs the leadership keeps to one line; anything else is noted as pressure.", "the log"
    ),
    _profile("IND-11", "Where the rules ask for it, whoever decides has held no office for so many years."),
    _profile("IND-13", "Where the rules set it, nobody has a part in more open cases at once than they say."),
    _floor(
        "ISU-01", "An interim measure needs a written application, a listed risk and people who will not hear the case."
    ),
    _floor("ISU-03", "An interim order states its scope, first and last day, its review, and that it finds nothing."),
    _floor("ISU-04", "An interim measure that is not reviewed in time lapses.", "the duty to review, which lapses it"),
    _profile("ISU-05", "An interim measure has a longest time, and eighteen months are the most for any body."),
    _floor("ISU-06", "Where a vote or candidacy would be lost, the decision says how that was weighed."),
    _floor("ISU-07", "Nothing on file outlives an interim measure that ended without a finding."),
    _floor("ISU-08", "Those who must act on a restriction learn the restriction and its dates, nothing else."),
    _floor(
        "INV-01",
        "The respondent is told the allegation and what it rests on soon after triage, or deferral is reasoned.",
    ),
    _profile(
        "INV-03", "Both parties hear regularly how far the case is and what comes next.", "the duty of progress notes"
    ),
    _floor("INV-04", "What speaks for the respondent is looked for too; unused material is listed.", _FORM),
    _floor("INV-05", "Each exhibit carries its digest, source, captor, time and context."),
    _profile(
        "INV-06", "Searching a person's accounts needs an authorisation with a scope.", "the form of the authorisation"
    ),
    _floor(
        "INV-07",
        "Whoever is interviewed may correct the record; both versions are kept.",
        "the duty after an interview",
    ),
    _profile(
        "INV-08", "The report keeps evidence, analysis and recommendation apart, and the parties may comment.", _FORM
    ),
    _floor("INV-10", "Training is dated and checked when somebody is appointed."),
    _floor(
        "CHG-01", "Somebody other than investigator and presenter decides on each allegation whether there is a case."
    ),
    _floor("CHG-02", "A charge names clause, edition, days, place, deed, state of mind and evidence; no blanks."),
    _floor("CHG-03", "A charge changes only with leave and on notice; a new one needs agreement or full notice."),
    _floor("CHG-04", "Cases are joined or severed by a reasoned ruling after both sides were heard."),
    _floor(
        "NOT-01",
        "A hearing comes no sooner than the full notice after the day of deemed service, and on the day that was told.",
    ),
    _floor("NOT-02", "Service follows its channel's rules with proof; where it fails, time does not run."),
    _profile("NOT-03", "The parties are asked which days suit before a hearing is listed.", "the request for days"),
    _floor("NOT-04", "Only the respondent, in person, may agree to shorter notice, and not below the floor."),
    _floor("DIS-01", "The whole bundle travels with the notice; the panel sees nothing that the respondent has not."),
    _floor("DIS-04", "Every redaction has a code and a second check; the panel sees the same version."),
    _floor("DIS-05", "Late evidence needs leave with reasons, and the other side gets time."),
    _floor("HRG-01", "No suspension or expulsion without the chance of a hearing before an independent panel."),
    _profile("HRG-02", "Quorum, mix and power of the panel are checked at every act."),
    _profile("HRG-03", "The respondent may bring a companion and a representative.", "the record of representatives"),
    _floor(
        "HRG-04",
        "The respondent may call and test witnesses; each refused question is minuted.",
        "notes of the hearing",
    ),
    _floor("HRG-05", "There is an official recording or record, open to the parties."),
    _floor(
        "HRG-06", "Before going on without the respondent the checklist is filled in; the decision can be set aside."
    ),
    _floor("HRG-07", "Putting a hearing off and breaking it off are kept apart.", "two acts of the vocabulary"),
    _profile("HRG-08", "Public or private follows the default or stated reasons; private parts are marked."),
    _floor("HRG-09", "First the facts, then the sanction; what bears on sanction stays locked until then."),
    _floor("HRG-10", "After a change in the panel the hearing goes on only if the quorum held throughout."),
    _floor("FND-01", "One finding for each charge, with reasons on disputed facts and on whom to believe."),
    _profile("FND-02", "The standard of proof is stated, and no finding is made to another."),
    _profile("FND-03", "Each who sits has one vote and nobody abstains; dissent is recorded and not published."),
    _floor("SAN-01", "A sanction is on the edition's list and within this panel's power."),
    _floor("SAN-03", "A suspension or expulsion explains why it is in proportion."),
    _floor("SAN-04", "A term has an exact first and last day, and says how time already served counts."),
    _floor("SAN-05", "A longer term is applied for in time, on notice, on a new ground, heard and capped."),
    _profile("SAN-06", "A sanction waits until it is final, unless an immediate order gives its own reasons."),
    _profile("SAN-07", "An expulsion has a first day on which readmission may be sought, and none is heard sooner."),
    _profile("SAN-09", "Whoever sits sees what others got only after their own view on the sanction is recorded."),
    _profile(
        "SAN-10",
        "A union neither charges, suspends nor sanctions a member for conduct that the law protects.",
        "decisions of a book that has the protected reasons `asked: at every decision`",
    ),
    _floor("APP-01", "Every decision says who hears an appeal, on what grounds, until when and with what effect."),
    _profile("APP-02", "An appeal comes within its window, or late with reasons that are ruled on."),
    _floor("APP-03", "Nobody who had a part before sits on the appeal."),
    _profile("APP-04", "On the respondent's own appeal the sanction never grows heavier."),
    _floor("APP-06", "A closed decision is reopened only on a listed ground, on notice, by somebody else."),
    _floor("PUB-01", "Publishing is a decision of its own: what, where, from when, until when, on which basis."),
    _floor("PUB-02", "Nothing is published before it is final and linked cases are decided."),
    _floor(
        "PUB-04",
        "Complainants and witnesses appear under other names, and a second person checks.",
        "the published page",
    ),
    _floor("STA-02", "Every closed case falls into exactly one bucket; leaving before the outcome is one of its own."),
    _floor("STA-04", "A share of the membership shows both numbers, the day counted and the rounding.", "statistics"),
    _floor("STA-05", "The age of open cases stands beside the time that closed ones took.", "statistics"),
    _floor("STA-06", "A figure that changes shows the old one, the new one and why.", "statistics"),
    _floor("DPR-01", "Each purpose of processing has its basis and condition on record.", "the record of processing"),
    _floor("DPR-02", "A disclosure outside rests on more than the condition for not-for-profit bodies."),
    _floor("DPR-03", "A request for data has its own clock, counted as the regulator counts.", "the requests for data"),
    _floor(
        "DPR-04",
        "An answer keeps own, mixed and other people's data apart and codes each redaction.",
        "the answer pack",
    ),
    _profile("DPR-05", "Texts are kept as long as the schedule says; a hold stops erasing."),
    _floor(
        "DPR-06", "A duty of silence lists whom one may talk to and never stops a report.", f"{_LOADING}; the letter"
    ),
    _profile("DPR-07", "What a complainant is told of the outcome is decided case by case.", "the outcome letter"),
    _floor("DPR-08", "Access is per case and paper, and logged; a bulk export needs two people.", "access and exports"),
    _floor("DPR-10", "Data breaches are kept in a register with a timer of 72 hours.", "the register of breaches"),
    _floor("EQW-01", "Both parties are asked about adjustments at once; each request is decided.", _FORM),
    _floor(
        "EQW-02", "A step against a complainant or witness is flagged to somebody outside.", "the flag on victimisation"
    ),
    _profile(
        "EQW-04",
        "Letters do not rain on anybody: of a fifth to one person on one day nothing goes out alone; it is merged.",
        "the sending of letters: four a day, the rest together in the evening",
    ),
    _floor(
        "EQW-05", "A risk to life has a named contact, a way to pause, and a record of its own.", "the welfare flag"
    ),
    _floor("EQW-08", "A child or vulnerable party has a guardian or intermediary and may give evidence screened."),
    _floor(
        "EQW-09", "A concern about the process reaches the auditor unseen by the case team.", "the auditor's channel"
    ),
    _floor(
        "EQW-10", "Everything works by keyboard and screen reader, in large print and on paper.", "pages and letters"
    ),
    _floor("AUD-01", "Entries are only added, and linked by digest; a correction is a new entry."),
    _floor("AUD-02", "Every decision keeps who, by which power, on what evidence, with what reasons and when."),
    _floor("AUD-03", "Days are counted with the right calendar, and the entry says which.", "the calendar"),
    _floor("AUD-04", "What is overdue shows to the auditor and, in their own case, to the parties.", "the duties"),
    _profile("AUD-05", "The auditor reads every file, by sample or with a recorded reason.", "access"),
    _floor(
        "AUD-06", "The fairness ledger lists every guard of a case with its proof, or the gap.", "the fairness ledger"
    ),
    _floor("AUD-08", "A committee reads no facts of a case below the threshold.", "statistics and reports"),
)

FLOORS: Mapping[str, Floor] = MappingProxyType({one.id: one for one in _FLOORS})
"""Every requirement with a guard behind it, in the order of the requirements."""
