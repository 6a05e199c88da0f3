"""Letters: every heading is answered, nothing typed is read as markup, and an empty heading is refused."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from alteram import worked
from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.correspondence import Incomplete, Letter, Run, Said, Wording, plainly, read_wording, unserved, write
from alteram.correspondence.telling import Telling
from alteram.dispatch import sendings
from alteram.duties import owed
from alteram.people import fictional_id
from alteram.rulebook.document import CannotBeRead
from alteram.rulebook.editions import load_rulebook
from alteram.worked import Told
from tests.builders import did, told_before

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
LEAGUE = RULEBOOKS / "lantern-league"
PDF = ["D01", "D07", "D19", "D26", "D27"]


@cache
def wording() -> Wording:
    return read_wording(LEAGUE / "2025" / "letters")


@cache
def told(story: str) -> Told:
    people, names = worked.read_people(LEAGUE / "2025" / "people.yaml")
    return worked.run(
        worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names), load_rulebook(LEAGUE), people
    )


def at(story: str, step: str) -> tuple[Case, Entry]:
    """The case right after the last time a step was taken."""
    known = told(story)
    entry = next(e for e in reversed(known.entries) if step in (e.step, *e.acts))
    return replay(known.rulebook, known.name, known.entries[: entry.index + 1]), entry


def letter(story: str, step: str, kind: str, to: str, **texts: str) -> Letter | None:
    case, entry = at(story, step)
    known = told(story)
    said = Said(
        reference="2026-AAAA-BBBB", address="https://example.invalid/league/", names=known.story.names,
        texts={**known.texts, **{(entry.index, name): text for name, text in texts.items()}},
    )  # fmt: skip
    return write(wording(), kind, case, entry, fictional_id(to), said)


def written(story: str, step: str, kind: str, to: str, **texts: str) -> Letter:
    found = letter(story, step, kind, to, **texts)
    assert found is not None
    return found


def test_the_acknowledgement_names_the_day_and_promises_nothing() -> None:
    said = written("G01", "acknowledge", "D01", "Maeve Tollard").plain

    assert "By Monday 26 January 2026 a triage officer decides what becomes of your complaint" in said
    assert "10 working days after Monday 12 January 2026" in said
    assert "we promise no outcome" in said


def test_the_notice_of_investigation_says_what_is_alleged_under_which_words_and_until_when_to_answer() -> None:
    said = written("G01", "put_allegations", "D07", "Corwin Bale").plain

    assert "Bullying or intimidation (rule 3.4), said to have happened on Saturday 6 December 2025" in said
    assert "Rule 3.7: Conduct that does the League or its members gross harm." in said
    assert "The complaint says: “He shouted and blocked the door." in said
    assert "We ask for it by Wednesday 4 February 2026." in said
    assert "Who complained\n--------------\n\nMaeve Tollard" in said


def test_the_notice_of_hearing_counts_the_clear_days_and_names_the_panel() -> None:
    said = written("G01", "give_notice", "D19", "Corwin Bale").plain

    assert "30 clear days; rule 7.1 asks for 28 clear days" in said
    assert "Tell us by Monday 20 April 2026" in said
    assert "Please send it by Sunday 3 May 2026." in said
    assert "Rosalind Achebe (chair): has not declared yet, and sees no paper before." in said
    assert "the heaviest sanction is expulsion" in said


def test_the_notice_and_its_refusal_name_the_clause_that_asks_for_the_days() -> None:
    folder = RULEBOOKS / "pennywater-rowing"
    people, names = worked.read_people(folder / "2026" / "people.yaml")
    story = worked.read_story(folder / "2026" / "worked" / "P01.yaml", names)
    found = worked.run(story, load_rulebook(folder), people)
    place = next(n for n, one in enumerate(found.entries) if one.step == "give_notice")
    entry = found.entries[place]
    case = replay(found.rulebook, found.name, found.entries[: place + 1])
    said = Said(reference="2026-AAAA-BBBB", address="https://example.invalid/", names=names, texts=found.texts)
    (to,) = case.parties["respondent"]
    letter = write(read_wording(folder / "2026" / "letters"), "D19", case, entry, to, said)

    assert letter is not None
    assert re.search("[Rr]ule 7[.]1 asks for:? 7 clear days", letter.plain)


def test_a_replacement_after_a_standing_down_does_not_repeat_a_challenge() -> None:
    challenged = written("G03", "replace_member", "D21", "Tamsin Roake").plain
    case, entry = at("G03", "replace_member")
    known = told("G03")
    another = replace(entry, data={**entry.data, "out": fictional_id("Samuel Okoro-Hart")})
    case.entries[case.entries.index(entry)] = another
    said = Said(reference="2026-AAAA-BBBB", address="", names=known.story.names, texts=known.texts)
    stood_down = write(wording(), "D21", case, another, fictional_id("Tamsin Roake"), said)

    words = next(text for (_index, name), text in known.texts.items() if name == "connection")
    assert words in challenged
    assert stood_down is not None
    assert words not in stood_down.plain


def test_a_letter_gives_nobody_the_duties_of_others() -> None:
    case, entry = at("G01", "apply_interim")
    known = told("G01")
    said = Said(reference="2026-AAAA-BBBB", address="", names=known.story.names, texts=known.texts)
    telling = Telling(case=case, entry=entry, to=fictional_id("Corwin Bale"), said=said, phrases={})

    page = plainly.page("D09", telling)

    assert page is not None
    assert any(duty.step == "decide_interim" for duty in owed(case))
    assert page.box["to_do"] == "Nothing, unless you wish to say something to it."


def test_the_decision_gives_reasons_for_each_charge_and_the_last_day_of_an_appeal() -> None:
    said = written("G01", "give_reasons", "D26", "Corwin Bale").plain

    assert "Charge 1 (rule 3.4): proved. Both witnesses of the door were believed." in said
    assert "That it was a joke was not believed." in said
    assert "Her safety weighs more than his membership." in said
    assert "until the end of Friday 19 June 2026" in said
    assert "2 against" not in said
    assert "An application to rejoin can be made from Friday 20 June 2031." in said


def test_the_outcome_letter_keeps_to_the_outcome() -> None:
    said = written("G01", "give_reasons", "D27", "Maeve Tollard").plain

    assert "Charge 2 (rule 3.7): proved." in said
    assert "Her safety weighs more" not in said
    assert "I was under strain" not in said
    assert "Until the decision is final the other side may reach you only through the clerk." in said


def test_the_decision_says_the_standard_of_proof_what_a_clause_leaves_out_and_the_way_back() -> None:
    said = written("G01", "give_reasons", "D26", "Corwin Bale").plain

    assert "proved on the balance of probabilities, by the presenter (rule 8.8)" in said
    assert "Each charge was decided separately." in said
    assert "Rule 3.7 does not reach criticism of the League or of those who hold office in it." in said
    assert "If nobody appeals it begins on Saturday 20 June 2026" in said
    assert "that day is so much later" in said


def test_the_notice_of_hearing_states_the_standard_in_the_words_of_the_rules() -> None:
    said = written("G01", "give_notice", "D19", "Corwin Bale").plain

    assert "The standard of proof is: balance of probabilities (rule 8.8)." in said


def test_the_decision_and_the_slip_say_what_time_served_takes_off() -> None:
    told = told_before("commonweal-party/2026.1", "CP01", "take_effect")
    entry = next(one for one in reversed(told.entries) if one.step == "issue_decision")
    said = Said(reference="x", address="https://example.invalid/", names=told.story.names, texts=told.texts)
    case = replay(told.rulebook, told.name, told.entries[: entry.index + 1])
    page = write(read_wording(RULEBOOKS / "commonweal-party/2026.1/letters"), "D26", case, entry,
                 fictional_id("Magnus Thorley"), said)  # fmt: skip
    assert page is not None

    assert re.search(r"So far 85 days under an interim measure \(entry \d+\) count towards it", page.plain)
    slip = did(told, "outcome_told", by="Jem Carrow", on="2026-08-26", findings={"1": "proved", "2": "not_proved"})
    after = replay(told.rulebook, told.name, told.entries)
    found = write(read_wording(RULEBOOKS / "commonweal-party/2026.1/letters"), "D25", after, slip,
                  fictional_id("Magnus Thorley"), said)  # fmt: skip
    assert found is not None
    assert "85 days under an interim measure" in found.plain


def test_approaches_are_told_side_by_side_and_in_the_decision() -> None:
    told_of = written("G02", "contact_disclosed", "D23", "Orla Finch").plain
    decided = written("G02", "give_reasons", "D26", "Orla Finch").plain

    assert "Rufus Dane denies: “" in told_of
    assert "Rufus Dane denies: “" in decided
    assert "Ruled on Tuesday 26 May 2026:" in decided


def test_a_branch_learns_the_restriction_and_nothing_else() -> None:
    case, entry = at("G01", "restriction_notified")
    said = Said(reference="2026-AAAA-BBBB", address="", names=told("G01").story.names, texts=told("G01").texts)
    found = write(wording(), "D12", case, entry, "secretary of Aldermoor", said)

    assert found is not None
    assert "2026-AAAA-BBBB" not in found.plain
    assert "Maeve" not in found.plain
    assert "shouted" not in found.plain
    assert "Not entitled to\n---------------\n\nmeetings and contact" in found.plain


@pytest.mark.parametrize("kind", PDF)
def test_every_letter_of_the_main_path_answers_its_headings_in_every_worked_case(kind: str) -> None:
    found = 0
    for story in ("G01", "G02", "G03", "G05", "G06"):
        known = told(story)
        said = Said(reference="R", address="https://example.invalid/", names=known.story.names, texts=known.texts)
        for entry in known.entries:
            case = replay(known.rulebook, known.name, known.entries[: entry.index + 1])
            for sending in sendings(case, entry):
                if sending.letter == kind:
                    assert write(wording(), kind, case, entry, sending.to, said) is not None
                    found += 1
    assert found


def test_an_empty_heading_is_refused_with_its_question() -> None:
    case, entry = at("G01", "give_notice")
    bare = {key: value for key, value in entry.data.items() if key not in ("hearing_time", "place")}
    said = Said(reference="R", address="", names=told("G01").story.names, texts=told("G01").texts)

    with pytest.raises(Incomplete) as refused:
        write(wording(), "D19", case, _with(entry, bare), fictional_id("Corwin Bale"), said)

    assert refused.value.code == "E-LETTER-EMPTY"
    assert refused.value.empty == ("hearing_time", "place")
    assert "“At what time?”; “Where is it, or by which link?”" in refused.value.sentence()
    assert refused.value.remedy


def test_a_text_that_was_erased_leaves_its_heading_empty() -> None:
    case, entry = at("G01", "put_allegations")
    said = Said(reference="R", address="", names=told("G01").story.names)

    with pytest.raises(Incomplete) as refused:
        write(wording(), "D07", case, entry, fictional_id("Corwin Bale"), said)

    assert refused.value.empty == ("facts",)


def test_nothing_typed_is_read_as_markup_or_as_a_place() -> None:
    typed = "**not strong** {{ case }} # no heading\n- no item"
    said = written("G01", "put_allegations", "D07", "Corwin Bale", facts=typed)
    runs = [run for block in said.blocks for run in block.runs if typed in run.text]

    assert [run.strong for run in runs] == [False]


def test_a_kind_without_words_says_plainly_what_was_entered() -> None:
    charge = written("G01", "charge", "D18", "Corwin Bale").plain
    asked = written("G01", "apply_interim", "D09", "Corwin Bale").plain

    assert "Charge 1, rule 3.4 (bullying or intimidation): Shouted at Maeve Tollard" in charge
    assert "Whom you may talk to." in charge
    assert "under rule 6.1" in asked


def test_a_plain_letter_asks_nothing_of_its_reader_that_others_owe() -> None:
    applied = written("G01", "apply_interim", "D09", "Corwin Bale").plain

    assert "What you must do, and by when. Nothing, unless you wish to say something to it." in applied


@pytest.mark.parametrize("step", ["decide_interim", "serve_interim"])
def test_an_order_says_its_reach_and_its_days_and_that_nothing_is_found(step: str) -> None:
    said = written("G01", step, "D10", "Corwin Bale").plain

    assert "Real risk of contact before the hearing." in said
    assert "It reaches meetings and contact." in said
    assert "Saturday 25 July 2026, if nothing ends it sooner" in said
    assert "Monday 23 February 2026. 28 days after Monday 26 January 2026" in said
    assert "Nobody has found anything against you." in said


def test_a_measure_that_is_refused_restricts_nothing() -> None:
    told_of = told_before("commonweal-party/2026.1", "CP02", "tell_respondent")
    entry = next(e for e in told_of.entries if e.step == "suspend")
    own = read_wording(LEAGUE.parent / "commonweal-party" / "2026.1" / "letters")
    then = replay(told_of.rulebook, told_of.name, told_of.entries[: entry.index + 1])
    said = Said(reference="R", address="", names=told_of.story.names, texts=told_of.texts)
    found = write(own, "D10", then, entry, fictional_id("Winifred Arle"), said)

    assert found is not None
    assert "The measure that was applied for is refused." in found.plain
    assert "A second signature will do." in found.plain


def test_what_is_typed_into_a_plain_letter_stays_what_was_typed() -> None:
    case, entry = at("G01", "apply_interim")
    texts = {**told("G01").texts, (entry.index, "lesser"): "**not strong** {{ case }} {#costs}"}
    said = Said(reference="SECRET", address="", names=told("G01").story.names, texts=texts)
    found = write(wording(), "D09", case, entry, fictional_id("Corwin Bale"), said)

    assert found is not None
    (block,) = [one for one in found.blocks if "not strong" in one.text]
    assert "SECRET" not in block.text
    assert not any(run.strong for run in block.runs)


def test_nobody_is_told_plainly_what_is_not_theirs_to_see() -> None:
    assert letter("G01", "charge", "D18", "Maeve Tollard") is None
    told_of = written("G01", "examine", "D17", "Maeve Tollard").plain
    assert "Case to answer." in told_of
    assert "The evidence on both could be believed." not in told_of


def test_a_page_that_leaves_out_a_heading_does_not_load(tmp_path: Path) -> None:
    for file in (LEAGUE.parent / "letters").iterdir():
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    page = (tmp_path / "D26.md").read_text(encoding="utf-8").replace(" {#costs}", "")
    (tmp_path / "D26.md").write_text(page, encoding="utf-8")
    (tmp_path / "X9.md").write_text("# Nothing\n", encoding="utf-8")

    with pytest.raises(CannotBeRead) as refused:
        read_wording(tmp_path)

    assert "Who bears which costs?" in str(refused.value)
    assert "There is no letter of the kind X9." in str(refused.value)


def test_a_body_that_has_written_no_letters_still_tells_people_plainly(tmp_path: Path) -> None:
    case, entry = at("G01", "charge")
    said = Said(reference="R", address="", names=told("G01").story.names, texts=told("G01").texts)

    found = write(read_wording(tmp_path / "letters"), "D18", case, entry, fictional_id("Corwin Bale"), said)

    assert found is not None
    assert "Charge 1, rule 3.4" in found.plain


def _body(tmp_path: Path, **files: str) -> Path:
    """A folder of rule books with the shared letters and one body's own; gives the folder of its edition's letters."""
    shutil.copytree(LEAGUE.parent / "letters", tmp_path / "letters")
    own = tmp_path / "guild" / "letters"
    own.mkdir(parents=True)
    for name, text in files.items():
        (own / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return tmp_path / "guild" / "2025" / "letters"


def test_a_body_says_in_its_own_words_what_it_writes_itself_and_shares_the_rest(tmp_path: Path) -> None:
    phrases = "support: Ask {{ the_body }}.\nthe_body: our guild\n"
    own = read_wording(_body(tmp_path, phrases__yaml=phrases))
    case, entry = at("G01", "put_allegations")
    said = Said(reference="R", address="", names=told("G01").story.names, texts=told("G01").texts)
    found = write(own, "D07", case, entry, fictional_id("Corwin Bale"), said)

    assert found is not None
    assert "Support. Ask our guild." in found.plain
    assert "under the rules of our guild, edition 2025" in found.plain
    assert "Not answering is no admission." in found.plain


def test_a_page_of_the_edition_comes_before_the_bodys_and_the_bodys_before_the_shared_one(tmp_path: Path) -> None:
    folder = _body(tmp_path)
    for place, title in ((folder.parents[1] / "letters", "Of the body"), (folder, "Of the edition")):
        place.mkdir(parents=True, exist_ok=True)
        shared = (tmp_path / "letters" / "D21.md").read_text(encoding="utf-8")
        words = shared.replace("# Ruling on a challenge to a member of the panel", f"# {title}")
        (place / "D21.md").write_text(words, encoding="utf-8")
        assert read_wording(folder).pages["D21"].title == title


def test_a_heading_that_the_book_gives_besides_is_in_the_letter(tmp_path: Path) -> None:
    phrases = "which_courts_are_open: The county court, within a year.\n"
    own = read_wording(_body(tmp_path, phrases__yaml=phrases))
    case, entry = _giving("put_allegations", "which courts are open", "rules relied on")
    said = Said(reference="R", address="", names=told("G01").story.names, texts=told("G01").texts)
    found = write(own, "D07", case, entry, fictional_id("Corwin Bale"), said)

    assert found is not None
    assert "Which courts are open\n---------------------\n\nThe county court, within a year." in found.plain
    assert "Rules relied on" not in found.plain, "the letter has that heading anyway"
    assert list(unserved(own, case.edition)) == []


def test_a_heading_that_nothing_answers_is_named_with_its_line() -> None:
    case, _entry = _giving("put_allegations", "which courts are open")
    (problem,) = unserved(wording(), case.edition)

    assert problem.line == case.edition.steps["put_allegations"].line > 0
    assert "No letter of “put_allegations” says: which courts are open." in str(problem)


def test_what_is_strong_stays_strong_around_a_place() -> None:
    said = written("G01", "acknowledge", "D01", "Maeve Tollard")

    assert Run("Lantern League", strong=True) in {run for block in said.blocks for run in block.runs}


def test_a_decision_on_appeal_has_words_of_its_own_and_names_who_decided_the_appeal() -> None:
    said = written("G06", "give_appeal_reasons", "D26", _respondent("G06"))

    assert said.title == "Decision on the appeal"
    assert "Judith Quill, Marco Venn and Asha Pell" in said.plain


def test_where_the_rules_publish_nothing_the_decision_says_so() -> None:
    told_of = told_before("federated-signal-workers/2026", "FS01", "appeal")
    entry = next(e for e in told_of.entries if e.step == "give_reasons")
    said = Said(reference="R", address="", names=told_of.story.names, texts=told_of.texts)
    own = read_wording(LEAGUE.parent / "federated-signal-workers" / "2026" / "letters")
    then = replay(told_of.rulebook, told_of.name, told_of.entries[: entry.index + 1])
    found = write(own, "D26", then, entry, fictional_id("Callum Weir"), said)

    assert found is not None
    assert "Nothing is published (rule 9.8)." in found.plain
    assert "The Certification Officer can be asked within six months" in found.plain


def _respondent(story: str) -> str:
    known = told(story)
    case = replay(known.rulebook, known.name, known.entries)
    return known.story.names[case.parties["respondent"][0]]


def _giving(step: str, *headings: str) -> tuple[Case, Entry]:
    """The case after a step, under an edition whose step gives these headings besides."""
    case, entry = at("G01", step)
    steps = {**case.edition.steps, step: replace(case.edition.steps[step], gives=headings)}
    edition = replace(case.edition, steps=steps)
    rulebook = replace(case.rulebook, editions=(edition,))
    return replay(rulebook, case.name, case.entries), entry


def _with(entry: Entry, data: dict[str, object]) -> Entry:

    return replace(entry, data=data)
