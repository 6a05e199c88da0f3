"""How Django forms are drawn: ``FORM_RENDERER = "alteram_web.ui.forms.Renderer"``.

``form.on.as_field_group()`` gives label (the question), hint, error and input, tied together for screen readers.
"""

from functools import cached_property
from typing import Any

from django.forms.renderers import BaseRenderer
from django.template.backends.jinja2 import Jinja2

from alteram_web.ui import environment


class Renderer(BaseRenderer):
    """Draws fields with our template and everything else with Django's."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> Jinja2:
        options = {"environment": "alteram_web.ui.environment.environment"}
        folders = environment.template_folders()
        return Jinja2({"APP_DIRS": False, "DIRS": folders, "NAME": "forms", "OPTIONS": options})

    def get_template(self, template_name: str) -> Any:
        return self.engine.get_template(template_name)
