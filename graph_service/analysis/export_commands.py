"""`graph-service export`: the network of those who agreed to be in research, without names, for researchers."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console

from graph_service.graph import OpenGraph
from graph_service.settings import Settings
from graph_service.terminal import Data

if TYPE_CHECKING:
    from graph_service.analysis.export import Export, Signature


Format = Annotated[
    str, typer.Option("--format", metavar="graphml|gexf|parquet|csv|json", help="What it is written as.")
]
Pseudonymise = Annotated[
    bool, typer.Option("--pseudonymise", help="Without names; has to be said, as there is no other kind of export.")
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the network and its report.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="2015-06", help="As it was then, by the dates on facts.")]
Projection = Annotated[
    str, typer.Option("--projection", metavar="NAME", help="Which network: knows, cohort, employer or event.")
]
Smallest = Annotated[int, typer.Option("--k", min=10, help="So many people at least are alike in all that is told.")]
Threshold = Annotated[
    float,
    typer.Option(
        min=0,
        max=0.2,
        help="When more people than this share can be found again, an administrator must sign; 0.2 or less.",
    ),
]
Sign = Annotated[
    str | None,
    typer.Option("--sign", metavar="NAME", help="The administrator's account that signs; asks the password."),
]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read its password from standard input.")]
Vault = Annotated[
    Path | None,
    typer.Option("--keep-secret", metavar="FILE", help="Keep the secret of the pseudonyms there, for its owner alone."),
]
AllowDrift = Annotated[bool, typer.Option("--allow-drift", help="Take a network that changes while it is read.")]


class _Wanted(NamedTuple):
    kind: str
    out: Path
    as_of: str | None
    projection: str
    k: int
    threshold: float
    sign: str | None
    password: str
    vault: Path | None
    allow_drift: bool


def register(app: typer.Typer, open_graph: OpenGraph) -> None:
    """Adds `export` to the command line, with the graph that `open_graph` opens."""

    @app.command()
    def export(  # pyright: ignore[reportUnusedFunction]
        *,
        kind: Format,
        out: Out,
        pseudonymise: Pseudonymise = False,
        as_of: AsOf = None,
        projection: Projection = "knows",
        k: Smallest = 10,
        threshold: Threshold = 0.2,
        sign: Sign = None,
        password_stdin: PasswordStdin = False,
        keep_secret: Vault = None,
        allow_drift: AllowDrift = False,
        data: Data = None,
    ) -> None:
        """The network without names, for research: pseudonyms, coarse attributes, and how well people are hidden.

        What comes out is de-identified and still personal: connections are a fingerprint. Beside the network stand a
        report of how many people could be found again, and plain words on how to treat it.
        """
        if not pseudonymise:
            raise typer.BadParameter("say --pseudonymise: the network leaves the service without names, or not at all.")
        password = _password(password_stdin) if sign else ""
        wanted = _Wanted(kind, out, as_of, projection, k, threshold, sign, password, keep_secret, allow_drift)
        done = asyncio.run(_export(open_graph, data, wanted))
        _tell(done, wanted)


def _password(from_stdin: bool) -> str:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else typer.prompt("Password", hide_input=True)


async def _export(open_graph: OpenGraph, data: Path | None, wanted: _Wanted) -> Export:
    from graph_service.analysis.export import check, check_place, pseudonymised, signature_of, write_export
    from graph_service.analysis.extract import read_facts
    from graph_service.analysis.projections import ACQUAINTED, check_projection
    from graph_service.analysis.running import told_at_terminal
    from graph_service.analysis.snapshots import month_of, network_at

    check_place(wanted.out, wanted.kind, wanted.vault)
    check_projection(wanted.projection, ACQUAINTED)
    month_of(wanted.as_of)
    signature: Signature | None = None
    async with open_graph(data) as graph:
        if wanted.sign:
            signature = await signature_of(graph, Settings(), wanted.sign, wanted.password)
        with told_at_terminal("Reading the database") as tick:
            facts = await read_facts(graph, allow_drift=wanted.allow_drift, tick=tick)
        made = pseudonymised(network_at(facts, as_of=wanted.as_of, projection=wanted.projection), wanted.k)
        await check(graph, made, wanted.threshold, signature)
    write_export(made, wanted.kind, wanted.out, threshold=wanted.threshold, signature=signature, vault=wanted.vault)
    return made


def _tell(done: Export, wanted: _Wanted) -> None:
    console = Console(soft_wrap=True, highlight=False, markup=False)
    network, risk = done.network, done.risk
    console.print(f"{network.order:,} people, {network.size:,} connections: {wanted.out}")
    told = [f"{name} ({step})" for name, step in done.generalised.steps.items() if step]
    console.print(f"At least {done.generalised.smallest} people are alike in: {', '.join(told) or 'everything'}.")
    console.print(
        f"{risk.most:.0%} of the people could be found again by their connections. It is still personal data."
    )
    if wanted.vault is not None:
        console.print(f"The secret of the pseudonyms is in {wanted.vault}.")
