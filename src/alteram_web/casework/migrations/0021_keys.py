"""Keys wrapped and kept, where they were drawn from the master key before; see ``0021_keys.sql``.

What was drawn for a body is drawn once more, wrapped and kept, so that nothing sealed or signed before is lost. A root
key is drawn for each body, and the keys of its cases are wrapped by it. Papers and texts are not touched.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import migrations

from alteram_web.casework import keys
from alteram_web.casework.master import HeldKey, KeyProblem, master
from alteram_web.casework.sealing import KEY, seal

BACK = """
SET LOCAL ROLE alteram_owner;
DROP FUNCTION casework.read_body_keys(uuid), casework.begin_keys(text, bytea, text[], bytea[]),
    casework.begin_signing_key(text, integer, bytea);
DROP TABLE casework.body_secret, casework.root_key;
DROP POLICY every_body_known ON casework.body;
RESET ROLE;
"""


def keep_drawn(apps: Any, editor: Any) -> None:
    """For each body there is: its keys as they were drawn until now."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE alteram_owner")
        cursor.execute("SELECT body FROM casework.body")
        for (body,) in cursor.fetchall():
            cursor.execute("SELECT set_config('alteram.body', %s, true)", (str(body),))
            _keep(cursor, body)
        cursor.execute("SELECT set_config('alteram.body', '', true)")
        cursor.execute("RESET ROLE")


def _keep(cursor: Any, body: UUID) -> None:
    keeper, root = master(), secrets.token_bytes(KEY)
    if not isinstance(keeper, HeldKey):
        raise KeyProblem(
            "Until now keys were drawn from the master key itself.",
            remedy="Migrate once with ALTERAM_MASTER_KEY_FILE; then wrap the keys by the key service.",
        )
    cursor.execute(
        "SELECT casework.begin_keys(%s, %s, '{}', '{}')", (keeper.id, keeper.wrap(root, of=keys.root_place(body, 1)))
    )
    cursor.execute("SELECT purpose, generation FROM casework.signing_key WHERE body = %s", (body,))
    listed = {("log", 1), ("receipts", 1), *cursor.fetchall()}
    seeds = {(purpose, n): _drawn(keeper, f"{purpose} {n}", body) for purpose, n in listed}
    seeds |= {("own", 1): _drawn(keeper, "body 1", body), ("exports", 1): _drawn(keeper, "export 1", body)}
    for (purpose, n), seed in seeds.items():
        wrapped = seal(root, seed, of=keys.secret_place(body, purpose, n))
        cursor.execute("INSERT INTO casework.body_secret VALUES (%s, %s, %s, %s)", (body, purpose, n, wrapped))
    _wrap_cases(cursor, body, old=seeds[("own", 1)], new=root)


def _wrap_cases(cursor: Any, body: UUID, *, old: bytes, new: bytes) -> None:
    cursor.execute("SELECT chain, wrapped FROM casework.case_key WHERE body = %s", (body,))
    for chain, wrapped in cursor.fetchall():
        plain = keys.unseal(old, bytes(wrapped), of=keys.case_place(chain))
        again = seal(new, plain, of=keys.case_place(chain))
        cursor.execute("UPDATE casework.case_key SET wrapped = %s WHERE chain = %s", (again, chain))


def _drawn(keeper: HeldKey, about: str, body: UUID) -> bytes:
    info = f"alteram {about}\n".encode() + body.bytes
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=None, info=info).derive(keeper.secret)


class Migration(migrations.Migration):
    dependencies = (("casework", "0020_stayed_notices_and_runs_of_letters"),)
    operations = (
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=BACK),
        migrations.RunPython(keep_drawn),
    )
