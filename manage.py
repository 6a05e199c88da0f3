#!/usr/bin/env python
"""Django's commands for the site. `make demo` calls it with everything set; see docs/howto/run-on-a-real-server.md."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alteram_web.settings")  # noqa: TID251  (names the settings; reads none)
    execute_from_command_line(sys.argv)
