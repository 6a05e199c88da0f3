"""`make demo`: everything from a fresh checkout to a page in the browser, and nothing left behind after Ctrl-C."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from types import FrameType

from bootstrap import environment, places, postgres, site, styles
from bootstrap.only_one import only_one
from bootstrap.stop import Stop

HOST = "127.0.0.1"
ANSWERS_WITHIN = 40.0  # seconds
ENDS_WITHIN = 10.0  # seconds


class Ended(BaseException):
    """Somebody asked us to end."""


def run(port: int) -> None:
    """Serve the demo until it is told to end."""
    _end_on_signals()
    with contextlib.suppress(Ended), contextlib.ExitStack() as ending:
        address = f"http://localhost:{port}/"
        ending.enter_context(
            only_one(
                places.DEMO / "demo.lock",
                otherwise="The demo of this checkout is running already. Use it, or end it where it runs with Ctrl-C.",
            )
        )
        _port_is_free(port)
        environment.prepare("demo")
        styles.build()
        told, where = _database(port, ending.callback)
        print("Preparing the database", flush=True)
        site.manage(
            "migrate", "--no-input", "-v", "0", told=told, role="owner", otherwise="The database could not be migrated"
        )
        people = _seed(told)
        site.collect_static(told)
        ending.enter_context(_serving(port, told))
        ending.enter_context(_beside("work", told, role="app"))
        ending.enter_context(_beside("place", told, role="log"))
        print(_banner(address, where, people), flush=True)
        _wait()
    print("\nThe demo has ended; what was entered is kept in .demo for the next time.", flush=True)


def _end_on_signals() -> None:
    """The first signal unwinds everything; further ones are ignored so that nothing is left behind half ended."""

    def end(number: int, _frame: FrameType | None) -> None:
        for ours in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ours, signal.SIG_IGN)
        raise Ended(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def _port_is_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Stop(
                f"Port {port} may not be used by this account. Choose one above 1023: PORT=8123 make demo"
            ) from None
        except OSError:
            other = 8123 if port != 8123 else 8124
            raise Stop(
                f"Port {port} is in use by another program. End that, or choose another port: PORT={other} make demo"
            ) from None


def _database(port: int, at_end: Callable[..., object]) -> tuple[dict[str, str], str]:
    """The site's environment, and in words where the data lies. Starts our own server unless DATABASE_URL names one."""
    if os.environ.get("DATABASE_URL"):
        return site.environment(port=port, databases={}), "the server that DATABASE_URL names"
    account = postgres.unprivileged()
    server = postgres.Server(
        home=postgres.home_for(places.CHECKOUT, places.DEMO / "postgres", account),
        programs=postgres.find_programs(places.VENV, asked=os.environ.get("ALTERAM_PG_BIN", "")),
        account=account,
    )
    at_end(server.stop)
    server.start()
    server.make_database()
    databases = {
        "DATABASE_URL": server.url("alteram_app"),
        "ALTERAM_OWNER_DATABASE_URL": server.url("alteram_owner"),
        "ALTERAM_LOG_DATABASE_URL": server.url("alteram_log"),
    }
    running = f"{server.home} (PostgreSQL {server.programs.version}"
    running += f", as the account {account.name})" if account else ")"
    return site.environment(port=port, databases=databases), running


def _seed(told: Mapping[str, str]) -> str:
    """Fill the demo with its fictional people and cases; what the command prints says whom to sign in as."""
    if not site.has_command("seed_demo"):
        return ""
    print("Filling the demo with fictional people and cases", flush=True)
    return site.manage("seed_demo", told=told, otherwise="The demo's people and cases could not be entered").strip()


@contextlib.contextmanager
def _serving(port: int, told: Mapping[str, str]) -> Iterator[None]:
    """The web server, in a session of its own so that Ctrl-C reaches us first and we end it in order."""
    command = [
        places.program("granian"), "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1",
        "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "alteram_web.wsgi:application",
    ]  # fmt: skip
    log = (places.DEMO / "site.log").open("wb")
    with log:
        process = subprocess.Popen(
            command, env=dict(told), cwd=places.CHECKOUT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        _await_answer(port, process)
        watcher = threading.Thread(target=_tell_if_it_ends, args=(process,), daemon=True)
        watcher.start()
        yield
    finally:
        _end_group(process)


@contextlib.contextmanager
def _beside(command: str, told: Mapping[str, str], *, role: str) -> Iterator[None]:
    """One of the site's own commands that goes on beside the server, as a database role; it ends with the demo."""
    with (places.DEMO / f"{command}.log").open("wb") as log:
        process = subprocess.Popen(
            [places.program("python"), str(places.CHECKOUT / "manage.py"), command, "--follow"],
            env={**told, "ALTERAM_DB_ROLE": role}, cwd=places.CHECKOUT, stdin=subprocess.DEVNULL, stdout=log,
            stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield
    finally:
        _end_group(process)


def _await_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection(HOST, port, timeout=5)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == http.client.OK:
                return
        time.sleep(0.1)
    raise Stop(f"The site did not come up. What it said is in {places.DEMO / 'site.log'}.")


def _tell_if_it_ends(process: subprocess.Popen[bytes]) -> None:
    """A server that ends by itself ends the demo, rather than leaving a banner that is no longer true."""
    process.wait()
    os.kill(os.getpid(), signal.SIGTERM)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the server and whoever it started: asked first, then made to."""
    for how, patience in ((signal.SIGTERM, ENDS_WITHIN), (signal.SIGKILL, ENDS_WITHIN)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, how)
        until = time.monotonic() + patience
        while time.monotonic() < until:
            process.poll()
            if not _group_lives(process.pid):
                return
            time.sleep(0.05)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _wait() -> None:
    while True:
        signal.pause()


def _banner(address: str, where: str, people: str) -> str:
    lines = ["", f"  Alteram is running at {address}", f"  Data: {where}"]
    lines += [f"  {line}" for line in people.splitlines()]
    lines += ["  End it with Ctrl-C. To begin anew, delete .demo and, if the data lies elsewhere, that folder too.", ""]
    return "\n".join(lines)
