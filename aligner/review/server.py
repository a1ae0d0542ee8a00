"""The server of the page: on 127.0.0.1 alone, for whoever has the token of the link."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from aligner.errors import AlignerError, InputError
from aligner.formats import FORMATS
from aligner.review.actions import Request
from aligner.review.desk import Desk, StaleError
from aligner.review.view import describe, describe_links

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ASSETS = {"review.js": "text/javascript", "review.css": "text/css", "languages.css": "text/css"}
_LONGEST = 1 << 16  # bytes of a request: an action is some words and numbers

Handler = Callable[[HttpRequest], Awaitable[Response]]


def make_app(desk: Desk, token: str, host: str) -> Starlette:
    """Return the application for a desk; ``host`` is the name and port that requests must be sent to."""
    routes = [
        Route("/", _guard(_page, token, host)),
        *(Route(f"/{name}", _guard(_asset(name), None, host)) for name in _ASSETS),
        Route("/data", _guard(_asking(desk, _data), token, host)),
        Route("/links", _guard(_asking(desk, _links), token, host)),
        Route("/act", _guard(_asking(desk, _act), token, host), methods=["POST"]),
        Route("/export/{name}", _guard(_asking(desk, _export), token, host)),
    ]
    return Starlette(routes=routes)


def _guard(handler: Handler, token: str | None, host: str) -> Handler:
    """Return a handler that answers requests to this host alone, from its own page, with the token.

    The name of the host is checked since any page may make a name of its own lead to 127.0.0.1 (DNS rebinding).
    """

    async def guarded(request: HttpRequest) -> Response:
        origin = request.headers.get("origin", f"http://{host}")
        given = request.headers.get("x-token") or request.query_params.get("token", "")
        allowed = request.headers.get("host") == host and origin == f"http://{host}"
        allowed &= request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
        if not allowed or (token is not None and not secrets.compare_digest(given.encode(), token.encode())):
            return PlainTextResponse("Open the link that `aligner review` has printed.", 403, _HEADERS)
        response = await handler(request)
        response.headers.update(_HEADERS)
        return response

    return guarded


async def _page(_: HttpRequest) -> Response:
    return Response((files("aligner.review") / "assets" / "review.html").read_bytes(), media_type="text/html")


def _asset(name: str) -> Handler:
    async def answer(_: HttpRequest) -> Response:
        room = "aligner.formats.html" if name == "languages.css" else "aligner.review"
        return Response((files(room) / "assets" / name).read_bytes(), media_type=_ASSETS[name])

    return answer


def _asking(desk: Desk, answer: Callable[[Desk, dict[str, Any]], Response]) -> Handler:
    """Return a handler that answers from the desk, in a thread; what cannot be done is a sentence."""

    async def handle(request: HttpRequest) -> Response:
        asked: dict[str, Any] = {**request.query_params, **request.path_params}
        try:
            if request.method == "POST":
                asked |= await _body(request)
            return await run_in_threadpool(answer, desk, asked)
        except StaleError as error:
            return JSONResponse({"error": str(error)}, 409)
        except AlignerError as error:
            return JSONResponse({"error": str(error)}, 422)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            return JSONResponse({"error": f"not a request of this page ({error!r})"}, 400)

    return handle


async def _body(request: HttpRequest) -> dict[str, Any]:
    if request.headers.get("content-type") != "application/json":
        raise InputError("an action is sent as JSON")
    if int(request.headers.get("content-length", _LONGEST + 1)) > _LONGEST:
        raise InputError("the request is too long")
    return dict(await request.json())


def _data(desk: Desk, asked: dict[str, Any]) -> Response:
    desk.refresh()
    if asked.get("since") == desk.stamp:
        return JSONResponse({"stamp": desk.stamp})
    return JSONResponse(describe(desk, int(asked.get("version", 0)), with_texts=True))


def _links(desk: Desk, asked: dict[str, Any]) -> Response:
    return JSONResponse(describe_links(desk, int(asked["version"]), int(asked["bead"])))


def _act(desk: Desk, asked: dict[str, Any]) -> Response:
    version = int(asked["version"])
    wanted = Request(int(asked.get("bead", 0)), int(asked.get("side", 0)) & 1, int(asked.get("segment", 0)), asked)
    texts = [desk.pivot, *(one.text for one in desk.versions)]
    desk.act(version, str(asked["action"]), int(asked["number"]), wanted)
    return JSONResponse(describe(desk, version, with_texts=texts != [desk.pivot, *(one.text for one in desk.versions)]))


def _export(desk: Desk, asked: dict[str, Any]) -> Response:
    """Write the edition as ``aligner export`` does, and answer with the file."""
    name = str(asked["name"])
    edition = desk.edition()
    form = FORMATS.get(name)
    if form is None or form.in_parts or (form.per == "pair" and len(edition.texts) > 2):
        raise InputError(f"{name} cannot be saved from here; use aligner export")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export{form.suffix}"
        desk.session.export(edition, name, path)
        content = path.read_bytes()
    safe = "".join(c for c in edition.name if c.isascii() and (c.isalnum() or c in "-_")) or "alignment"
    headers = {"Content-Disposition": f'attachment; filename="{safe}{form.suffix}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)
