"""A timestamp authority of the machine's own `openssl ts`, reached over HTTP as a real one is."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical, CA:true
[stamping]
basicConstraints = critical, CA:false
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/own.pem
signer_key = {folder}/own.key
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
signer_digest = sha256
ess_cert_id_alg = sha256
"""  # no `certs`: with it openssl writes a set that strict readers refuse


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=60)


def found(folder: Path, *, kind: tuple[str, ...] = ("rsa:2048",)) -> Path:
    """Make an authority in the folder; its root certificate."""
    (folder / "serial").write_text("01\n")
    (folder / "openssl.cnf").write_text(CONFIGURATION.format(folder=folder, name="A root"))
    key = ("-newkey", *kind, "-nodes", "-config", "openssl.cnf")
    openssl(
        folder, "req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-extensions", "root"
    )
    (folder / "openssl.cnf").write_text(CONFIGURATION.format(folder=folder, name="A timestamp authority"))
    openssl(folder, "req", *key, "-keyout", "own.key", "-out", "own.csr")
    openssl(folder, "x509", "-req", "-in", "own.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-out", "own.pem", "-days", "30", "-extfile", "openssl.cnf", "-extensions", "stamping")  # fmt: skip
    return folder / "root.pem"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the authority while it answers."""
    lock = threading.Lock()

    class Stamping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with lock:
                (folder / "asked.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
                openssl(folder, "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "asked.tsq", "-out", "said.tsr")
                answer = (folder / "said.tsr").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: object) -> None:
            """Nothing is written down."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Stamping)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
