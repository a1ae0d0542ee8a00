"""Start the review page in a process of its own, with a fake encoder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
_SERVE = """
import sys
import aligner.cli.review
from tests.fakes import NoisyEncoder, session_of
aligner.cli.review.make_session = lambda *_args, **_options: session_of(NoisyEncoder())
aligner.cli.review.command(sys.argv[1:], standalone_mode=False)
"""


class Served(NamedTuple):
    """A running page: its process, its link, and the name and port that it answers at."""

    process: subprocess.Popen[str]
    link: str

    @property
    def base(self) -> str:
        """The address without the token."""
        return self.link.split("?")[0]

    @property
    def token(self) -> str:
        """The token of the link."""
        return self.link.partition("token=")[2]

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Send a request with the token; return the status and the answer."""
        data = None if body is None else json.dumps(body).encode()
        given = {"X-Token": self.token, "Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.base.rstrip("/") + path, data, given)
        try:
            with urllib.request.urlopen(request) as answer:
                content = answer.read()
                kind = answer.headers["Content-Type"]
                return answer.status, json.loads(content) if "json" in kind else content
        except urllib.error.HTTPError as error:
            content = error.read()
            return error.code, json.loads(content) if content[:1] == b"{" else content.decode()

    def act(self, action: str, **words: Any) -> tuple[int, Any]:
        """Do something to the first version, as the page does."""
        number = self.ask("/data?version=0")[1]["number"]
        return self.ask("/act", {"action": action, "version": 0, "number": number, **words})


@contextmanager
def serving(*arguments: str | Path) -> Iterator[Served]:
    """Serve the page of these arguments of ``aligner review`` until the block ends."""
    command = [sys.executable, "-c", _SERVE, *map(str, arguments), "--no-browser", "--by", "anna"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        assert link.startswith("http://127.0.0.1:"), link
        yield Served(process, link)
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
