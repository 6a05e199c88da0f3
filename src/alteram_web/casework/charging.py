"""The questions of a charge sheet: of each charge what it must say, and what else it leans on.

    inputs(asked)   the fields, by name
    parts(asked)    what lies folded away until somebody needs it: its title, its fields, when it stands open
    written(…)      the charges as a wish carries them

What a charge may lean on besides the clause (a code, a body's opinion, somebody's bar) has floors of its own: RUL-04,
RUL-06 and RUL-08. So the form asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from alteram.acts import CHARGE_FIELDS, Field
from alteram_web.casework.questions import CHARGES, DAYS, Asked

FIELDS: Mapping[str, Field] = {field.name: field for field in CHARGE_FIELDS}
LEANS_ON = (
    "alternative_to", "code", "code_published", "code_narrows", "opinion_of", "opinion", "opinion_on",
    "opinion_voters", "barred_person",
)  # fmt: skip
SHOWN_FOR = ("E-RULE-UNPUBLISHED", "E-OPINION-MISSING", "E-BAR-UNPUBLISHED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Fields of a form that lie folded away. It stands open once one of them holds something or is wrong."""

    title: str
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()  # refusals that speak of what is asked in it


def inputs(asked: Asked) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {}
    for number in range(1, CHARGES + 1):
        made |= _plain(asked, number)
        made |= {_key(number, name): _leaning(asked, number, FIELDS[name]) for name in LEANS_ON}
    return made


def parts(asked: Asked) -> tuple[Part, ...]:
    """What one more charge asks is folded away whole; of the first, what it leans on besides its clause."""
    turns_on = sorted(o.clause for o in asked.case.edition.offences.values() if o.opinion_of or o.relies_on_bar)
    first = _("Charge 1: does it lean on anything else than its clause?")
    if turns_on:
        first = _("Charge 1: what it leans on besides its clause (rules that turn on it: %(clauses)s)") % {
            "clauses": ", ".join(turns_on)
        }
    found = [Part(title=first, names=tuple(_key(1, name) for name in LEANS_ON), codes=SHOWN_FOR)]
    for number in range(2, CHARGES + 1):
        title = _("Charge %(number)s, if there is one") % {"number": number}
        names = (*_plain(asked, number), *(_key(number, name) for name in LEANS_ON))
        found.append(Part(title=title, names=names))
    return tuple(found)


def _key(number: int, name: str) -> str:
    return f"charge_{number}_{name}"


def _plain(asked: Asked, number: int) -> dict[str, forms.Field]:
    clauses = [("", "–"), *((o.clause, f"{o.clause} {o.title}") for o in asked.case.edition.offences.values())]
    made: dict[str, forms.Field] = {
        _key(number, "clause"): forms.ChoiceField(
            label=_("Charge %(number)s: under which clause?") % {"number": number},
            choices=clauses, required=number == 1,
        )
    }  # fmt: skip
    for name, question in (("day", _("On what day?")), ("place", _("Where, or through what?")),
                           ("deed", _("What is alleged?")), ("mind", _("With what state of mind?")),
                           ("exhibits", _("On which exhibits does it rest?"))):  # fmt: skip
        label = _labelled(number, question)
        if name == "day":
            made[_key(number, name)] = forms.DateField(label=label, input_formats=DAYS, required=False)
        else:
            made[_key(number, name)] = forms.CharField(label=label, required=False)
    return made


def _labelled(number: int, question: str) -> str:
    return _("Charge %(number)s: %(question)s") % {
        "number": number, "question": question[:1].lower() + question[1:],
    }  # fmt: skip


def _leaning(asked: Asked, number: int, field: Field) -> forms.Field:
    common: dict[str, Any] = {
        "label": _labelled(number, _(field.question)), "help_text": _(field.hint) if field.hint else "",
        "required": False,
    }  # fmt: skip
    if field.kind == "day":
        return forms.DateField(input_formats=DAYS, **common)
    if field.kind == "number":
        return forms.IntegerField(min_value=1, **common)
    if field.kind == "flag":
        return forms.BooleanField(**common)
    if field.kind == "paper":
        return forms.ChoiceField(choices=[("", "–"), *asked.papers], **common)
    if field.kind == "person":
        common["help_text"] = _("The member's number, for example LL-00451.")
        return Member(asked, **common)
    if field.kind == "phrases":
        common["help_text"] = _("Their names, with commas between them.")
    return forms.CharField(max_length=2000, **common)


class Member(forms.CharField):
    """A member, by number: whoever is barred stands in the roll and seldom in the case."""

    def __init__(self, asked: Asked, **common: Any) -> None:
        self.asked = asked
        super().__init__(max_length=100, **common)

    def clean(self, value: object) -> str:
        said = str(super().clean(value)).strip()
        if not said:
            return ""
        person = said if said in self.asked.names else self.asked.member(said.upper())
        if person is None:
            raise forms.ValidationError(_("No member has this number."))
        return person


def written(said: Mapping[str, Any]) -> list[dict[str, object]]:
    """The charges of a form, each with what was answered. ``said`` is the cleaned data."""
    return [_charge(said, number) for number in range(1, CHARGES + 1) if said.get(_key(number, "clause"))]


def _charge(said: Mapping[str, Any], number: int) -> dict[str, object]:
    def answer(name: str) -> Any:
        return said.get(_key(number, name))

    day = answer("day")
    charge: dict[str, object] = {
        "clause": answer("clause"),
        "days": [day.isoformat()] if day else [],
        "place": answer("place") or "",
        "deed": answer("deed") or "",
        "mind": answer("mind") or "none needed",
        "exhibits": _words(answer("exhibits") or ""),
    }
    return charge | {name: _leant(FIELDS[name], value) for name in LEANS_ON if (value := answer(name))}


def _leant(field: Field, value: Any) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return _words(str(value)) if field.kind == "phrases" else value


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.replace("\n", ",").split(",") if word.strip()]
