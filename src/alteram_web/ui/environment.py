"""The Jinja2 environment of all pages.

Nothing here reads a clock: what "today" is comes to the filters as an argument.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import django.forms
import jinja2
from django.conf import settings
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext, ngettext
from jinja2.utils import missing

SITE = Path(__file__).resolve().parent.parent


def template_folders() -> list[Path]:
    """The folders pages are looked up in: those of the components and of every portal and part that has some."""
    return sorted(SITE.glob("**/templates"))


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page: ``url("staff:case", case_id)``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def local(value: date | datetime) -> date | datetime:
    """An instant in the time zone of the body; a day stays a day."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def on(value: date | datetime) -> date:
    """The day of a day or of an instant."""
    here = local(value)
    return here.date() if isinstance(here, datetime) else here


def day(value: date | datetime) -> str:
    """ "Thursday 6 August 2026"."""
    return formats.date_format(on(value), "l j F Y")


def day_in_year(value: date | datetime) -> str:
    """ "Thursday 6 August", for lists that name the year elsewhere."""
    return formats.date_format(on(value), "l j F")


def short_day(value: date | datetime) -> str:
    """ "Thu 6 Aug", for the margin of a list that names month and year."""
    return formats.date_format(on(value), "D j M")


def month(value: date | datetime) -> str:
    """ "August 2026"."""
    return formats.date_format(on(value), "F Y")


def moment(value: date | datetime) -> str:
    """ "Thursday 6 August 2026 at 14:05"; a day without a time stays a day."""
    here = local(value)
    if not isinstance(here, datetime):
        return day(here)
    return gettext("%(day)s at %(time)s") % {"day": day(here), "time": formats.date_format(here, "H:i")}


def machine(value: date | datetime) -> str:
    """The same for machines: the ``datetime`` attribute of ``<time>``."""
    return local(value).isoformat()


def relative(value: date | datetime, today: date) -> str:
    """ "today", "tomorrow", "in 5 days", "3 days ago": counted in calendar days from ``today``."""
    away = (on(value) - today).days
    near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    if away in near:
        return near[away]
    if away > 0:
        return ngettext("in %(number)s day", "in %(number)s days", away) % {"number": away}
    return ngettext("%(number)s day ago", "%(number)s days ago", -away) % {"number": -away}


def overdue_by(value: date | datetime, today: date) -> str:
    """ "overdue by 2 days": counted in calendar days up to ``today``."""
    late = (today - on(value)).days
    return ngettext("overdue by %(number)s day", "overdue by %(number)s days", late) % {"number": late}


def lines(value: str | Iterable[object] | None) -> list[str]:
    """How something was counted, as lines: a text is split at its line breaks, a list stays a list."""
    if not value:
        return []
    return value.splitlines() if isinstance(value, str) else [str(line) for line in value]


def from_iso(value: str) -> date:
    """A day as it is kept in a session or in the record."""
    return date.fromisoformat(value)


def _key(thing: Any, name: str) -> Any:
    """A key of a mapping or an attribute of an object, as Jinja2 looks it up."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def by_month(entries: Iterable[Any]) -> list[dict[str, Any]]:
    """Entries in the order given, cut where the month of ``at`` changes: ``{month, entries}``."""
    return [{"month": name, "entries": list(group)} for name, group in groupby(entries, lambda e: month(_key(e, "at")))]


def by_day(duties: Iterable[Any]) -> list[dict[str, Any]]:
    """Duties in the order given, cut where the day or the state changes: ``{by, state, duties}``."""
    cut = groupby(duties, lambda duty: (_key(duty, "by"), _key(duty, "state") or "due"))
    return [{"by": by, "state": state, "duties": list(group)} for (by, state), group in cut]


def shell(request: HttpRequest) -> dict[str, object]:
    """What stands around the page. A middleware or view may set ``request.shell``; see docs/reference/components.md."""
    given: Mapping[str, Any] = getattr(request, "shell", {})
    return {
        "shell": {"body": {"name": getattr(settings, "ALTERAM_BODY_NAME", "Alteram"), "url": "/"}, **given},
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }


class Missing(jinja2.Undefined):
    """An optional key that a mapping lacks prints nothing; a name the page does not know at all is an error."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        return (
            jinja2.StrictUndefined(hint, obj, name, *rest) if hint is None and obj is missing else super().__new__(cls)
        )


def environment(**options: Any) -> jinja2.Environment:
    """The environment: our pages first, then the macros of the base library, then Django's own form widgets."""
    own = options.pop("loader", None) or jinja2.FileSystemLoader(template_folders())
    widgets = Path(django.forms.__file__).parent / "jinja2"
    loader = jinja2.ChoiceLoader(
        [
            own,
            jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
            jinja2.FileSystemLoader(widgets),
        ]
    )
    options.update(loader=loader, undefined=Missing, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    options.pop("autoescape", None)
    made = jinja2.Environment(autoescape=True, **options)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        url=url, static=static, language=translation.get_language, right_to_left=translation.get_language_bidi
    )
    made.filters.update(
        day=day, day_in_year=day_in_year, short_day=short_day, month=month, moment=moment, machine=machine,
        relative=relative, overdue_by=overdue_by, lines=lines, by_month=by_month, by_day=by_day,
        from_iso=from_iso, size=filesizeformat,
    )  # fmt: skip
    return made
