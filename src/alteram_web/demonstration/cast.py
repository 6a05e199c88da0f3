"""The demonstration's bodies: whom a newcomer can become in each, what lies behind it, and what is going on today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BODY = "lantern-league"
NAME = "Lantern League"

Group = Literal["parties", "handle", "decide", "watch", "power"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Somebody to become."""

    name: str
    role: str
    sentence: str
    group: Group = "handle"


PARTS = (
    Part(name="Wren Oduya", role="intake", sentence="Acknowledges complaints as they come in."),
    Part(
        name="Hollis Brandt",
        role="triage",
        sentence="Decides, with reasons, whether to look into a complaint.",
        group="decide",
    ),
    Part(name="Ines Calloway", role="investigator", sentence="Puts the allegations and looks for both sides."),
    Part(
        name="Faye Lindqvist",
        role="case examiner",
        sentence="Decides whether there is a case to answer.",
        group="decide",
    ),
    Part(name="Marguerite Sol", role="presenter", sentence="Drafts the charges and presents the case."),
    Part(name="Dev Ashgrove", role="clerk", sentence="Gives notice, keeps the file, discloses approaches."),
    Part(name="Rosalind Achebe", role="legal chair", sentence="Chairs a hearing panel.", group="decide"),
    Part(
        name="Helen Strake",
        role="interim panel",
        sentence="Decides on interim measures, and on nothing else.",
        group="decide",
    ),
    Part(name="Ivo Marsh", role="publications", sentence="Publishes what is final."),
    Part(
        name="Anselm Reyne",
        role="independent monitor",
        sentence="Knows of every case, and changes none.",
        group="watch",
    ),
    Part(
        name="Celia Wray",
        role="data protection",
        sentence="Answers whoever asks what is kept about them.",
        group="watch",
    ),
    Part(name="Tamar Hollin", role="respondent", sentence="Is charged and will be heard.", group="parties"),
    Part(name="Jory Penhale", role="complainant", sentence="Complained, and waits for the hearing.", group="parties"),
    Part(
        name="Rufus Dane",
        role="Office of the Convenor",
        sentence="Holds executive office: finds nothing here.",
        group="power",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A case of today: a worked case told of other people, stopped right before a step."""

    id: str
    story: str
    before: str
    respondent: str
    complainant: str


LIVE = (
    Live(id="L01", story="G01", before="acknowledge", respondent="Edda Marlow", complainant="Kit Sorrell"),
    Live(id="L02", story="G03", before="triage", respondent="Bram Oakes", complainant="Nia Vardy"),
    Live(id="L03", story="G06", before="put_allegations", respondent="Sefa Lind", complainant="Otto Crane"),
    Live(id="L04", story="G01", before="decide_interim", respondent="Moss Tarrant", complainant="Ilse Grey"),
    Live(id="L05", story="G01", before="report", respondent="Petra Quay", complainant="Sol Renner"),
    Live(id="L06", story="G03", before="examine", respondent="Hale Winter", complainant="Ada Crook"),
    Live(id="L07", story="G06", before="charge", respondent="Lio Dray", complainant="Fenn Hobbs"),
    Live(id="L08", story="G01", before="give_notice", respondent="Tamar Hollin", complainant="Jory Penhale"),
    Live(id="L09", story="G01", before="open_hearing", respondent="Una Farrow", complainant="Piers Lock"),
    Live(id="L10", story="G03", before="sanction", respondent="Cato Brill", complainant="Wyn Ames"),
    Live(id="L11", story="G06", before="give_reasons", respondent="Mab Kestrel", complainant="Jon Tull"),
    Live(id="L13", story="G02", before="contact_ruled", respondent="Vale Orchard", complainant="Dunfell audit group"),
    Live(id="L12", story="G03", before="publish", respondent="Rhys Coney", complainant="Dot Larkin"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A body of the demonstration."""

    slug: str
    name: str
    sentence: str
    parts: tuple[Part, ...]
    history: tuple[str, ...]  # worked cases told on the days on which they happened
    live: tuple[Live, ...]
    hands: tuple[str, str]  # who tries to end a membership by letter: the leader's office, and whoever keeps the file
    member: str  # whose membership the letter would end


LEAGUE = Cast(
    slug=BODY,
    name=NAME,
    sentence="A civic society of some thousands, with a staff for complaints and panels of three.",
    parts=PARTS,
    history=("G01", "G02", "G03", "G04", "G05", "G06"),
    live=LIVE,
    hands=("Rufus Dane", "Dev Ashgrove"),
    member="Bryony Calder",
)
CLUB = Cast(
    slug="pennywater-rowing",
    name="Pennywater Rowing Club",
    sentence="Sixty members and a committee of nine. Whoever gathered facts cannot sit, so a neighbour lends people.",
    parts=(
        Part(name="Maud Ferrers", role="secretary", sentence="Opens the post, gives notice, keeps the file."),
        Part(name="Jonah Crewe", role="fact-finder", sentence="Gathered the facts in one case, so cannot sit in it."),
        Part(name="Bea Hallam", role="fact-finder", sentence="Tells a member what is said, and hears the answer."),
        Part(
            name="Freya Locke", role="presenter", sentence="Lays the charges, or reads complaints, never both in one."
        ),
        Part(name="Idris Penrose", role="first reader", sentence="Decides if the club looks into it.", group="decide"),
        Part(name="Salma Deane", role="weigher", sentence="Weighs if there is a case to answer.", group="decide"),
        Part(
            name="Oriel Vance", role="chair of a panel, lent", sentence="Comes from next door to chair.", group="decide"
        ),
        Part(name="Hesper Quayle", role="appeal, lent", sentence="Decides an appeal with two others.", group="decide"),
        Part(name="Gus Merrow", role="respondent", sentence="Was suspended, and has appealed.", group="parties"),
        Part(name="Ned Sculley", role="respondent", sentence="Is charged, and waits for a day.", group="parties"),
        Part(name="Mina Frost", role="complainant", sentence="Has just complained.", group="parties"),
        Part(name="Edmund Tay", role="watcher, lent", sentence="Knows of every case, and changes none.", group="watch"),
        Part(name="Lionel Garth", role="captain", sentence="Leads the club: finds nothing here.", group="power"),
    ),
    history=("P01", "P02", "P03"),
    live=(
        Live(id="C01", story="P01", before="first_read", respondent="Denny Holt", complainant="Mina Frost"),
        Live(id="C02", story="P02", before="give_notice", respondent="Ned Sculley", complainant="Fern Atwood"),
        Live(id="C03", story="P03", before="decide_appeal", respondent="Gus Merrow", complainant="Ruth Penny"),
    ),
    hands=("Lionel Garth", "Maud Ferrers"),
    member="Wystan Cole",
)
CASTS = (LEAGUE, CLUB)
