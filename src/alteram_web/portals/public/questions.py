"""What is asked of somebody who complains: one question a page, the gate first. Nothing is asked that is not needed."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

IN_FIGURES = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{1,2}-\d{1,2}")
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y")
MOST_DAYS = 20
MOST_PEOPLE = 9
LONGEST_NAME = 200  # letters


def names_in(text: str) -> list[str]:
    """The names that stand on the lines of a text, each once."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


class Question(forms.Form):
    """One page. ``name`` is its part of the address."""

    name: ClassVar[str]
    title: ClassVar[Any]
    optional: ClassVar[bool] = False
    takes_files: ClassVar[bool] = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def answers(self) -> dict[str, str]:
        """What was said, as it is kept in the draft."""
        return {key: str(value or "") for key, value in self.cleaned_data.items()}


class About(Question):
    name = "about"
    title = _("Is it about something a member did?")
    about = forms.ChoiceField(
        label=title,
        choices=[
            ("member", _("Yes, about a member of the body or somebody who holds an office in it")),
            ("process", _("No, about how a case or a complaint was dealt with")),
            ("other", _("No, about something else")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it is about.")},
    )


class Safe(Question):
    name = "safe"
    title = _("Is anybody in danger now?")
    safe = forms.ChoiceField(
        label=title,
        choices=[
            ("none known", _("No")),
            ("risk of harm", _("Yes, somebody may come to harm")),
            ("a child or vulnerable person", _("Yes, a child or somebody who cannot protect themselves")),
        ],
        widget=forms.RadioSelect,
        help_text=_("In an emergency call the police first. Your complaint is read on working days."),
        error_messages={"required": _("Say whether anybody is in danger.")},
    )


class Account(Question):
    name = "account"
    title = _("What happened?")
    account = forms.CharField(
        label=title,
        help_text=_("In your own words: what, where, who was there. You can add papers in a moment."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20_000,
        error_messages={"required": _("Say what happened.")},
    )


class When(Question):
    name = "when"
    title = _("On what day did it happen?")
    conduct = forms.CharField(
        label=title,
        help_text=_("For example 24/03/2026. If on several days: one on a line. If unsure: the day you think."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the day it happened.")},
    )

    def clean_conduct(self) -> str:
        found = []
        for line in self.cleaned_data["conduct"].replace(",", "\n").splitlines():
            if line.strip():
                found.append(self._day(line.strip()))
        if not found:
            raise forms.ValidationError(_("Enter the day it happened."))
        if len(found) > MOST_DAYS:
            raise forms.ValidationError(_("Enter the most important days, twenty at most."))
        return "\n".join(day.isoformat() for day in sorted(set(found)))

    def _day(self, text: str) -> date:
        for pattern in DAYS:
            try:
                found = datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day, in no zone
            except ValueError:
                continue
            if found > self.today:
                raise forms.ValidationError(_("That day has not come yet."))
            return found
        if IN_FIGURES.fullmatch(text):
            raise forms.ValidationError(_("The calendar has no %(day)s.") % {"day": text})
        raise forms.ValidationError(_("Enter a day, such as 24/03/2026."))


class Who(Question):
    name = "who"
    title = _("Who did it?")
    respondent = forms.CharField(
        label=title,
        help_text=_("The name, as you know it. If several people: one on a line. Each will have a case of their own."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Name the member you complain about.")},
    )

    def clean_respondent(self) -> str:
        names = names_in(self.cleaned_data["respondent"])
        if not names:
            raise forms.ValidationError(_("Name the member you complain about."))
        if len(names) > MOST_PEOPLE:
            raise forms.ValidationError(_("Name the people it is mostly about, nine at most."))
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("Enter names only, one on a line."))
        return "\n".join(names)


class Standing(Question):
    name = "standing"
    title = _("Did it happen to you?")
    standing = forms.ChoiceField(
        label=title,
        choices=[("victim", _("Yes, to me")), ("reporter", _("No, I saw it or heard of it"))],
        widget=forms.RadioSelect,
        help_text=_("It decides what we may tell you later: more, if it happened to you."),
        error_messages={"required": _("Say whether it happened to you.")},
    )


class Papers(Question):
    name = "papers"
    title = _("Have you papers, pictures or messages?")
    optional = True
    takes_files = True


class Needs(Question):
    name = "needs"
    title = _("Do you need anything done differently?")
    optional = True
    needs = forms.CharField(
        label=title,
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("More time, an interpreter, large print, somebody to speak for you. Left empty: nothing now."),
    )


class You(Question):
    name = "you"
    title = _("Who are you, and how do we reach you?")
    called = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=200,
        help_text=_("Left empty: nobody here knows who you are, and your return key is the only way to you."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Left empty: you read our letters here, with your return key."),
        error_messages={"invalid": _("Enter an address such as name@example.org, or leave it empty.")},
    )


QUESTIONS: tuple[type[Question], ...] = (About, Safe, Account, When, Who, Standing, Papers, Needs, You)
"""In the order in which they are asked."""

BY_NAME = {one.name: one for one in QUESTIONS}
