"""The checks on the house itself: what a stranger relies on is there, is told, and names no place but ours."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def tracked() -> list[Path]:
    """Files under version control that are text; in an unpacked archive, all files of the source folders."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = told.stdout.split("\0") if told.returncode == 0 else []
    found = [ROOT / name for name in names if name]
    if not found:
        found = [file for folder in ("src", "bootstrap", "docs", "tests") for file in (ROOT / folder).rglob("*.*")]
    return [file for file in found if file.is_file() and b"\0" not in file.read_bytes()[:4096]]


def make_targets() -> dict[str, str]:
    """Target → its help, from the Makefile."""
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    rules = [re.match(r"([a-z-]+):(?:.*?## (.*))?", line) for line in lines]
    return {rule[1]: rule[2] or "" for rule in rules if rule}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_pins_have_hashes_and_name_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*(?:\n    --hash=sha256:[0-9a-f]{64}[^\n]*)+", text, flags=re.MULTILINE)

    assert "://" not in text
    assert "--index" not in text
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, flags=re.MULTILINE)) > 40


def test_the_test_pins_are_the_demo_pins_and_more() -> None:
    demo, test = (
        set(re.findall(r"^[a-z0-9][^\n\\]*", (ROOT / "requirements" / name).read_text("utf-8"), flags=re.MULTILINE))
        for name in ("demo.txt", "test.txt")
    )

    assert {pin.split("==")[0] + "==" + pin.split("==")[1].split(" ")[0] for pin in demo} <= {
        pin.split("==")[0] + "==" + pin.split("==")[1].split(" ")[0] for pin in test
    }


def test_the_npm_lock_names_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")

    assert '"resolved"' not in text
    assert "registry" not in text
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8")


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    hosts = ["py" + "pi.org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com"]
    places = [r"(?<![\w.])/" + name for name in ("home/[a-z]", "root/[a-z.]", "Users/[A-Za-z]", "work/[a-z]", "tmp/wt")]
    forbidden = re.compile("|".join([*map(re.escape, hosts), *places]))
    found = [
        f"{file.relative_to(ROOT)}: {hit[0]}"
        for file in tracked()
        if file != Path(__file__)
        for hit in [forbidden.search(file.read_text(encoding="utf-8", errors="replace"))]
        if hit
    ]

    assert found == []


def test_every_make_target_is_helped_and_in_the_reference() -> None:
    reference = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    targets = make_targets()

    assert {"help", "setup", "demo", "test", "check", "story", "bench", "styles", "lock"} <= set(targets)
    assert [name for name, told in targets.items() if not told] == []
    assert set(re.findall(r"^\| `make ([a-z-]+)`", reference, flags=re.MULTILINE)) == set(targets)


def test_every_setting_is_in_the_reference_and_every_one_there_is_read() -> None:
    reference = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([A-Z_]+)`", reference, flags=re.MULTILINE))
    read = set(
        re.findall(
            r'"(ALTERAM_[A-Z_]+|DATABASE_URL)"', (ROOT / "src/alteram_web/settings.py").read_text(encoding="utf-8")
        )
    )
    for file in (ROOT / "bootstrap").glob("*.py"):
        read |= set(re.findall(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"', file.read_text(encoding="utf-8")))

    assert told == read - {"PATH"}


def test_the_licence_and_the_notice_are_there() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")

    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert "psycopg" in notice
    assert "Lesser General Public License" in notice


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_decision_is_listed_and_has_its_parts() -> None:
    index = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    notes = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))

    assert [int(note.name[:4]) for note in notes] == list(range(1, len(notes) + 1))
    for note in notes:
        text = note.read_text(encoding="utf-8")
        assert f"({note.name})" in index
        assert re.search(r"^Date: \d{4}-\d\d-\d\d · Status: (accepted|superseded by \d{4})$", text, flags=re.MULTILINE)
        assert all(f"\n{part}: " in text for part in ("Context", "Decision", "Consequences"))
        assert "\nDecision: We " in text


def test_every_page_of_the_documentation_is_listed_by_its_kind() -> None:
    for kind in ("tutorial", "howto", "reference", "explanation"):
        index = (ROOT / "docs" / kind / "README.md").read_text(encoding="utf-8")
        pages = [page.name for page in (ROOT / "docs" / kind).glob("*.md") if page.name != "README.md"]
        assert [page for page in pages if f"({page})" not in index] == []
