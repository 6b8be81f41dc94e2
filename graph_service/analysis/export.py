"""An export for research: the network without names, made coarse, tried against attackers, and only then given away.

What is given away is de-identified and still personal: whoever knows enough about somebody's connections finds them
again. How many people that is stands beside the network, and above a threshold an administrator has to sign for it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph_service import __version__
from graph_service.access import queries as access_queries
from graph_service.access.accounts import find_account
from graph_service.access.problems import SignInBusy, SignInRefused, TooManySignIns
from graph_service.access.sign_in import sign_in
from graph_service.access.tokens import digest
from graph_service.access.viewer import Role
from graph_service.analysis.errors import AnalysisRefused, OptionRefused, PlaceTaken
from graph_service.analysis.generalising import Generalised, generalise
from graph_service.analysis.graph_files import FORMATS
from graph_service.analysis.network import Network
from graph_service.analysis.pseudonyms import keep_secret, new_secret, pseudonyms
from graph_service.analysis.reidentification import Reidentification, reidentification
from graph_service.graph import Graph
from graph_service.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

K = 10
THRESHOLD = 0.2
REPORT, WORDS = "reidentification.json", "README.txt"


class TooFewPeople(AnalysisRefused):
    """The network has fewer people than have to be alike."""

    remedy = "Wait until more people agree to be in research; a smaller k would not hide them."

    def __init__(self, people: int, k: int) -> None:
        super().__init__(f"The network has {people} people, and at least {k} of them have to be alike.")


class TooIdentifiable(AnalysisRefused):
    """Too many people can be found again in the network."""

    def __init__(self, risk: Reidentification, threshold: float) -> None:
        super().__init__(
            f"{risk.most:.0%} of the people could be found again by their connections; {threshold:.0%} are the most. "
            f"By the number of connections {risk.by_degree:.1%}, by those of their neighbours "
            f"{risk.by_neighbours_degrees:.1%}, with what is told of them "
            f"{risk.by_neighbours_degrees_and_attributes:.1%}; "
            + ", ".join(f"{one.right:.1%} by who knows {one.seeds:.0%} of the names" for one in risk.attacks)
            + "."
        )
        self.remedy = (
            "Nothing was written. An administrator may sign for it: --sign NAME. Fewer people stand out in a smaller "
            "part of the network, and with a larger --k."
        )


class SignatureRefused(AnalysisRefused):
    """The signature is not that of an administrator."""

    remedy = "Sign with the name and the password of an administrator's account: `graph-service accounts list`."


class Signature(NamedTuple):
    """The administrator who signs."""

    account_id: str
    name: str


@dataclass(frozen=True)
class Export:
    """A network without names, and what is known of how well it keeps them."""

    network: Network
    generalised: Generalised
    risk: Reidentification
    secret: bytes
    k: int

    def report(self, threshold: float, signature: Signature | None) -> Mapping[str, Any]:
        """How well it keeps names, as plain values."""
        return {
            "export": self.network.digest,
            "service": __version__,
            "people": self.network.order,
            "connections": self.network.size,
            "k_anonymity": {
                "wanted": self.k,
                "smallest_class": self.generalised.smallest,
                "checked_by": "pyCANON",
                "told_nothing_of": self.generalised.blanked,
                "attributes": dict(self.generalised.steps),
            },
            "structure": self.risk.told(),
            "threshold": threshold,
            "signed_by": signature.name if signature else None,
        }


def pseudonymised(network: Network, k: int = K, secret: bytes | None = None) -> Export:
    """The network without names, in which at least k people are alike in all that is told of them.

    Its order is that of the pseudonyms. Months of connections are left out, and weights told to two digits. Raises
    TooFewPeople.
    """
    if network.order < k:
        raise TooFewPeople(network.order, k)
    secret = new_secret() if secret is None else secret
    names = np.array(pseudonyms(network.ids, secret))
    order = np.argsort(names)
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    edges = np.sort(places[network.edges], axis=1)
    in_order = np.lexsort((edges[:, 1], edges[:, 0]))
    generalised = generalise(network.attributes, k)
    told = generalised.attributes
    renamed = Network(
        ids=tuple(str(name) for name in names[order]),
        edges=edges[in_order],
        weights=None if network.weights is None else _two_digits(network.weights[in_order]),
        attributes=told[order.tolist()] if told.width else told,
        origin={name: value for name, value in network.origin.items() if name != "hash"} | {"pseudonymised": True},
    )
    return Export(renamed, generalised, reidentification(renamed), secret, k)


def _two_digits(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([float(f"{weight:.1e}") for weight in weights.tolist()], dtype=np.float64)


# --- signing ----------------------------------------------------------------------------------------------------------


async def signature_of(graph: Graph, settings: Settings, name: str, password: str) -> Signature:
    """The administrator of that name, if the password is theirs. Raises SignatureRefused."""
    try:
        token = (await sign_in(graph, settings, name, password)).token
    except (SignInRefused, TooManySignIns, SignInBusy) as refused:
        raise SignatureRefused(f"{name!r} cannot sign: {refused}") from refused
    await access_queries.revoke_token(graph, token_hash=digest(token))
    account = await find_account(graph, name)
    if account.role is not Role.ADMIN:
        raise SignatureRefused(f"{account.name!r} is {account.role.value}, and only an administrator can sign.")
    return Signature(account.id, account.name)


async def check(graph: Graph, export: Export, threshold: float, signature: Signature | None) -> None:
    """Nothing, when the export may be given away; what an administrator signs for is written to the audit log.

    Raises TooIdentifiable when too many people can be found again and nobody signed.
    """
    if signature is not None:
        action = f"research.export.signed {export.network.digest[:16]} found again {export.risk.most:.4f}"
        await access_queries.record_audit(
            graph, entry_id=str(uuid.uuid4()), account_id=signature.account_id, action=action, subject_ids=[]
        )
    elif export.risk.most > threshold:
        raise TooIdentifiable(export.risk, threshold)


# --- writing ----------------------------------------------------------------------------------------------------------


def check_place(out: Path, kind: str, vault: Path | None) -> None:
    """Nothing, when the export can be written there. Raises OptionRefused and PlaceTaken."""
    if kind not in FORMATS:
        raise OptionRefused(f"There is no format {kind!r}.", f"Choose one of {', '.join(FORMATS)}.")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise PlaceTaken(out, "is there already")
    if vault is not None and vault.exists():
        raise PlaceTaken(vault, "is there already; a secret overwrites nothing")
    if vault is not None and vault.absolute().is_relative_to(out.absolute()):
        raise OptionRefused("The secret must not lie beside the export.", "Name another place with --keep-secret.")


def write_export(
    export: Export, kind: str, out: Path, *, threshold: float, signature: Signature | None, vault: Path | None = None
) -> None:
    """Writes the network, the report and the words that go with it to a new folder, whole or not at all."""
    check_place(out, kind, vault)
    out.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        FORMATS[kind](export.network, workplace)
        report = json.dumps(export.report(threshold, signature), ensure_ascii=False, indent=2)
        (workplace / REPORT).write_text(report + "\n", "utf-8")
        (workplace / WORDS).write_text(in_words(export), "utf-8")
        if vault is not None:
            keep_secret(export.secret, vault, export.network.digest)
        try:
            os.replace(workplace, out)  # noqa: PTH105
        except OSError:
            if vault is not None:
                vault.unlink()
            raise
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def in_words(export: Export) -> str:
    """What this is and how to treat it, for whoever opens the folder."""
    risk, attacks = export.risk, export.risk.attacks
    return f"""WHAT THIS IS

