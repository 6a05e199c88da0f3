"""What a form for one deed asks, and how each question of an act becomes a field that people can fill.

    Asked        for whom and about what a form is made
    inputs(…)    the fields for one question

Every complaint of a field names its question, so that it can be read at the top of the page as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from alteram.acts import ACTS, NO_LIMIT, RESTS_ON, Act, Field
from alteram.case import Case
from alteram.people import People
from alteram.procedure.floors.influence import inside
from alteram.procedure.floors.listing import challengeable
from alteram.procedure.separation import unfit
from alteram.procedure.wording import plain
from alteram.rulebook.model import Step
from alteram_web.casework.selectors import Viewer

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
CHARGES = 3  # charges that one form offers; more are issued by a second charge sheet
CHANNELS = {
    "email": "By e-mail",
    "portal": "On this site",
    "first_class": "By first-class post",
    "post": "By post",
    "hand": "By hand",
}
WITH_PAPERS = frozenset(
    {"representation_made", "response_received", "report_commented", "appeal_lodged", "availability_given"}
)
WITHOUT_PAPERS = frozenset({"allegations_put", "disclosed", "service_recorded"})  # their class both sides see
NOT_ASKED = frozenset(
    {"breaks", "draw", "complainant", "respondents", "digest"}
)  # the draw, the wish and the store know these
IN_THE_CASE = frozenset({"captor", "member", "out", "to", "author", "asked_by", "heard", "sender", "of"})
MYSELF = frozenset({"captor"})  # whoever fills the form, unless they say otherwise


def _nobody(number: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """For whom and about what a form is made."""

    case: Case
    people: People
    viewer: Viewer
    name: str  # a step of the book, or an incidental act
    names: Mapping[str, str]  # of people, by id
    near: frozenset[str] = frozenset()  # of these, who has a part in the case that this viewer sees
    papers: tuple[tuple[str, str], ...] = ()  # of the case that this viewer may read: digest, and what it is called
    evidence: tuple[tuple[str, str], ...] = ()  # what may go into a bundle: digest, and what may be said of it
    seats: tuple[str, ...] = ()  # ids of a deciding body, if it acts
    typing: bool = False  # the viewer types for others
    member: Callable[[str], str | None] = _nobody  # whoever has this number on the roll

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
        return any(act.name in WITH_PAPERS or _speaks_of_papers(act) for act in self._open_to_papers)

    @property
    def serves_bundle(self) -> bool:
        """Whether the paper that is named goes to whoever is told, and so belongs to the entry."""
        return any(act.name == "bundle_served" for act in self.acts)

    @property
    def _open_to_papers(self) -> tuple[Act, ...]:
        return tuple(act for act in self.acts if act.name not in WITHOUT_PAPERS)

    def needs(self, field: Field) -> bool:
        """Whether the question must have an answer, whatever the result."""
        step = self.step
        return field.required or (field.name == "reasons" and step is not None and step.written_reasons)

    def questions(self) -> tuple[Field, ...]:
        """What the acts ask, each once, and what must be answered first."""
        found: dict[str, Field] = {}
        for act in self.acts:
            for field in act.fields:
                if field.name not in NOT_ASKED and self._has_answers(field):
                    found.setdefault(field.name, field)
        step = self.step
        if step is not None and step.written_reasons and "reasons" not in found:
            found["reasons"] = Field(name="reasons", kind="text", question="What are the reasons?", required=True)
        return tuple(sorted(found.values(), key=lambda field: not self.needs(field)))

    def _has_answers(self, field: Field) -> bool:
        """A question whose answers stand in the rule book is asked where it has any."""
        edition = self.case.edition
        if field == NO_LIMIT:
            return edition.limitation is not None and bool(edition.limitation.unless)
        if field.name == "sits_on":
            return not any(act.name == "hearing_notice_served" for act in self.acts)  # which asks for the day itself
        if field.name == "acts_of":
            return any(one.ruled is None for one in self.case.aside)
        return field != RESTS_ON or edition.protected is not None


def _speaks_of_papers(act: Act) -> bool:
    return any(field.kind in ("paper", "papers") for field in act.fields)


def inputs(asked: Asked, field: Field) -> dict[str, forms.Field]:
    """The fields for one question, by name."""
    if field == RESTS_ON and asked.case.edition.protected is not None:
        reasons = [(reason, reason) for reason in (*asked.case.edition.protected.reasons, "none")]
        return {field.name: _several(_(field.question), reasons, hint=_(field.hint))}
    limit = asked.case.edition.limitation
    if field == NO_LIMIT and limit is not None and limit.unless:
        exceptions = [(one, one) for one in (*limit.unless, "none")]
        return {field.name: _several(_(field.question), exceptions, hint=_(field.hint))}
    return {field.name: _input(asked, field, needed=asked.needs(field))}


def names_itself(field: forms.Field) -> None:
    """Let whatever a field says is wrong name its question."""
    said = {"question": str(field.label)}
    yes = isinstance(field, forms.BooleanField)
    field.error_messages |= {
        "required": (_("The answer to “%(question)s” must be yes.") if yes else _("“%(question)s” has no answer."))
        % said,
        "invalid_choice": _("Choose one of the answers listed under “%(question)s”.") % said,
        "max_length": _("The answer to “%(question)s” is too long.") % said,
    }
    if isinstance(field, forms.DateField):
        field.error_messages["invalid"] = _("Answer “%(question)s” with a day, such as 24/03/2026.") % said
    elif isinstance(field, forms.IntegerField):
        field.error_messages["invalid"] = _("Answer “%(question)s” with a whole number.") % said


def choice(label: str, names: Sequence[str], *, required: bool = True, hint: str = "") -> forms.ChoiceField:
    """One of several words, each in sight."""
    choices = [(name, plain(name).capitalize()) for name in names]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=required, help_text=hint)


def _several(
    label: str, choices: list[tuple[str, str]], *, required: bool = False, hint: str = ""
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=required, help_text=hint
    )


def _roles(asked: Asked, field: Field) -> list[tuple[str, str]]:
    """What somebody can be appointed to under this rule book, each by the names that it gives the role."""
    edition = asked.case.edition
    found = [(name, edition.roles_with(name)) for name in field.choices]
    return [(name, " / ".join(plain(role.name).capitalize() for role in roles)) for name, roles in found if roles]


def _input(asked: Asked, field: Field, *, needed: bool) -> forms.Field:
    label, hint = _(field.question), _(field.hint) if field.hint else ""
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": needed}
    edition = asked.case.edition
    if field.kind == "day":
        return forms.DateField(input_formats=DAYS, **common)
    if field.kind == "number":
        return forms.IntegerField(**common)
    if field.kind == "flag":
        return forms.BooleanField(**common)
    if field.kind == "choice" and field.choices:
        return _one_of(asked, field, common)
    if field.kind in ("choices", "phrases") and field.choices:
        return _several(label, [(name, plain(name)) for name in field.choices], required=needed, hint=hint)
    if field.kind == "clauses":
        return _several(label, [(o.clause, f"{o.clause} {o.title}") for o in edition.offences.values()], hint=hint)
    if field.kind == "sanctions":
        return _several(label, [(name, plain(name)) for name in edition.sanctions], hint=hint)
    return _chosen_or_written(asked, field, common)


def _one_of(asked: Asked, field: Field, common: dict[str, Any]) -> forms.Field:
    if field.name == "capacity":
        return forms.ChoiceField(choices=[("", "–"), *_roles(asked, field)], **common)
    return choice(common["label"], field.choices, required=common["required"], hint=common["help_text"])


def _chosen_or_written(asked: Asked, field: Field, common: dict[str, Any]) -> forms.Field:
    if field.kind in ("person", "people"):
        return _of_people(asked, field, common)
    if field.kind == "paper":
        return _of_papers(asked, common)
    widget = forms.Textarea(attrs={"rows": 5}) if field.kind in ("text", "answers", "map") else forms.TextInput()
    if field.kind in ("answers", "map") and not common["help_text"]:
        common["help_text"] = _("One on a line, for example: 1: denies")
    return forms.CharField(widget=widget, max_length=20_000, **common)


def _of_people(asked: Asked, field: Field, common: dict[str, Any]) -> forms.Field:
    choices = _people(asked, field)
    if field.kind == "people":
        return _several(common["label"], choices, hint=common["help_text"])
    myself = asked.viewer.person if field.name in MYSELF else None
    return forms.ChoiceField(choices=[("", "–"), *choices], initial=myself, **common)


def _of_papers(asked: Asked, common: dict[str, Any]) -> forms.Field:
    """A paper of the case; or, where files may come with the deed, the file that is added. The form sees to either."""
    where = _("Choose a paper of the case, or add the file below.") if asked.takes_papers else ""
    hint = f"{common['help_text']} {where}".strip()
    empty = _("The file I add below") if asked.takes_papers else "–"
    return forms.ChoiceField(
        label=common["label"], choices=[("", empty), *asked.papers], required=False, help_text=hint
    )


def _people(asked: Asked, field: Field) -> list[tuple[str, str]]:
    """Whom one may choose: for a panel its pool, with what each member is; else who is in the case, or known here."""
    step = asked.step
    role = asked.case.edition.roles.get(step.appoints) if step is not None and step.appoints else None
    if role is not None and field.name in ("panel", "chair", "in", "substitutes"):
        members = asked.people.pool(role.pool, on=asked.viewer.day)
        shut = unfit(asked.case, asked.people, role.capacities, {m.person for m in members})
        found = [
            (m.person, f"{asked.names.get(m.person, m.person)} ({plain(m.category)})")
            for m in members
            if m.person not in shut
        ]
        return sorted(set(found), key=lambda pair: pair[1])
    everybody = {person: _called(asked, person, name) for person, name in asked.names.items()}
    if field.name == "person" and any(act.name == "representative_named" for act in asked.acts):
        everybody = {person: name for person, name in everybody.items() if may_represent(asked, person)}
    if field.name == "member" and any(act.name in ("panel_challenged", "challenge_ruled") for act in asked.acts):
        sits = challengeable(asked.case, step)
        everybody = {person: _called(asked, person, asked.names.get(person, person)) for person in sits}
    elif field.name == "acts_of":
        gone = [one.person for one in asked.case.aside if one.ruled is None]
        everybody = {person: asked.names.get(person, person) for person in gone}
    elif field.name in IN_THE_CASE:
        everybody = {person: name for person, name in everybody.items() if person in asked.near}
    if field.name in MYSELF:
        everybody.setdefault(asked.viewer.person, _("You"))
    return sorted(everybody.items(), key=lambda pair: pair[1])


def may_represent(asked: Asked, person: str) -> bool:
    """Whether somebody stands outside, so that naming them to speak for a side is not refused (HRG-03, IND-01)."""
    return not inside(asked.case, asked.people, person, asked.viewer.day)


def _called(asked: Asked, person: str, name: str) -> str:
    return _("%(name)s (you)") % {"name": name} if person == asked.viewer.person else name
