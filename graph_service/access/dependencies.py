"""Who is asking, for routes: a parameter such as `viewer: PeopleViewerDependency` admits only those it names.

The rights are read from the graph for every request by one indexed statement, so that a token that was ended, an
account that was disabled and a role that was changed count from the next request on. `presumed` has the question asked
at the same time.
"""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from graph_service.access import queries
from graph_service.access.presumed import presumption_of
from graph_service.access.problems import AdminOnly, MembersOnly, PeopleNotForYou, StaffOnly
from graph_service.access.tokens import digest
from graph_service.access.viewer import Role, Viewer
from graph_service.graph import Graph
from graph_service.web.dependencies import GraphDependency
from graph_service.web.problems import NotSignedIn

bearer = HTTPBearer(
    scheme_name="token",
    auto_error=False,
    description="The token that `POST /v1/tokens` gives for a name and a password.",
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]


async def token_of(credentials: Credentials) -> str:
    """The bearer token of the request. Raises NotSignedIn when there is none."""
    if credentials is None or not credentials.credentials:
        raise NotSignedIn
    return credentials.credentials


TokenDependency = Annotated[str, Depends(token_of)]


async def viewer_of(request: Request, graph: GraphDependency, token: TokenDependency) -> Viewer:
    """The one who asks. Raises NotSignedIn when the token is not good at this moment."""
    token_hash, presumption = digest(token), presumption_of(request)
    lookup = _holder_of(graph, token_hash)
    viewer = await (presumption.viewer(token_hash, lookup) if presumption else lookup)
    if viewer is None:
        raise NotSignedIn
    return viewer


async def _holder_of(graph: Graph, token_hash: str) -> Viewer | None:
    holder = await queries.token_holder(graph, token_hash=token_hash)
    return holder and Viewer(holder.account_id, holder.role, holder.alumnus_id)


ViewerDependency = Annotated[Viewer, Depends(viewer_of)]


async def people_viewer_of(viewer: ViewerDependency) -> Viewer:
    """The one who asks, if people's records are for them: staff, or somebody who is in the graph themselves."""
    if viewer.sees_all or (viewer.role is Role.ALUMNUS and viewer.alumnus_id is not None):
        return viewer
    raise PeopleNotForYou


async def numbers_viewer_of(viewer: ViewerDependency) -> Viewer:
    """The one who asks, if numbers about many people are for them: whoever reads people, and researchers."""
    if viewer.role is Role.RESEARCHER:
        return viewer
    return await people_viewer_of(viewer)


async def member_of(viewer: ViewerDependency) -> Viewer:
    """The one who asks, if they are a person in the graph; staff who are alumni too are. `member_id` is their id."""
    if viewer.alumnus_id is None or viewer.role is Role.RESEARCHER:
        raise MembersOnly
    return viewer


async def staff_of(viewer: ViewerDependency) -> Viewer:
    """The one who asks, if they are staff or an administrator."""
    if not viewer.sees_all:
        raise StaffOnly
    return viewer


async def admin_of(viewer: ViewerDependency) -> Viewer:
    """The one who asks, if they are an administrator."""
    if viewer.role is not Role.ADMIN:
        raise AdminOnly
    return viewer


PeopleViewerDependency = Annotated[Viewer, Depends(people_viewer_of)]
NumbersViewerDependency = Annotated[Viewer, Depends(numbers_viewer_of)]
MemberDependency = Annotated[Viewer, Depends(member_of)]
StaffDependency = Annotated[Viewer, Depends(staff_of)]
AdminDependency = Annotated[Viewer, Depends(admin_of)]
