"""Sample pages of a fictional body, to look at and to check the components with. Nothing here is used by the site."""

import base64
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.template.backends.jinja2 import Jinja2

import alteram_web.ui
from alteram_web.ui import environment

HERE = Path(__file__).parent
STATIC = Path(alteram_web.ui.__file__).parent / "static" / "ui"
TODAY = date(2026, 7, 16)

NAV = [
    {"text": "My duties", "href": "#"},
    {"text": "Cases", "href": "#", "current": True},
    {"text": "Refused", "href": "#"},
    {"text": "Rule book", "href": "#"},
]
PUBLIC = [
    {"text": "Make a complaint", "href": "#"},
    {"text": "Follow one", "href": "#"},
    {"text": "Decisions", "href": "#"},
    {"text": "Numbers", "href": "#"},
    {"text": "The rules", "href": "#"},
]
DEMO = {
    "text": "This is a demonstration. The people and the league are invented; the rules, the dates and the record are "
    "real.",
    "href": "#",
    "action": "Become somebody else",
}
FOOT = [
    {"text": "Check a receipt", "href": "#"},
    {"text": "Accessibility", "href": "#"},
    {"text": "Privacy", "href": "#"},
]


class Complaint(forms.Form):
    """A page of the public form, wrong on purpose."""

    account = forms.CharField(
        label="What happened?",
        help_text="In your own words. You can add more later. Do not worry about the rules: finding the right one is "
        "our task.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Say what happened, even if only in a sentence."},
    )
    on = forms.DateField(
        label="On what day did it happen?",
        help_text="For example 24/03/2026. If it went on for some time, give the last day.",
        input_formats=["%d/%m/%Y"],
        error_messages={"invalid": "Write the day as in 24/03/2026."},
    )
    where = forms.ChoiceField(
        label="Where did it happen?",
        choices=[("meeting", "At a meeting of the league"), ("online", "Online"), ("other", "Somewhere else")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it happened."},
    )
    safe = forms.BooleanField(label="I am safe now", required=False, help_text="If you are not, call 999 first.")


REFUSAL = {
    "sentence": "The hearing cannot open on Thursday 6 August: the notice gives 23 clear days and rule 7.1 asks for "
    "28. The earliest lawful day is Tuesday 11 August.",
    "clause": "7.1",
    "clause_href": "#",
    "code": "E-NOTICE-SHORT",
    "counted": [
        "Notice sent by email on Monday 13 July",
        "Counted as served on Monday 13 July (rule 3.4)",
        "First clear day Tuesday 14 July, twenty-eighth Monday 10 August",
        "So the hearing may open from Tuesday 11 August",
    ],
    "instead": {"text": "List the hearing for Tuesday 11 August", "href": "#"},
}


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


RIVER = [
    {
        "index": 0,
        "what": "Complaint received",
        "at": date(2026, 1, 12),
        "recorded": at(2026, 1, 12),
        "who": "Mara Ellisdon",
        "role": "complainant",
        "clause": "4.1",
        "clause_href": "#",
        "href": "#",
        "text": "He blocked the door and shouted until I gave him the membership list.",
        "papers": [{"text": "Photograph of the door", "href": "#", "note": "image, 1.2 MB"}],
    },
    {
        "index": 1,
        "what": "Acknowledged",
        "at": date(2026, 1, 14),
        "recorded": at(2026, 1, 14),
        "who": "Tomos Prydderch",
        "role": "intake",
        "clause": "4.2",
        "clause_href": "#",
    },
    {
        "index": 2,
        "what": "Investigator appointed",
        "at": date(2026, 1, 16),
        "recorded": at(2026, 1, 19, 9, 31),
        "who": "The draw",
        "role": "from a pool of seven",
        "clause": "5.1",
        "clause_href": "#",
        "late": "the office was shut by snow",
        "result": "Ines Calloway, drawn with the published seed.",
    },
    {
        "index": 3,
        "what": "Allegations put to Corwin Bale",
        "at": date(2026, 1, 20),
        "recorded": at(2026, 1, 20),
        "who": "Ines Calloway",
        "role": "investigator",
        "clause": "5.2",
        "clause_href": "#",
        "papers": [
            {"text": "Letter of allegations", "href": "#", "note": "4 pages"},
            {"text": "Bundle A", "href": "#", "note": "31 pages"},
        ],
    },
    {
        "index": 4,
        "what": "No answer within fourteen days",
        "at": date(2026, 2, 5),
        "recorded": at(2026, 2, 5, 0, 0),
        "kind": "clock",
        "clause": "5.3",
        "clause_href": "#",
        "overtaken": {"text": "Overtaken: an answer sent in time arrived on Friday 6 February", "href": "#entry-5"},
    },
    {
        "index": 5,
        "what": "Answer received",
        "at": date(2026, 2, 3),
        "recorded": at(2026, 2, 6, 16, 12),
        "who": "Corwin Bale",
        "role": "respondent",
        "clause": "5.3",
        "clause_href": "#",
        "late": "it was posted in time and came on the sixth",
        "papers": [{"text": "Answer with two statements", "href": "#", "note": "9 pages"}],
    },
    {
        "index": 6,
        "what": "Case to answer",
        "at": date(2026, 6, 30),
        "recorded": at(2026, 6, 30),
        "who": "Ruth Adeyemi-Voss and Pell Hartigan",
        "role": "case examiners",
        "clause": "6.2",
        "clause_href": "#",
        "result": "On one of two charges.",
    },
    {
        "index": 7,
        "what": "Notice of hearing sent",
        "at": date(2026, 7, 13),
        "recorded": at(2026, 7, 13),
        "who": "Oona Marchetti",
        "role": "clerk",
        "clause": "7.1",
        "clause_href": "#",
        "kind": "due",
    },
]

STEPS: list[Mapping[str, Any]] = [
    {
        "title": "Send the bundle to the panel",
        "href": "#",
        "hint": "Sealed until each member has declared.",
        "clause": "7.3",
        "clause_href": "#",
    },
    {"title": "Record a contact about this case", "href": "#", "hint": "Two taps; both sides will see it."},
    {"title": "Open the hearing", "refusals": [REFUSAL]},
    {
        "title": "Publish the decision",
        "refusals": [
            {"sentence": "A decision is published once it has been reasoned; no reasons are served yet (rule 9.4)."}
        ],
    },
]

DUTIES: list[Mapping[str, Any]] = [
    {
        "what": "Tell Mara Ellisdon that the case goes to a hearing",
        "by": date(2026, 7, 14),
        "mine": True,
        "clause": "6.4",
        "clause_href": "#",
        "state": "overdue",
        "href": "#",
        "otherwise": "the auditor is told, and the breach stands in the record.",
    },
    {
        "what": "Serve the bundle on Corwin Bale",
        "by": date(2026, 7, 21),
        "mine": True,
        "clause": "7.3",
        "clause_href": "#",
        "href": "#",
        "counted": ["The hearing opens on Tuesday 11 August", "21 clear days before it", "So by Tuesday 21 July"],
        "otherwise": "the hearing cannot open on that day.",
    },
    {
        "what": "Declare interests",
        "by": date(2026, 7, 21),
        "who": "All three panel members",
        "clause": "7.5",
        "clause_href": "#",
        "otherwise": "the draw names the next in the pool.",
    },
    {
        "what": "Review the suspension",
        "by": date(2026, 8, 28),
        "who": "The panel",
        "clause": "8.2",
        "clause_href": "#",
        "otherwise": "it ends by itself.",
    },
]

GUARANTEES = [
    {"title": "Told what is alleged", "state": "met", "href": "#entry-3", "entry": "Allegations put on 20 January"},
    {"title": "Heard before any finding", "state": "met", "href": "#entry-5", "entry": "Answer received on 3 February"},
    {"title": "An impartial panel", "state": "not_yet", "sentence": "No member has declared yet."},
    {
        "title": "Within a reasonable time",
        "state": "breached",
        "sentence": "The examiners took 94 working days; rule 6.1 gives 40.",
        "href": "#entry-6",
        "entry": "See the entry",
    },
]

STAGES = [
    {"title": "Your complaint was received", "state": "done", "day": date(2026, 1, 12)},
    {
        "title": "Somebody independent looked into it",
        "state": "done",
        "day": date(2026, 2, 6),
        "sentence": "Ines Calloway, drawn from a pool of seven.",
    },
    {"title": "Two examiners decided that there is a case to answer", "state": "done", "day": date(2026, 6, 30)},
    {
        "title": "A hearing is being prepared",
        "state": "now",
        "sentence": "The notice was sent on Monday 13 July. The hearing may open from Tuesday 11 August. "
        "You will be told the day, and asked what you need to take part.",
        "href": "#",
        "action": "Say what you need",
    },
    {"title": "The hearing", "state": "next"},
    {"title": "The decision, with reasons", "state": "next", "sentence": "Within fourteen days of the hearing."},
    {"title": "Appeal, if anybody asks for one", "state": "next"},
]

PEOPLE: list[Mapping[str, Any]] = [
    {"id": "mara", "name": "Mara Ellisdon", "role": "complainant", "sentence": "Waits for a hearing."},
    {
        "id": "corwin",
        "name": "Corwin Bale",
        "role": "respondent",
        "sentence": "May challenge a panel member until Tuesday 21 July.",
        "due": True,
    },
    {
        "id": "oona",
        "name": "Oona Marchetti",
        "role": "clerk",
        "sentence": "One duty overdue, two this week.",
        "due": True,
    },
    {"id": "ines", "name": "Ines Calloway", "role": "investigator", "sentence": "Nothing owed."},
    {
        "id": "ruth",
        "name": "Ruth Adeyemi-Voss",
        "role": "panel chair",
        "sentence": "Must declare before seeing the bundle.",
    },
    {
        "id": "gethin",
        "name": "Gethin Sallow",
        "role": "president of the league",
        "sentence": "May see nothing of any case. Try it.",
    },
    {"id": "pia", "name": "Pia Thornbury", "role": "auditor", "sentence": "Three refused attempts since Monday."},
]

MODULES = (
    "M1 1h3v3H1zM5 1h1v1H5zM7 1h1v3H7zM5 3h1v2H5zM1 5h1v1H1zM3 5h2v1H3zM6 5h2v1H6zM1 7h3v1H1zM5 7h1v1H5zM7 7h1v1H7z"
)
QR = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="{MODULES}"/></svg>'

RECEIPT = {
    "code": "K7WQ-2MZP-9D4T-XH3R-8VNC-E",
    "state": "promised",
    "recorded": at(2026, 7, 16, 9, 31),
    "place_by": at(2026, 7, 16, 12, 0),
    "link": "7015c680d4be3399726bc001df9648297a097faf73612b30b20a3b559340508e",
    "check": "#",
    "download": "#",
    "qr": QR,
}

CONTACT = {
    "alleged": {
        "who": "Ruth Adeyemi-Voss, panel chair",
        "when": at(2026, 7, 15, 18, 40),
        "how": "by telephone",
        "text": "Gethin Sallow rang and said that the league could not afford a scandal before the congress.",
    },
    "answer": {
        "who": "Gethin Sallow, president",
        "when": at(2026, 7, 16, 8, 5),
        "denied": True,
        "text": "I rang about the room for the congress. The case was not mentioned.",
    },
}

PAGES: dict[str, Mapping[str, Any]] = {
    "front": {"nav": PUBLIC},
    "case": {"nav": NAV, "viewer": {"name": "Oona Marchetti", "role": "clerk", "sign_out": "#"}},
    "refused": {"nav": NAV, "viewer": {"name": "Oona Marchetti", "role": "clerk", "sign_out": "#"}},
    "complain": {"nav": PUBLIC},
    "duties": {"nav": NAV, "viewer": {"name": "Oona Marchetti", "role": "clerk", "sign_out": "#"}},
    "respondent": {"viewer": {"name": "Corwin Bale", "role": "respondent", "sign_out": "#"}},
    "stands": {"viewer": {"name": "Mara Ellisdon", "role": "complainant", "sign_out": "#"}},
    "numbers": {"nav": PUBLIC},
    "receipt": {"viewer": {"name": "Corwin Bale", "role": "respondent", "sign_out": "#"}},
    "contact": {"nav": NAV, "viewer": {"name": "Pia Thornbury", "role": "auditor", "sign_out": "#"}},
}


def engine() -> Jinja2:
    """The pages' engine with the sample pages added."""
    if not settings.configured:
        raise RuntimeError("Settings must be configured before pages are rendered.")
    options = {"environment": "alteram_web.ui.environment.environment"}
    folders = [HERE / "pages", *environment.template_folders()]
    return Jinja2({"NAME": "samples", "DIRS": folders, "APP_DIRS": False, "OPTIONS": options})


def page(name: str) -> str:
    """The markup of one sample page."""
    shell = {
        "body": {"name": "The Lantern League", "url": "#"},
        "demo": DEMO,
        "foot": FOOT,
        "languages": [
            {"code": "en", "name": "English", "url": "#", "current": True},
            {"code": "cy", "name": "Cymraeg", "url": "#"},
        ],
        "sign_in": "#",
        **PAGES[name],
    }
    form = Complaint({"on": "yesterday", "account": ""})
    values = {
        "shell": shell,
        "csrf_input": "",
        "today": TODAY,
        "refusal_": REFUSAL,
        "entries": RIVER,
        "steps": STEPS,
        "duties": DUTIES,
        "fairness": GUARANTEES,
        "stages": STAGES,
        "persons": PEOPLE,
        "slip": RECEIPT,
        "contact": CONTACT,
        "form": form,
    }
    return str(engine().get_template(f"{name}.html").render(values))


def alone(name: str) -> str:
    """The same page with style sheet and fonts inside, so that it can be looked at from anywhere."""
    css = (STATIC / "alteram.css").read_text(encoding="utf-8")
    for font in STATIC.glob("fonts/*.woff2"):
        data = base64.b64encode(font.read_bytes()).decode()
        css = css.replace(f"fonts/{font.name}", f"data:font/woff2;base64,{data}")
    head, rest = page(name).split('<link rel="stylesheet"', 1)
    return f"{head}<style>{css}</style>{rest.split('>', 1)[1]}".replace("<script", "<template><script").replace(
        "</script>", "</script></template>"
    )
