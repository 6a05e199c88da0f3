"""The demonstration's body with one live case, and people signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from alteram import worked
from alteram.people import fictional_id
from alteram_web.casework import bodies, editions
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import LIVE, PARTS, Part
from alteram_web.identity.models import Holder, User

SignedIn = Callable[[str], Client]


class Bundle(SimpleUploadedFile):
    """A file that can be sent as often as a form is."""

    def __init__(self, content: bytes = b"The bundle of the hearing.") -> None:
        super().__init__("bundle.txt", content)

    def read(self, *size: int) -> bytes:
        self.seek(0)
        return bytes(super().read(*size))


@pytest.fixture(autouse=True)
def master_key(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "master.key"
    file.write_bytes(bytes(range(32)))
    settings.MASTER_KEY_FILE = str(file)
    settings.STORAGES = {
        **site.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def league(transactional_db: None) -> bodies.Body:
    """The League with its people and their accounts, and no case yet."""
    people, names = worked.read_people(Path(site.RULEBOOKS) / "lantern-league" / "2025" / "people.yaml")
    body = seeding._body(people, names)
    for part in (*PARTS, Part(name="A Stranger", role="", sentence="")):
        user = User.objects.create_user(f"{fictional_id(part.name)}@demo.invalid", name=part.name)
        Holder.objects.create(user=user, body=body.id, person=fictional_id(part.name))
    return body


@pytest.fixture
def before_notice(league: bodies.Body) -> UUID:
    """A case of today, charged, and waiting for the notice of hearing."""
    live = next(one for one in LIVE if one.before == "give_notice")
    folder = Path(site.RULEBOOKS) / "lantern-league"
    people, names = worked.read_people(folder / "2025" / "people.yaml")
    now = datetime.now(UTC)
    told = seeding._live(folder, live, names, people, now)
    assert told.edition in editions.rulebook("lantern-league").editions
    seeding._enter(league, told, now)
    return UUID(told.name)


@pytest.fixture
def signed_in(league: bodies.Body) -> SignedIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(Holder.objects.get(body=league.id, person=fictional_id(name)).user)
        return client

    return sign_in
