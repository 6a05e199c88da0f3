"""The environment of the site for the demo, and its one-off commands."""

import json
import os
import secrets
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bootstrap import places, stamp
from bootstrap.stop import Stop

SECRETS = places.DEMO / "secrets.json"
MASTER_KEY = places.DEMO / "master.key"
SOURCE = places.CHECKOUT / "src"


def environment(*, port: int, databases: Mapping[str, str]) -> dict[str, str]:
    """What the site reads: the caller's variables win, save for the databases of an embedded server.

    `databases` holds the three addresses by the names of their variables; empty for a server of the caller's own.
    """
    asked = (
        {key: value for key, value in os.environ.items() if not key.startswith("PG")} if databases else dict(os.environ)
    )
    return {
        "ALTERAM_SECRET_KEY": _secret("secret_key"),
        "ALTERAM_MASTER_KEY_FILE": str(_master_key()),
        "ALTERAM_DATA": str(places.DEMO),
        "ALTERAM_HTTPS": "no",
        "ALTERAM_DEMO": "yes",
        "ALTERAM_HOSTS": "localhost,127.0.0.1",
        "ALTERAM_SITE": f"http://localhost:{port}",
        **asked,
        **databases,
        "PYTHONPATH": str(SOURCE),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "alteram_web.settings",
    }


def _secret(name: str) -> str:
    """A secret made once and kept beside the data, for its owner's eyes alone."""
    known: dict[str, str] = json.loads(SECRETS.read_text(encoding="ascii")) if SECRETS.is_file() else {}
    if name not in known:
        known[name] = secrets.token_urlsafe(50)
        _write(SECRETS, json.dumps(known).encode())
    return known[name]


def _master_key() -> Path:
    if not MASTER_KEY.is_file():
        _write(MASTER_KEY, secrets.token_bytes(32))
    return MASTER_KEY


def _write(file: Path, value: bytes) -> None:
    """Whole or not at all, and never readable for others."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(value)
    part.rename(file)


def manage(*words: str, told: Mapping[str, str], role: str = "app", otherwise: str) -> str:
    """Run one of Django's commands as a database role; returns what it printed."""
    done = subprocess.run(
        [places.program("python"), str(places.CHECKOUT / "manage.py"), *words],
        env={**told, "ALTERAM_DB_ROLE": role}, cwd=places.CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        log = places.DEMO / "failed.log"
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise Stop(f"{otherwise}: {said[-1].strip()} All it said is in {log}.")
    return done.stdout


def has_command(name: str) -> bool:
    return any(SOURCE.glob(f"alteram_web/**/management/commands/{name}.py"))


def collect_static(told: Mapping[str, str]) -> None:
    """Gather and compress the static files, unless they are those of the last time."""
    ours = [file for file in SOURCE.glob("alteram_web/**/static/**/*") if file.is_file()]
    now = stamp.digest([places.REQUIREMENTS / "demo.txt", *ours])
    done = Path(told["ALTERAM_DATA"]) / "static.sha256"
    if stamp.holds(done, now):
        return
    print("Gathering the static files", flush=True)
    manage(
        "collectstatic",
        "--no-input",
        "--clear",
        "-v",
        "0",
        told=told,
        otherwise="The static files could not be gathered",
    )
    stamp.put(done, now)
