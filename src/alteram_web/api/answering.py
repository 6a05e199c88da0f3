"""A JSON body into the very form that the page shows, and a form's questions into JSON."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from alteram_web.api import answers
from alteram_web.casework.forms import DeedForm

BESIDE = ("result", "at", "by", "channel", "late", "seen", "request")  # stand beside `fields` in the body
KINDS: tuple[tuple[type[django_forms.Field], str], ...] = (
    (django_forms.MultipleChoiceField, "choices"),
    (django_forms.ChoiceField, "choice"),
    (django_forms.DateField, "day"),
    (django_forms.BooleanField, "flag"),
    (django_forms.IntegerField, "number"),
)


def questions(form: DeedForm) -> list[answers.Question]:
    """The fields of a form, but for the two that it carries hidden."""
    return [
        answers.Question(
            name=name,
            question=str(field.label or name),
            hint=str(field.help_text or ""),
            kind=next((kind for made, kind in KINDS if isinstance(field, made)), "text"),
            choices=[answers.Choice(value=value, text=str(text)) for value, text in _choices(field)],
            required=field.required,
        )
        for name, field in form.fields.items()
        if name not in ("seen", "request")
    ]


def _choices(field: django_forms.Field) -> list[tuple[str, str]]:
    if not isinstance(field, django_forms.ChoiceField):
        return []
    return [(str(value), str(text)) for value, text in list(field.choices) if value]  # type: ignore[arg-type]  # flat


def filled(deed: answers.Deed, kind: type[DeedForm]) -> tuple[QueryDict, list[answers.FieldProblem]]:
    """What a browser would have sent, and which of the answers no form can take."""
    sent, wrong = QueryDict(mutable=True), []
    beside = {name: getattr(deed, name) for name in BESIDE if getattr(deed, name) is not None}
    for name, value in [*deed.fields.items(), *beside.items()]:
        if name not in kind.base_fields or (name in deed.fields and name in BESIDE):
            wrong.append(_wrong(name, _("This step has no such field. Leave it out.")))
            continue
        try:
            sent.setlist(name, list(_sent(value, several=_several(kind, name))))
        except ValueError:
            wrong.append(_wrong(name, _("Send a text, a number, true or false, or a list of texts.")))
    return sent, wrong


def files(deed: answers.Deed, *, taken: bool) -> tuple[list[UploadedFile[Any]], list[answers.FieldProblem]]:
    """The files that came along, and why they cannot be read."""
    if deed.files and not taken:
        return [], [_wrong("files", _("This step takes no files. Leave them out."))]
    try:
        read: list[UploadedFile[Any]] = [
            SimpleUploadedFile(one.name or "file", base64.b64decode(one.content, validate=True)) for one in deed.files
        ]
    except ValueError:
        return [], [_wrong("files", _("Send the content of each file in base64."))]
    return read, []


def _several(kind: type[DeedForm], name: str) -> bool:
    return isinstance(kind.base_fields[name], django_forms.MultipleChoiceField)


def _sent(value: object, *, several: bool) -> Iterator[str]:
    """A value as the words a browser sends. Lists for one line are joined; a map has a line for each key."""
    if value is None or value is False:
        return
    if isinstance(value, Mapping):
        yield "\n".join(f"{_word(key)}: {_word(one)}" for key, one in value.items())
    elif isinstance(value, list):
        words = [_word(one) for one in value]
        yield from words if several else [", ".join(words)]
    else:
        yield "on" if value is True else _word(value)


def _word(value: object) -> str:
    """Raises ValueError for what is no single word or number, or cannot be written down."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise ValueError
    word = str(value)
    word.encode()  # half of a character that JSON can spell: UnicodeEncodeError is a ValueError
    return word


def _wrong(name: str, sentence: str) -> answers.FieldProblem:
    return answers.FieldProblem(field=name.encode(errors="replace").decode(), sentence=sentence)


def field_problems(form: DeedForm) -> list[answers.FieldProblem]:
    """What the form finds wrong, field by field, in the words of the page."""
    found = []
    for name, errors in form.errors.items():
        found += [_wrong(name, str(error)) for error in errors]
    return found
