"""A body with open cases, and tokens for people who will work on them. Run once, as the site, before anything breaks.

python prepare.py HOW_MANY    prints [{"chain": …, "case": …, "token": …, "captor": …}, …]
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from alteram import worked  # noqa: E402
from alteram.people import fictional_id  # noqa: E402
from alteram_web.demonstration import seeding  # noqa: E402
from alteram_web.demonstration.cast import LIVE  # noqa: E402
from alteram_web.identity import tokens  # noqa: E402
from alteram_web.identity.models import Holder, User  # noqa: E402

CLERK = "Dev Ashgrove"  # who keeps the file of every case
STORIES = ("L08", "L05", "L07", "L06", "L03", "L02")  # in none of them the day for evidence is over


def main(many: int) -> None:
    now = datetime.now(UTC)
    folder = Path(settings.RULEBOOKS) / "lantern-league"
    people, names = worked.read_people(folder / "2025" / "people.yaml")
    body = seeding._body(people, names)
    user = User.objects.create_user("clerk@faults.invalid", name=CLERK)
    holder = Holder.objects.create(user=user, body=body.id, person=fictional_id(CLERK))
    live = {one.id: one for one in LIVE}
    made = []
    for name in STORIES[:many]:
        told = seeding._live(folder, live[name], names, people, now)
        seeding._enter(body, told, now)
        token, _ = tokens.issue(holder, name=name, now=now, days=30)
        made.append({"body": body.slug, "case": told.name, "token": token, "captor": fictional_id(CLERK)})
    print(json.dumps(made))


main(int(sys.argv[1]))
