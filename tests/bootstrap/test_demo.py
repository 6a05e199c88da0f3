"""`make demo` in a copy of the checkout: it serves, it ends whole, and it says in a sentence what is in its way."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bootstrap import stamp

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "bootstrap",
    "deploy",
    "src",
    "requirements",
    "rulebooks",
    "manage.py",
    "Makefile",
    "pyproject.toml",
    "package.json",
    "package-lock.json",
    ".npmrc",
)


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """A checkout with this environment's packages, marked as installed, and with the npm packages of `make setup`."""
    assert (ROOT / "node_modules" / "installed.sha256").is_file(), (
        "Run `make setup` first: the demo needs its npm packages."
    )
    folder = Path(tempfile.mkdtemp(prefix="alteram-demo-"))
    folder.chmod(0o755)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy2(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    venv = folder / ".venv"
    venv.mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (venv / part).symlink_to(Path(sys.prefix) / part)
    stamp.put(venv / "installed-demo.sha256", stamp.digest([folder / "requirements" / "demo.txt"]))
    yield folder
    shutil.rmtree(folder)


def a_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def demo(checkout: Path, port: int | str) -> Iterator[subprocess.Popen[str]]:
    """`make demo`, ended at the latest when the block is left."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "ALTERAM_PG_BIN") if key in os.environ}
    running = subprocess.Popen(
        ["make", "demo", f"PYTHON={sys.executable}"], cwd=checkout, env={**kept, "PORT": str(port)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield running
    finally:
        end(running, signal.SIGTERM)
        if running.stdout is not None:
            running.stdout.close()


def end(running: subprocess.Popen[str], how: signal.Signals) -> None:
    """Do as a terminal does: tell everybody in the session, then wait."""
    if running.poll() is None:
        os.killpg(running.pid, how)
        running.wait(timeout=30)


def until_running(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    told = ""
    for line in running.stdout:
        told += line
        if "End it with Ctrl-C" in line:
            return told
    pytest.fail(f"The demo did not come up: {told}")


def still_there(checkout: Path) -> list[str]:
    """Command lines of processes that belong to this checkout."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if str(checkout) in words:
                found.append(words)
    return found


def first_checkpoint(port: int) -> str:
    """What the process that gives places publishes soon after the demo has come up."""
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/lantern-league/log/checkpoint", timeout=10) as page:
                return str(page.read().decode())
        except urllib.error.HTTPError as not_yet:
            not_yet.close()
            assert time.monotonic() < until
            time.sleep(0.2)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for left-over processes in /proc")
def test_it_serves_and_ctrl_c_leaves_nothing(checkout: Path) -> None:
    port = a_port()
    with demo(checkout, port) as running:
        told = until_running(running)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            status, headers, text = page.status, page.headers, page.read().decode()
        style = re.search(r'href="(/static/ui/alteram[^"]*)"', text)
        assert style
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{style[1]}", timeout=10) as sheet:
            kind = sheet.headers["Content-Type"]
        log = first_checkpoint(port)
        end(running, signal.SIGINT)

    assert f"http://localhost:{port}/" in told
    assert status == 200
    assert kind.startswith("text/css")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert log.startswith("lantern-league/log\n")
    assert still_there(checkout) == []


def test_a_second_demo_of_the_same_checkout_is_told_so(checkout: Path) -> None:
    with demo(checkout, a_port()) as first:
        until_running(first)
        with demo(checkout, a_port()) as second:
            told, _ = second.communicate(timeout=30)

    assert "running already" in told
    assert "Traceback" not in told


def test_a_taken_port_is_named_with_the_way_out(checkout: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with demo(checkout, port) as running:
            told, _ = running.communicate(timeout=30)

    assert f"Port {port} is in use" in told
    assert "PORT=8123 make demo" in told
    assert "Traceback" not in told


def test_a_port_that_is_none_is_refused(checkout: Path) -> None:
    with demo(checkout, "eight") as running:
        told, _ = running.communicate(timeout=30)

    assert "PORT is 'eight'" in told
    assert "Traceback" not in told
