"""A server on this computer that answers as a test wants, byte for byte."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from riwaya.sources.fetch.addresses import Network, refusal

Answer = bytes | Callable[[socket.socket], None]


class Server:
    """Answers paths with given bytes; `asked` are the heads of the requests that came."""

    def __init__(self, answers: dict[str, Answer], context: ssl.SSLContext | None = None) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.enter_context(connection)
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
                stack.enter_context(connection)
            head = connection.recv(65_536).decode()
            self.asked.append(head)
            answer = self.answers.get(head.split(" ")[1], b"HTTP/1.1 404 Not Found\r\n\r\n")
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


@contextlib.contextmanager
def serving(answers: dict[str, Answer], context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for the time of a block."""
    server = Server(answers, context)
    try:
        yield server
    finally:
        server.close()


def response(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """A response with a length."""
    lines = (
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def redirect(location: str) -> bytes:
    return response(b"", f"Location: {location}", status="302 Found")


class Names:
    """A name server of ours, and the rule that lets tests ask 127.0.0.1, which nothing else may."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.asked: list[str] = []

    def network(self, context: Callable[[], ssl.SSLContext] | None = None) -> Network:
        return Network(self._resolve, self._refusal, context or ssl.create_default_context)

    def _resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host in self.names:
            answers = self.names[host]
            return answers.pop(0) if len(answers) > 1 else answers[0]
        return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port)]

    def _refusal(self, address: str) -> str | None:
        # The one address that stands for a public server; 127.0.0.2 and others stay refused.
        return None if address == "127.0.0.1" else refusal(address)


def certificate(folder: Path, name: str) -> tuple[Path, Path] | None:
    """A certificate of its own making for `name`, and its key; None without openssl."""
    if shutil.which("openssl") is None:
        return None
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
         "-out", str(paths[0]), "-keyout", str(paths[1])],
        check=True, capture_output=True,
    )  # fmt: skip
    return paths
