"""Forms for steps and incidental acts, built from what the acts ask. No form is written by hand for one step.

form = for_deed(case, people, viewer, "give_notice")(data, files)
wish = form.wish()
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from alteram.acts import ACTS, Act, Field
from alteram.case import Case
from alteram.people import People
from alteram.procedure import Wish
from alteram.procedure.floors.listing import challengeable
from alteram.rulebook.model import Step
from alteram_web.casework.selectors import Viewer

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
CHARGES = 3  # charges that one form offers; more are issued by a second charge sheet
CHANNELS = {"email": "By e-mail", "portal": "On this site", "first_class": "By first-class post", "hand": "By hand"}
WITH_PAPERS = frozenset({"representation_made", "response_received", "report_commented", "appeal_lodged"})
WITHOUT_PAPERS = frozenset({"allegations_put", "disclosed", "service_recorded"})  # their class both sides see
HIDDEN = frozenset({"draw", "complainant", "respondents"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """For whom and about what a form is made."""

    case: Case
    people: People
    viewer: Viewer
    name: str  # a step of the book, or an incidental act
    names: Mapping[str, str]  # of people, by id
    seats: tuple[str, ...] = ()  # ids of a deciding body, if it acts
    typing: bool = False  # the viewer types for others

    @property
    def step(self) -> Step | None:
        return self.case.edition.steps.get(self.name)

    @property
    def acts(self) -> tuple[Act, ...]:
        step = self.step
        return step.vocabulary if step is not None else (ACTS[self.name],)

    @property
    def takes_papers(self) -> bool:
        """Whether files may come with it: where the act speaks of papers, and where somebody has their say."""
        return any(
            act.name in WITH_PAPERS or any(field.kind in ("paper", "papers") for field in act.fields)
            for act in self.acts
            if act.name not in WITHOUT_PAPERS
        )


class DeedForm(forms.Form):
    """One deed. Subclasses are made by :func:`for_deed`."""

    asked: Asked
    questions: tuple[Field, ...] = ()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    request = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def wish(self) -> Wish:
        """What the person wants to enter, as a wish. The form must be valid."""
        said = self.cleaned_data
        asked = self.asked
        by = tuple(said.get("by") or ()) or (asked.viewer.person,)
        fields = {f.name: value for f in self.questions if (value := self._value(f, said)) not in (None, "", [], {})}
        typed_by = asked.viewer.person if by != (asked.viewer.person,) else None  # who held the pen stays on record
        return Wish(
            case=asked.case.name,
            step=asked.name if asked.step else None,
            act=None if asked.step else asked.name,
            result=said.get("result") or None,
            at=said.get("at") or asked.viewer.day,
            recorded=asked.viewer.now,
            by=by,
            typed_by=typed_by,
            channel=said.get("channel") or None,
            fields=fields,
            late=said.get("late") or None,
            seen=said.get("seen"),
            request=said.get("request") or None,
        )

    def says_nothing(self) -> bool:
        """Whether somebody had their say and left it empty: one press too early would use it up."""
        if not any(act.name in WITH_PAPERS for act in self.asked.acts):
            return False
        return not any(self._value(field, self.cleaned_data) for field in self.questions)

    def paper_left_out(self) -> str:
        """The name of the first question for a paper that has no answer: the file itself is one."""
        asked = (field for field in self.questions if field.kind == "paper")
        return next((field.name for field in asked if not self._value(field, self.cleaned_data)), "")

    def _value(self, field: Field, said: Mapping[str, Any]) -> object:
        if field.kind == "charges":
            return _charges(said)
        value = said.get(field.name)
        if isinstance(value, date):
            return value.isoformat()
        if field.kind in ("phrases", "days", "papers", "steps", "entries") and isinstance(value, str):
            return _listed(field, value)
        if field.kind in ("answers", "map") and isinstance(value, str):
            return _mapped(value)
        return list(value) if isinstance(value, (list, tuple)) else value


def _listed(field: Field, value: str) -> list[object]:
    words = [word.strip() for word in value.replace("\n", ",").split(",") if word.strip()]
    return [int(word) for word in words if word.isdigit()] if field.kind == "entries" else list(words)


def _mapped(value: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in value.splitlines() if ":" in line)
    return {key.strip(): word.strip() for key, _colon, word in pairs}


def _charges(said: Mapping[str, Any]) -> list[dict[str, object]]:
    found = []
    for number in range(1, CHARGES + 1):
        clause = said.get(f"charge_{number}_clause")
        if clause:
            day = said.get(f"charge_{number}_day")
            found.append(
                {
                    "clause": clause,
                    "days": [day.isoformat()] if day else [],
                    "place": said.get(f"charge_{number}_place") or "",
                    "deed": said.get(f"charge_{number}_deed") or "",
                    "mind": said.get(f"charge_{number}_mind") or "none needed",
                    "exhibits": _listed(
                        Field(name="exhibits", kind="papers", question=""), said.get(f"charge_{number}_exhibits") or ""
                    ),
                }
            )
    return found


def for_deed(asked: Asked) -> type[DeedForm]:
    """The form of one deed, as a class."""
    step = asked.step
    made: dict[str, forms.Field] = {}
    if step is not None and step.results:
        offered = [r.name for r in step.results if not r.only_by_clock]
        made["result"] = _choice(_("What is decided?"), offered)
    elif step is None and asked.acts[0].outcomes:
        made["result"] = _choice(_("What is decided?"), asked.acts[0].outcomes)
    questions = _questions(asked)
    for field in questions:
        made |= _inputs(asked, field)
    if step is not None and step.tells:
        made["channel"] = forms.ChoiceField(
            label=_("How is it sent?"), choices=list(CHANNELS.items()), widget=forms.RadioSelect, initial="email"
        )
    if asked.seats:
        made["by"] = forms.MultipleChoiceField(
            label=_("Who takes part?"),
            choices=[(person, asked.names.get(person, person)) for person in asked.seats],
            widget=forms.CheckboxSelectMultiple,
            initial=list(asked.seats),
        )
    made["at"] = forms.DateField(
        label=_("On what day did it happen?"), required=False, input_formats=DAYS, help_text=_("Left empty: today.")
    )
    made["late"] = forms.CharField(label=_("If it is entered late: why?"), required=False)
    return type("Deed", (DeedForm,), {**made, "asked": asked, "questions": questions})


def fresh(case: Case) -> dict[str, object]:
    """What the hidden fields hold when a form is opened: the number last seen, and a random name for the wish."""
    return {"seen": case.tip, "request": str(uuid.uuid4())}


def _questions(asked: Asked) -> tuple[Field, ...]:
    found: dict[str, Field] = {}
    for act in asked.acts:
        for field in act.fields:
            if field.name not in HIDDEN:
                found.setdefault(field.name, field)
    step = asked.step
    if step is not None and step.written_reasons and "reasons" not in found:
        found["reasons"] = Field(name="reasons", kind="text", question="What are the reasons?", required=True)
    return tuple(sorted(found.values(), key=lambda field: not _needed(asked, field)))


def _needed(asked: Asked, field: Field) -> bool:
    step = asked.step
    return field.required or (field.name == "reasons" and step is not None and step.written_reasons)


def _choice(label: str, names: Sequence[str], *, required: bool = True, hint: str = "") -> forms.ChoiceField:
    choices = [(name, name.replace("_", " ").capitalize()) for name in names]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=required, help_text=hint)


def _several(
    label: str, choices: list[tuple[str, str]], *, required: bool = False, hint: str = ""
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=required, help_text=hint
    )


def _inputs(asked: Asked, field: Field) -> dict[str, forms.Field]:
    if field.kind == "charges":
        return _charge_inputs(asked)
    return {field.name: _input(asked, field, needed=_needed(asked, field))}


def _input(asked: Asked, field: Field, *, needed: bool) -> forms.Field:
    label, hint = _(field.question), _(field.hint) if field.hint else ""
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": needed}
    edition = asked.case.edition
    if field.kind == "day":
        return forms.DateField(input_formats=DAYS, **common)
    if field.kind == "number":
        return forms.IntegerField(**common)
    if field.kind == "flag":
        return forms.BooleanField(label=label, help_text=hint, required=False)
    if field.kind == "choice" and field.choices:
        return _choice(label, _offered(asked, field), required=needed, hint=hint)
    if field.kind in ("choices", "phrases") and field.choices:
        return _several(label, [(name, name.replace("_", " ")) for name in field.choices], required=needed, hint=hint)
    if field.kind == "clauses":
        return _several(label, [(o.clause, f"{o.clause} {o.title}") for o in edition.offences.values()], hint=hint)
    if field.kind == "sanctions":
        return _several(label, [(name, name.replace("_", " ")) for name in edition.sanctions], hint=hint)
    return _people_or_text(asked, field, common)


def _offered(asked: Asked, field: Field) -> Sequence[str]:
    """The closed list; of the capacities somebody can be appointed to, those that this rule book has a role for."""
    if field.name != "capacity":
        return field.choices
    return [name for name in field.choices if asked.case.edition.roles_with(name)]


def _people_or_text(asked: Asked, field: Field, common: dict[str, Any]) -> forms.Field:
    if field.kind in ("person", "people"):
        choices = _people(asked, field)
        if field.kind == "people":
            return _several(common["label"], choices, hint=common["help_text"])
        return forms.ChoiceField(choices=[("", "–"), *choices], **common)
    widget = forms.Textarea(attrs={"rows": 5}) if field.kind in ("text", "answers", "map") else forms.TextInput()
    if field.kind in ("answers", "map") and not common["help_text"]:
        common["help_text"] = _("One on a line, for example: 1: denies")
    return forms.CharField(widget=widget, max_length=20_000, **common)


def _people(asked: Asked, field: Field) -> list[tuple[str, str]]:
    """Whom one may choose: for a panel its pool, with what each member is; else everybody known here."""
    step = asked.step
    role = asked.case.edition.roles.get(step.appoints) if step is not None and step.appoints else None
    if role is not None and field.name in ("panel", "chair", "in"):
        members = asked.people.pool(role.pool, on=asked.viewer.day)
        found = [(m.person, f"{asked.names.get(m.person, m.person)} ({m.category.replace('_', ' ')})") for m in members]
        return sorted(set(found), key=lambda pair: pair[1])
    known = asked.names
    if field.name == "member" and any(act.name in ("panel_challenged", "challenge_ruled") for act in asked.acts):
        open_to_it = challengeable(asked.case, step) if step is not None else ()
        known = {person: known.get(person, person) for person in open_to_it}
    return sorted(known.items(), key=lambda pair: pair[1])


def _charge_inputs(asked: Asked) -> dict[str, forms.Field]:
    clauses = [("", "–"), *((o.clause, f"{o.clause} {o.title}") for o in asked.case.edition.offences.values())]
    made: dict[str, forms.Field] = {}
    for number in range(1, CHARGES + 1):
        first = number == 1
        made[f"charge_{number}_clause"] = forms.ChoiceField(
            label=_("Charge %(number)s: under which clause?") % {"number": number}, choices=clauses, required=first
        )
        for name, question in (("day", _("On what day?")), ("place", _("Where, or through what?")),
                               ("deed", _("What is alleged?")), ("mind", _("With what state of mind?")),
                               ("exhibits", _("On which exhibits does it rest?"))):  # fmt: skip
            key = f"charge_{number}_{name}"
            label = _("Charge %(number)s: %(question)s") % {"number": number, "question": question.lower()}
            if name == "day":
                made[key] = forms.DateField(label=label, input_formats=DAYS, required=False)
            else:
                made[key] = forms.CharField(label=label, required=False)
    return made
