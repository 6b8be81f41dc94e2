"""`graph-service demo`: starts everything, loads the sample, prints how to sign in, asks the questions, serves on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from graph_service.access.viewer import Role
from graph_service.app import Address, create_app, graph_at, neo4j_address, prepare, warm
from graph_service.demo.accounts import RUN_AT_EACH_START, DemoAccount, ensure_account, ensure_accounts
from graph_service.demo.sample import ensure_sample
from graph_service.demo.story import DemoFailed, Exchange, tell, told
from graph_service.engine.commands import shown
from graph_service.imports.generator import DemoCast
from graph_service.settings import Settings
from graph_service.web.server import PortTaken, open_socket, serve

READY_WITHIN_S = 120
# The demo serves at once and lets each first question wait for its plan, however slow the machine is.
PATIENT = {"warm": False, "request_deadline_s": 60, "statement_timeout_s": 55}
FACETS_SHOWN = ("divisions", "cities", "functions", "programme_types", "graduation_years")
VALUES_SHOWN = 5

WIDTH = 110

output = Console(highlight=False)
if not output.is_terminal:
    output = Console(highlight=False, width=WIDTH)


def run_demo(settings: Settings, *, once: bool) -> int:
    """Runs the demo; the exit code: 0, or 1 when an answer was not what it has to be."""
    with contextlib.ExitStack() as running:
        listening = running.enter_context(_socket(settings))
        with shown() as progress:
            address = running.enter_context(neo4j_address(settings, progress))
        cast, accounts = asyncio.run(_prepared(address, settings))
        url = f"http://{settings.host}:{listening.getsockname()[1]}"
        storyteller = Storyteller(url, address, settings, cast, accounts, once=once)
        patient = settings.model_copy(update=PATIENT)
        app = create_app(patient, lambda: graph_at(address, patient))
        try:
            serve(app, listening, storyteller.begin)
        except KeyboardInterrupt:
            output.print("Stopping.")
        return storyteller.exit_code


def _socket(settings: Settings) -> Any:
    try:
        return open_socket(settings.host, settings.port)
    except PortTaken:
        return open_socket(settings.host, 0)


async def _prepared(address: Address, settings: Settings) -> tuple[DemoCast, dict[str, DemoAccount]]:
    async with graph_at(address, settings, statement_timeout_s=0) as graph:
        # An engine that has just started plans slowly, and on one processor for each statement.
        await asyncio.gather(prepare(graph, settings), warm(graph, RUN_AT_EACH_START))
        cast = await ensure_sample(graph, output.print)
        return cast, await ensure_accounts(graph, cast.viewer, cast.second_viewer)


class Storyteller:
    """Asks the questions in a thread beside the server, and prints what comes back."""

    def __init__(
        self,
        url: str,
        address: Address,
        settings: Settings,
        cast: DemoCast,
        accounts: dict[str, DemoAccount],
        *,
        once: bool,
    ) -> None:
        self._url, self._address, self._settings = url, address, settings
        self._cast, self._accounts, self._once = cast, accounts, once
        self.exit_code = 0

    def begin(self, stop: Callable[[], None]) -> None:
        """Begins when the server takes requests; `stop` ends the server."""
        threading.Thread(target=self._tell, args=(stop,), daemon=True).start()

    def _tell(self, stop: Callable[[], None]) -> None:
        try:
            with httpx.Client(base_url=self._url, timeout=30) as client:
                self._wait_until_ready(client)
                self._print_welcome()
                story = tell(
                    client,
                    alumnus=self._accounts["alumnus"],
                    second=self._accounts["second-alumnus"],
                    account_for=self._account_for,
                    industry=self._cast.industry,
                    place=self._cast.place,
                )
                for exchange in story:
                    output.print(drawn(exchange))
        except (DemoFailed, httpx.HTTPError) as failure:
            output.print(Text(f"The demo could not go on: {failure}", style="red"))
            self.exit_code = 1
            stop()
            return
        if self._once:
            stop()
        else:
            output.print(Rule())
            output.print(f"Still serving on {self._url}, documented at {self._url}/docs. Ctrl-C stops everything.")

    def _wait_until_ready(self, client: httpx.Client) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while client.get("/readyz").status_code != 200:
            if time.monotonic() > deadline:
                raise DemoFailed(f"the service was not ready within {READY_WITHIN_S} s")
            time.sleep(0.1)

    def _account_for(self, alumnus_id: str) -> DemoAccount:
        async def made() -> DemoAccount:
            async with graph_at(self._address, self._settings) as graph:
                return await ensure_account(graph, "third-alumnus", Role.ALUMNUS, "the third one found", alumnus_id)

        return asyncio.run(made())

    def _print_welcome(self) -> None:
        table = Table("sign-in name", "password", "who that is", box=None, padding=(0, 2, 0, 0))
        for account in self._accounts.values():
            table.add_row(account.name, account.password, account.about)
        output.print(Rule())
        output.print(f"The service     {self._url}")
        output.print(f"Documentation   {self._url}/docs")
        output.print(Padding(table, (1, 0)))


def drawn(exchange: Exchange) -> RenderableType:
    """One exchange for a person at a terminal: the question, the request, the answer."""
    head = Text.assemble((exchange.question, "bold"))
    request = Text(f"{exchange.method} {exchange.path}   as {exchange.asked_by}", style="cyan")
    return Group(Rule(style="dim"), head, request, Padding(_answer(exchange), (0, 0, 0, 2)))


def _answer(exchange: Exchange) -> RenderableType:
    body = exchange.body
    if exchange.status >= 400 or body is None:
        shown_body = json.dumps(told(exchange), ensure_ascii=False) if body else ""
        return Text(f"{exchange.status}  {shown_body}")
    if "rule" in body:
        return _introductions(body)
    if "better" in body:
        return _suggestions(body)
    if "items" in body:
        return _cards(body["items"], more=body["next_cursor"] is not None)
    if "total" in body:
        return _facets(body)
    return _connection(body)


def _cards(cards: list[dict[str, Any]], *, more: bool) -> RenderableType:
    table = Table("name", "present job", "industry", "place", "degree", "mutual", "in common", box=None, padding=(0, 1))
    for card in cards:
        job: dict[str, Any] = card["job"] or {"title": None, "employer": {"name": ""}}
        table.add_row(
            card["name"],
            " · ".join(filter(None, (job["title"], job["employer"]["name"]))),
            (card["industry"] or {"name": ""})["name"],
            (card["place"] or {"name": ""})["name"],
            "" if card["degree"] is None else str(card["degree"]),
            "" if card["mutual_connections"] is None else str(card["mutual_connections"]),
            "，".join(thing["name"] for things in card["in_common"].values() for thing in things[:2]),
        )
    return Group(table, Text("… and more: next_cursor leads on.", style="dim") if more else Text(""))


def _facets(facets: dict[str, Any]) -> RenderableType:
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_row("total", str(facets["total"]))
    for facet in FACETS_SHOWN:
        values = [f"{value['name'] or value['value']} {value['count']}" for value in facets[facet][:VALUES_SHOWN]]
        table.add_row(facet, "   ".join(values))
    return table


def _connection(answer: dict[str, Any]) -> RenderableType:
    lines: list[RenderableType] = [Text(answer["summary"])]
    if route := answer["route"]:
        lines.append(Text(" → ".join(person["name"] for person in route["people"]), style="bold"))
        lines += [Text(f"   {evidence['text']}") for hop in route["hops"] for evidence in hop["evidence"]]
    for strong in answer["strongest"]["routes"]:
        people = " → ".join(person["name"] for person in strong["people"])
        lines.append(Text(f"of strength {strong['strength']:.2f}: {people}"))
    mutual = "，".join(person["name"] for person in answer["mutual"])
    lines.append(Text(f"mutual connections: {answer['mutual_count']}{f'  ({mutual})' if mutual else ''}"))
    common = [thing["name"] for things in answer["in_common"].values() for thing in things]
    lines.append(Text(f"in common: {'，'.join(common) or 'nothing on record'}"))
    return Group(*lines)


def _introductions(answer: dict[str, Any]) -> RenderableType:
    lines: list[RenderableType] = []
    for one in answer["items"]:
        lines.append(Text(one["summary"], style="bold"))
        lines += [Text(f"   {hop['evidence'][0]['text']}") for hop in one["hops"]]
        lines.append(Text(f"   {one['arithmetic']}", style="dim"))
    return Group(*lines, Text(f"pairs: {answer['found']}"))


def _suggestions(answer: dict[str, Any]) -> RenderableType:
    lines: list[RenderableType] = []
    for one in answer["items"]:
        lines.append(Text(f"{one['person']['name']}  {one['score']:,} points", style="bold"))
        lines += [Text(f"   {feature['points']:>7,}  {feature['text']}") for feature in one["features"]]
    return Group(*lines)