A network of {export.network.order:,} people and {export.network.size:,} connections, of people who agreed to be in
research. It is de-identified, and it is STILL PERSONAL DATA. Names are gone, and of what is told of people at least
{export.generalised.smallest} are alike in everything. But connections are a fingerprint:

- {risk.by_degree:.1%} of the people are the only ones with their number of connections,
- {risk.by_neighbours_degrees:.1%} the only ones with their neighbours' numbers of connections,
- {risk.by_neighbours_degrees_and_attributes:.1%} the only ones with these and with all that is told of them,
- {attacks[0].right:.1%} were found again by an attacker who had the names of {attacks[0].seeds:.0%} of the people and
  half of the connections ({attacks[-1].right:.1%} with {attacks[-1].seeds:.0%} of the names).

Keep it where only those read it who need it. Do not publish it. Do not join it with other data about people, and do not
try to find out who somebody is. Delete it when the study is done. {REPORT} has all numbers.

这是什么

这是一个校友关系网络，共 {export.network.order:,} 人、{export.network.size:,} 条联系，均为同意参与研究者。
数据已去标识化，但仍属个人信息：姓名已去除，所列属性至少 {export.generalised.smallest} 人完全相同；
然而人际关系如同指纹，了解某人关系的人仍可能认出其身份（比例见上）。
请仅供需要者使用，不得公开，不得与其他个人数据合并，不得尝试识别任何人，研究结束后删除。
"""
