"""The form of *Check a case*: up to fifteen dated steps of a rule book, and nothing about anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram.breaches.typed import Told, results_to_tell, steps_to_tell
from alteram.duties import clause_order
from alteram.rulebook.model import Edition, Step

FEWEST, MOST, MORE = 5, 15, 5
EARLIEST = date(2000, 1, 1)
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
WRONG_DAY = {"invalid": gettext_lazy("Enter a day, such as 24/03/2026.")}
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One step of the form."""

    number: int
    step: forms.BoundField
    day: forms.BoundField
    announced: forms.BoundField
    channel: forms.BoundField

    @property
    def more_open(self) -> bool:
        """Whether what is rarely needed is shown: it was answered, or has to be."""
        return bool(self.announced.value() or self.channel.value() or self.announced.errors or self.channel.errors)


class Steps(forms.Form):
    """The steps of one edition. Each row is a step, a day, and for some the day announced and how a letter went."""

    def __init__(self, data: Any = None, *, edition: Edition, rows: int, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.edition, self.number = edition, rows
        deeds, channels = _deeds(edition), _channels(edition)
        for n in range(1, rows + 1):
            self.fields[f"step-{n}"] = forms.ChoiceField(
                label=_("What was done?"), choices=deeds, required=False,
                error_messages={"invalid_choice": _("Choose a step of these rules.")},
            )  # fmt: skip
            self.fields[f"day-{n}"] = _day(_("On what day?"))
            self.fields[f"announced-{n}"] = _day(_("For what day was the hearing announced?"))
            self.fields[f"channel-{n}"] = forms.ChoiceField(
                label=_("How did the letter go?"), choices=channels, required=False
            )

    @property
    def rows(self) -> Iterator[Row]:
        for n in range(1, self.number + 1):
            yield Row(
                number=n, step=self[f"step-{n}"], day=self[f"day-{n}"], announced=self[f"announced-{n}"],
                channel=self[f"channel-{n}"],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = 0
        for n in range(1, self.number + 1):
            told += self._whole(n)
        if not told and not self.errors:
            self.add_error(None, _("Tell at least one step: what was done, and on what day."))
        return self.cleaned_data

    def _whole(self, n: int) -> bool:
        """A row is a step and a day; what announces a hearing says its day too."""
        deed, day = self.cleaned_data.get(f"step-{n}"), self.cleaned_data.get(f"day-{n}")
        where = {"number": n}
        if day and not deed and f"step-{n}" not in self.errors:
            self.add_error(f"step-{n}", _("Choose what was done as step %(number)s.") % where)
        if deed and not day and f"day-{n}" not in self.errors:
            self.add_error(f"day-{n}", _("Enter the day of step %(number)s.") % where)
        if day and not EARLIEST <= day <= self.edition.calendar.last:
            covered = {"first": EARLIEST.year, "last": self.edition.calendar.last.year}
            self.add_error(f"day-{n}", _("Enter a day from %(first)s to %(last)s.") % covered)
        step = self.edition.steps.get((deed or "").partition("=")[0])
        if step is not None and step.announces and not self.cleaned_data.get(f"announced-{n}"):
            self.add_error(f"announced-{n}", _("Enter the day that step %(number)s announced.") % where)
        return bool(deed)

    def told(self) -> list[Told]:
        """What was told, once the form is valid."""
        given = self.cleaned_data
        found = []
        for n in range(1, self.number + 1):
            step, _equals, result = given[f"step-{n}"].partition("=")
            if step:
                found.append(
                    Told(
                        step=step, day=given[f"day-{n}"], result=result or None, channel=given[f"channel-{n}"],
                        announced=given[f"announced-{n}"],
                    )
                )  # fmt: skip
        return found


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, input_formats=FORMATS, widget=DAY, error_messages=WRONG_DAY)


def _deeds(edition: Edition) -> list[tuple[str, Any]]:
    """Every step that people take, with each of its results, under the first number of its clause."""
    steps = sorted(steps_to_tell(edition), key=lambda step: clause_order(step.clause))
    grouped = groupby(steps, key=lambda step: step.clause.partition(".")[0])
    groups: list[tuple[str, Any]] = [("", _("Choose a step"))]
    for number, held in grouped:
        groups.append((_("Rule %(number)s") % {"number": number}, [pair for step in held for pair in _results(step)]))
    return groups


def _results(step: Step) -> Sequence[tuple[str, str]]:
    title = step.title[:1].upper() + step.title[1:]
    results = results_to_tell(step)
    if not results:
        return [(step.name, title)]
    return [(f"{step.name}={result}", f"{title}: {result.replace('_', ' ')}") for result in results]


def _channels(edition: Edition) -> list[tuple[str, str]]:
    words = {
        "email": _("by e-mail"), "portal": _("through the portal"), "post": _("by post"),
        "first_class": _("by first-class post"), "hand": _("by hand"),
    }  # fmt: skip
    known = [(name, words.get(name, name.replace("_", " "))) for name in edition.calendar.service]
    return [("", _("as the rules name first")), *known]
