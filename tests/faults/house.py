"""The whole house as it runs in production, each part a process that can be killed: server, site, worker, placer."""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import AsyncMessage

from bootstrap import postgres

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.prefix) / "bin"
SMALL = "400m"  # the server's disk, so that it can be filled
SMALL_BODY = "pennywater-rowing"
COMES_UP_WITHIN = 60.0  # seconds
NAMES = ("site", "worker", "placer")
HOUR = 3600  # seconds
SHIFTED = {
    "FAKETIME_CACHE_DURATION": "1",
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    "FAKETIME_DISABLE_SHM": "1",
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # with it, threads that wait for each other spin
}


class Post(AsyncMessage):
    """A mail server that keeps what it took."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []  # Message-ID

    async def handle_message(self, message: Any) -> None:
        self.kept.append(str(message["Message-ID"]))


def faketime() -> Path | None:
    """The library that lets the clock of one process jump, where it is installed."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


@dataclass(slots=True)
class House:
    """What runs. ``clock`` is a file with the seconds by which everything but the server is ahead of this machine."""

    folder: Path
    server: postgres.Server
    port: int
    told: dict[str, str]
    post: Post
    clock: Path
    hours: int = 0  # that have passed here and not on this machine
    disk: Path | None = None  # the small disk on which the server's data lies
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        command, role = {
            "site": ([str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
                      "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
                      "alteram_web.wsgi:application"], "app"),
            "worker": ([str(BIN / "python"), "manage.py", "work", "--follow"], "app"),
            "placer": ([str(BIN / "python"), "manage.py", "place", "--follow", "--pause", "0.2"], "log"),
        }[name]  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, env={**self.told, **self._shifted(), "ALTERAM_DB_ROLE": role}, cwd=ROOT,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _shifted(self) -> dict[str, str]:
        library = faketime()
        if library is None:
            return {}
        return {**SHIFTED, "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(self.clock)}

    def shift(self, seconds: int) -> None:
        """Set the clock of the running processes wrong by so much; they see it within a second. 0: set it right."""
        part = self.clock.with_suffix(".part")
        part.write_text(f"{self.hours * HOUR + seconds:+d}\n", encoding="ascii")
        part.rename(self.clock)

    def kill(self, name: str) -> None:
        """End a process and all it started, as a power cut would."""
        process = self.processes[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def restart(self) -> None:
        """All but the server, killed and started."""
        for name in NAMES:
            self.kill(name)
        self.mend()
        self.await_answer()

    def mend(self) -> list[str]:
        """What a supervisor does: whatever does not run is started again. Names what it was."""
        started = []
        for name in NAMES:
            if name not in self.processes or self.processes[name].poll() is not None:
                self.start(name)
                started.append(name)
        return started

    def answers(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def await_answer(self) -> None:
        until = time.monotonic() + COMES_UP_WITHIN
        while not self.answers():
            if time.monotonic() > until:
                log = (self.folder / "site.log").read_text(encoding="utf-8", errors="replace")[-2000:]
                raise AssertionError(f"The site did not come up again. It said:\n{log}")
            self.mend()
            time.sleep(0.2)

    def found(self, slug: str) -> None:
        """Begin one more body, under the rule book of a small one."""
        shutil.copytree(ROOT / "rulebooks" / SMALL_BODY, self.folder / "rulebooks" / slug)
        self.manage("found_body", slug, "One more body")

    def manage(self, *words: str, role: str = "app", check: bool = True) -> subprocess.CompletedProcess[str]:
        """One of the site's commands."""
        return subprocess.run(
            [str(BIN / "python"), "manage.py", *words], env={**self.told, **self._shifted(), "ALTERAM_DB_ROLE": role},
            cwd=ROOT, capture_output=True, text=True, check=check, timeout=300,
        )  # fmt: skip

    def prepare(self, cases: int) -> list[dict[str, str]]:
        """The body, its cases and a token for each."""
        done = subprocess.run(
            [str(BIN / "python"), str(Path(__file__).parent / "prepare.py"), str(cases)], env=self.told, cwd=ROOT,
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        made: list[dict[str, str]] = json.loads(done.stdout.splitlines()[-1])
        return made


@contextlib.contextmanager
def house(folder: Path) -> Iterator[House]:
    """A house in a folder, with nothing in it and nothing running but the server and the post; gone afterwards."""
    account = postgres.unprivileged()
    folder.chmod(0o711)
    disk = _small_disk(folder)
    server = postgres.Server(
        home=(disk or folder) / "server",
        programs=postgres.find_programs(Path(sys.prefix), asked=os.environ.get("ALTERAM_PG_BIN", "")),
        account=account, settings={"max_wal_size": "64MB", "min_wal_size": "32MB", "wal_init_zero": "off"},
    )  # fmt: skip
    post = Post()
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    mail = Controller(post, hostname="127.0.0.1", port=_free_port())
    mail.start()
    built = None
    try:
        for name in ("lantern-league", "letters"):
            shutil.copytree(ROOT / "rulebooks" / name, folder / "rulebooks" / name)
        server.start()
        server.make_database()
        port = _free_port()
        built = House(
            folder=folder, server=server, port=port, told=_told(folder, server, port, mail.port), post=post,
            clock=folder / "clock", disk=disk,
        )  # fmt: skip
        built.shift(0)
        built.manage("migrate", "--no-input", "-v", "0", role="owner")
        yield built
    finally:
        for name in built.processes if built else ():
            built.kill(name)  # type: ignore[union-attr]
        server.stop()
        mail.stop()
        if disk is not None:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


def _small_disk(folder: Path) -> Path | None:
    """A small disk in memory, if we may have one; it outlives the processes, as a real disk does."""
    disk = folder / "disk"
    disk.mkdir(mode=0o711)
    words = ["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=0711", "alteram-faults", str(disk)]
    if os.geteuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0:
        return disk
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _told(folder: Path, server: postgres.Server, port: int, mail: int) -> dict[str, str]:
    key = folder / "master.key"
    key.write_bytes(secrets.token_bytes(32))
    key.chmod(0o600)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "ALTERAM", "DJANGO"))}
    return {
        **kept,
        "ALTERAM_SECRET_KEY": secrets.token_urlsafe(50),
        "ALTERAM_MASTER_KEY_FILE": str(key),
        "ALTERAM_DATA": str(folder),
        "ALTERAM_RULEBOOKS": str(folder / "rulebooks"),
        "ALTERAM_HTTPS": "no",
        "ALTERAM_HOSTS": "localhost,127.0.0.1",
        "ALTERAM_SITE": f"http://localhost:{port}",
        "ALTERAM_MAIL": f"smtp://127.0.0.1:{mail}",
        "DATABASE_URL": server.url("alteram_app"),
        "ALTERAM_OWNER_DATABASE_URL": server.url("alteram_owner"),
        "ALTERAM_LOG_DATABASE_URL": server.url("alteram_log"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "alteram_web.settings",
    }
