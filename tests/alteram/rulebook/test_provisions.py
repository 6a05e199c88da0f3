"""What a book lays down besides its steps is read into values; nothing is accepted and then ignored."""

from __future__ import annotations

from alteram.calendar.lengths import parse_length
from alteram.rulebook import document, loading
from alteram.rulebook.model import Edition
from tests.alteram.rulebook.books import FAULTY

PARTY = loading.load(FAULTY / "commonweal-party.yaml")
BRANCH = loading.load(FAULTY / "dockside-branch.yaml")


def edited(was: str, becomes: str) -> Edition:
    text = (FAULTY / "commonweal-party.yaml").read_text(encoding="utf-8")
    assert was in text
    root = document.parse(text.replace(was, becomes, 1), file="x.yaml")
    return loading.read_edition(root, file="x.yaml", clauses={})


def test_which_edition_governs_what() -> None:
    assert PARTY.which_version["procedure"].moments == ("date of step",)
    assert PARTY.which_version["procedure"].clause == "1.5"
    assert PARTY.which_version["sanction"].moments == ("date of conduct", "date of decision")
    assert PARTY.which_version["sanction"].milder
    assert BRANCH.which_version["sanction"].moments == ("date of conduct", "date of decision")


def test_sanctions_with_all_they_say() -> None:
    suspension, expulsion = PARTY.sanctions["suspension"], PARTY.sanctions["expulsion"]

    assert (suspension.lasts, suspension.up_to, suspension.credit_interim) == (parse_length("18 months"), True, True)
    assert (expulsion.vote, expulsion.rejoin_after, expulsion.never_rejoin) == (
        "3 of 3",
        parse_length("5 years"),
        False,
    )
    assert not PARTY.sanctions["reprimand"].hearing_required
    assert BRANCH.sanctions["expulsion"].by == "regional_council"
    assert edited("application after 5 years", "never").sanctions["expulsion"].never_rejoin


def test_what_a_sanction_takes_is_said_by_the_book_and_where_it_says_nothing_follows_from_the_way_back() -> None:
    takes = {name: one.takes for name, one in PARTY.sanctions.items()}

    assert takes["expulsion"] == "membership"
    assert takes["suspension"] == "rights of a member"
    assert takes["reprimand"] == "nothing"
    assert (
        edited("office_ban: {hearing: required", "office_ban: {takes: an office, hearing: required")
        .sanctions["office_ban"]
        .takes
        == "an office"
    )
    assert edited("reprimand:  {hearing", "reprimand:  {rejoin: never, hearing").sanctions["reprimand"].takes == (
        "membership"
    )
    ours = edited("expulsion:  {hearing", "expulsion:  {takes: events, hearing").sanctions["expulsion"]
    assert ours.takes == "events"


def test_offences_with_what_they_do_not_reach() -> None:
    assert PARTY.offences["2.1.8"].excepted == (
        "opinion honestly held and lawfully expressed",
        "holding of a protected belief",
    )
    assert BRANCH.never_an_offence[0].clause == "24.3"
    assert "refusing check-off" in BRANCH.never_an_offence[0].reasons
    assert BRANCH.protected is None
    asked = edited('  "2.1.1":', '  free: {never_an_offence: [to speak], asked: at every decision}\n  "2.1.1":')
    assert asked.protected is not None
    assert asked.protected.reasons == ("to speak",)


def test_limitation_and_proof() -> None:
    assert PARTY.limitation is not None
    assert PARTY.limitation.unless == ("child protection", "criminal conviction")
    assert not PARTY.limitation.or_knowledge
    assert PARTY.proof is not None
    assert (PARTY.proof.burden, PARTY.proof.each_charge_apart) == ("presenter", True)


def test_several_and_directions() -> None:
    assert PARTY.several is not None
    respondents, charges = PARTY.several.respondents, PARTY.several.charges
    assert respondents is not None
    assert charges is not None
    assert (respondents.own_thread, respondents.shared) == (True, ("complaint", "evidence"))
    assert (respondents.joined_by, respondents.severed_if) == ("hearing_panel", "defences conflict")
    assert (charges.own_finding, charges.one_sanction) == (True, True)
    (directions,) = PARTY.directions
    assert (directions.body, directions.clause) == ("hearing_panel", "7.9")
    assert "join or sever" in directions.may
    assert "skip a step" in directions.may_not


def test_contact() -> None:
    panel, suspended, investigator, press, welfare = PARTY.contact

    assert (panel.through, panel.copied) == (("clerk",), True)
    assert (suspended.while_stage, suspended.breach) == ("suspended", "2.1.9")
    assert (investigator.only, investigator.log) == (("in writing", "with companion offered"), True)
    assert (press.who, press.while_stage, press.through) == (("anyone",), "case not ended", ("governance_chair",))
    assert (welfare.always, welfare.may_not) == (True, "discuss evidence")
    written_out = edited("only: through clerk, copied to both sides", 'only: "through clerk, copied to both sides"')
    assert written_out.contact[0].copied
    assert written_out.contact[0].through == ("clerk",)


def test_publication_and_retention() -> None:
    assert PARTY.publication is not None
    assert PARTY.retention is not None
    assert PARTY.publication.shown("suspension") == "name and clause"
    assert PARTY.publication.shown("training") == "anonymised summary"
    assert str(PARTY.publication.taken_down("expulsion")) == "5 years"
    assert str(PARTY.publication.taken_down("training")) == "end of sanction"
    assert "health" in PARTY.publication.never
    assert str(PARTY.retention.for_outcome("expulsion")) == "life of ban + 1 year"
    assert PARTY.retention.for_outcome("suspension") is None
    assert (PARTY.retention.erase, PARTY.retention.hold_while[0]) == (True, "appeal")


def test_people() -> None:
    assert PARTY.pools["independent_list"].categories == {"legally_qualified": 4}
    assert PARTY.roles["respondent"].rights == ("companion", "interpreter", "adjustments")
    assert PARTY.declaring is not None
    assert PARTY.declaring.unless_challenged
    trained = edited(
        "{size: 14, legally_qualified: 4}",
        "{size: 14, legally_qualified: 4, spare: 2, term: 3 years, training: {fair hearings: 2 years}}",
    ).pools["independent_list"]
    assert (trained.spare, trained.term) == (2, parse_length("3 years"))
    assert trained.training == {"fair hearings": parse_length("2 years")}
    hidden = edited("{is: support, pool: welfare}", "{is: support, pool: welfare, sees: {not: [findings]}}")
    assert hidden.roles["welfare_officer"].hidden == ("findings",)


def test_time_and_adoption() -> None:
    assert PARTY.shortened_only_with == "respondent"
    assert PARTY.calendar.plain_waits_are_clear
    assert PARTY.calendar.ends_on_non_working_day
    assert PARTY.adopted is not None
    assert PARTY.adopted.minute == "C26/11"
