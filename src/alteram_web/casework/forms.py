"""Forms for steps and incidental acts, built from what the acts ask. No form is written by hand for one step.

form = for_deed(asked)(data, files)
wish = form.wish()
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from alteram.acts import Field
from alteram.case import Case
from alteram.codec import Paper
from alteram.procedure import Wish, answers
from alteram_web.casework import charging, questions
from alteram_web.casework.questions import CHANNELS, DAYS, WITH_PAPERS, Asked

__all__ = ["Asked", "DeedForm", "for_deed", "fresh"]

FROM_EVIDENCE = "from_evidence"  # the field that puts papers of the evidence into a bundle
EMPTY: tuple[object, ...] = (None, "", [], {})


class DeedForm(forms.Form):
    """One deed. Subclasses are made by :func:`for_deed`."""

    asked: Asked
    questions: tuple[Field, ...] = ()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    request = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A paper that must come may be one of the case or a file that comes along."""
        said = super().clean() or self.cleaned_data
        for field in self.questions:
            if field.kind == "paper" and self.asked.needs(field) and not said.get(field.name) and not self._brings:
                self.add_error(field.name, _("“%(question)s” has no answer.") % {"question": _(field.question)})
        return said

    @property
    def _brings(self) -> bool:
        return (self.asked.takes_papers and "files" in self.files) or bool(self._from_evidence)

    @property
    def _from_evidence(self) -> list[str]:
        """Papers of the evidence that go into the bundle."""
        return list(self.cleaned_data.get(FROM_EVIDENCE) or ())

    def wish(self) -> Wish:
        """What the person wants to enter, as a wish. The form must be valid."""
        said = self.cleaned_data
        asked = self.asked
        by = tuple(said.get("by") or ()) or (asked.viewer.person,)
        fields = {f.name: value for f in self.questions if (value := self._value(f, said)) not in EMPTY}
        if self._from_evidence:
            fields.setdefault("bundle", self._from_evidence[0])
        named = [str(fields[f.name]) for f in self.questions if f.kind == "paper" and f.name in fields]
        if named and self._asks_digest:
            fields["digest"] = named[0]
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
            papers=tuple(Paper(kind="evidence", digest=one) for one in self._enclosed(named)),
            late=said.get("late") or None,
            seen=said.get("seen"),
            request=said.get("request") or None,
        )

    def _enclosed(self, named: list[str]) -> list[str]:
        """The papers that go to whoever is told, and so belong to the entry; each once."""
        return list(dict.fromkeys([*(named if self.asked.serves_bundle else ()), *self._from_evidence]))

    def laid_out(self, codes: Collection[str] = ()) -> list[dict[str, Any]]:
        """The fields in their order, those of a part that is folded away together: ``{title, open, fields}``.

        ``codes`` are those of the refusals that are shown: a part that they speak of stands open.
        """
        shown = {bound.name: bound for bound in self.visible_fields()}
        laid: list[dict[str, Any]] = []
        for name in list(shown):
            part = next((one for one in self.parts if name in one.names), None)
            if part is None:
                laid.append({"title": "", "fields": [shown[name]]})
            elif name == part.names[0]:
                fields = [shown[one] for one in part.names if one in shown]
                opened = any(bound.errors or bound.value() for bound in fields) or bool(set(codes) & set(part.codes))
                laid.append({"title": part.title, "open": opened, "fields": fields})
        return laid

    @property
    def parts(self) -> tuple[charging.Part, ...]:
        return charging.parts(self.asked) if any(field.kind == "charges" for field in self.questions) else ()

    def says_nothing(self) -> bool:
        """Whether somebody had their say and left it empty: one press too early would use it up."""
        if not any(act.name in WITH_PAPERS for act in self.asked.acts):
            return False
        return not any(self._value(field, self.cleaned_data) for field in self.questions)

    def papers_left_out(self) -> tuple[str, ...]:
        """What the first file answers: the first question for a paper that has no answer, and that for its digest."""
        asked = (field for field in self.questions if field.kind == "paper")
        first = next((field.name for field in asked if not self._value(field, self.cleaned_data)), None)
        if first is None:
            return ()
        return (first, "digest") if self._asks_digest else (first,)

    @property
    def _asks_digest(self) -> bool:
        return any(act.field("digest") is not None for act in self.asked.acts)

    def _value(self, field: Field, said: Mapping[str, Any]) -> object:
        if field.kind == "charges":
            return charging.written(said)
        value = said.get(field.name)
        if isinstance(value, date):
            return value.isoformat()
        if field.kind in ("phrases", "days", "papers", "steps", "entries") and isinstance(value, str):
            return _listed(field, value)
        if field.kind in ("answers", "map") and isinstance(value, str):
            return self._keyed(field, _mapped(value))
        return list(value) if isinstance(value, (list, tuple)) else value

    def _keyed(self, field: Field, said: dict[str, str]) -> dict[str, str]:
        """People by id, where they were written by name; votes as the record has them."""
        if field.kind != "map":
            return said
        ids = {name.casefold(): person for person, name in self.asked.names.items()}
        ids |= {"for": "for", "against": "against"} if field.name == "votes" else {}
        return {ids.get(key.casefold(), key): word for key, word in said.items()}


def _listed(field: Field, value: str) -> list[object]:
    words = [word.strip() for word in value.replace("\n", ",").split(",") if word.strip()]
    if field.kind == "days":  # as an entry holds them; what is no day is refused by name
        return [day.isoformat() if (day := answers.day_of(word)) is not None else word for word in words]
    return [int(word) for word in words if word.isdigit()] if field.kind == "entries" else list(words)


def _mapped(value: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in value.splitlines() if ":" in line)
    return {key.strip(): word.strip() for key, _colon, word in pairs}


def for_deed(asked: Asked) -> type[DeedForm]:
    """The form of one deed, as a class."""
    step = asked.step
    made: dict[str, forms.Field] = {}
    if step is not None and step.results:
        offered = [r.name for r in step.results if not r.only_by_clock]
        made["result"] = questions.choice(_("What is decided?"), offered)
    elif step is None and asked.acts[0].outcomes:
        made["result"] = questions.choice(_("What is decided?"), asked.acts[0].outcomes)
    for field in asked.questions():
        made |= charging.inputs(asked) if field.kind == "charges" else questions.inputs(asked, field)
    if asked.evidence:
        made[FROM_EVIDENCE] = forms.MultipleChoiceField(
            label=_("Which papers of the evidence go into the bundle?"),
            choices=asked.evidence,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Both sides can read them from then on, and the panel once the bundle is released."),
        )
    if step is not None and step.tells:
        made["channel"] = _channels(asked)
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
    for one in made.values():
        questions.names_itself(one)
    return type("Deed", (DeedForm,), {**made, "asked": asked, "questions": asked.questions()})


def _channels(asked: Asked) -> forms.ChoiceField:
    """The channels for which the edition says when a letter counts as received; nothing else may be chosen."""
    known = asked.case.calendar.service
    offered = [(name, _(label)) for name, label in CHANNELS.items() if name in known]
    first = "email" if "email" in known else asked.case.calendar.usual_channel
    return forms.ChoiceField(label=_("How is it sent?"), choices=offered, widget=forms.RadioSelect, initial=first)


def fresh(case: Case) -> dict[str, object]:
    """What the hidden fields hold when a form is opened: the number last seen, and a random name for the wish."""
    return {"seen": case.tip, "request": str(uuid.uuid4())}
