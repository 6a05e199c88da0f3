"""Whom a newcomer can become, and which live cases there are."""

from __future__ import annotations

from dataclasses import dataclass

BODY = "lantern-league"
NAME = "Lantern League"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Somebody to become."""

    name: str
    role: str
    sentence: str


PARTS = (
    Part(name="Wren Oduya", role="intake", sentence="Acknowledges complaints as they come in."),
    Part(name="Hollis Brandt", role="triage", sentence="Decides, with reasons, whether to look into a complaint."),
    Part(name="Ines Calloway", role="investigator", sentence="Puts the allegations and looks for both sides."),
    Part(name="Faye Lindqvist", role="case examiner", sentence="Decides whether there is a case to answer."),
    Part(name="Marguerite Sol", role="presenter", sentence="Drafts the charges and presents the case."),
    Part(name="Dev Ashgrove", role="clerk", sentence="Gives notice, keeps the file, discloses approaches."),
    Part(name="Rosalind Achebe", role="legal chair", sentence="Chairs a hearing panel."),
    Part(name="Helen Strake", role="interim panel", sentence="Decides on interim measures, and on nothing else."),
    Part(name="Ivo Marsh", role="publications", sentence="Publishes what is final."),
    Part(name="Anselm Reyne", role="independent monitor", sentence="Knows of every case, and changes none."),
    Part(name="Tamar Hollin", role="respondent", sentence="Is charged and will be heard."),
    Part(name="Jory Penhale", role="complainant", sentence="Complained, and waits for the hearing."),
    Part(name="Rufus Dane", role="Office of the Convenor", sentence="Holds executive office: finds nothing here."),
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
