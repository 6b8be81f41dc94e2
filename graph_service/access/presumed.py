"""Who is asking, looked up beside the question instead of before it.

A token mostly stands for whom it stood for last time. So a reading request of an alumnus begins at once with the viewer
of last time, while the token is looked up, and its answer (an error too) leaves only when the look-up has found that
same viewer. If it has not, what was read is thrown away and the request is answered anew, by what was found. Rights are
still those of this very request: a token that was ended opens nothing, not even once.

Only alumni are taken at their word, and only for GET: such a request does nothing but read, where one of staff writes
to the audit log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from graph_service.access.viewer import Role, Viewer

Lookup = Coroutine[Any, Any, Viewer | None]


class KnownViewers:
    """Which alumni the latest tokens (their SHA-256, in hex) stood for when they were looked up last."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._viewers: dict[str, Viewer] = {}

    def get(self, token_hash: str) -> Viewer | None:
        """The viewer of last time."""
        return self._viewers.get(token_hash)

    def remember(self, token_hash: str, viewer: Viewer | None) -> None:
        """Keeps the viewer for the next request, if it is an alumnus, and forgets any other one of that token."""
        self._viewers.pop(token_hash, None)
        if viewer and viewer.role is Role.ALUMNUS:
            self._viewers[token_hash] = viewer
            if len(self._viewers) > self._most:
                del self._viewers[next(iter(self._viewers))]


class Presumption:
    """Whom one request takes its token to stand for, as long as that is being looked up."""

    def __init__(self, known: KnownViewers) -> None:
        self._known = known
        self._token_hash = ""
        self._viewer: Viewer | None = None
        self._lookup: asyncio.Task[Viewer | None] | None = None

    async def viewer(self, token_hash: str, lookup: Lookup) -> Viewer | None:
        """The viewer of last time, and the look-up has begun; without one, the viewer that it finds."""
        presumed = self._known.get(token_hash)
        if presumed:
            self._token_hash, self._viewer = token_hash, presumed
            self._lookup = asyncio.create_task(lookup)
            return presumed
        found = await lookup
        self._known.remember(token_hash, found)
        return found

    async def holds(self) -> bool:
        """Whether the token stands for that viewer indeed. If not, nobody is presumed next time. Raises GraphError."""
        if self._lookup is None:
            return True
        found, self._lookup = await self._lookup, None
        if found == self._viewer:
            return True
        self._known.remember(self._token_hash, None)
        return False

    async def drop(self) -> None:
        """Ends a look-up whose result nobody waits for any more."""
        if self._lookup:
            self._lookup.cancel()
            await asyncio.gather(self._lookup, return_exceptions=True)


class SignedInRoute(APIRoute):
    """A route whose GET begins with the viewer of last time and answers only the viewer of this time.

    The application's state holds `KnownViewers` as `known_viewers`. Routes of other classes look the token up first.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the route; for anything but GET the usual one."""
        handle = super().get_route_handler()

        async def confirmed(request: Request) -> Response:
            presumption = request.state.presumption = Presumption(request.app.state.known_viewers)
            try:
                try:
                    response = await handle(request)
                except Exception:
                    if await presumption.holds():
                        raise
                else:
                    if await presumption.holds():
                        return response
                request.state.presumption = None
                return await handle(request)
            finally:
                await presumption.drop()

        return confirmed if self.methods == {"GET"} else handle


def presumption_of(request: Request) -> Presumption | None:
    """The presumption that this request may begin with, if its route makes one."""
    return getattr(request.state, "presumption", None)
