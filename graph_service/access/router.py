"""The addresses of the access room: signing in and out, and everything about oneself."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from graph_service.access import me, queries, sign_in
from graph_service.access.dependencies import MemberDependency, TokenDependency, ViewerDependency
from graph_service.access.me import SearchText
from graph_service.access.models import Block, Me, NewToken, SignInRequest, UpdateMeRequest
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import (
    AlumnusNotFound,
    CannotBlockYourself,
    MembersOnly,
    SignInRefused,
    TooManySignIns,
)
from graph_service.access.tokens import digest
from graph_service.web.dependencies import GraphDependency, SettingsDependency
from graph_service.web.paging import Cursor, Limit, Page
from graph_service.web.problems import InvalidCursor, InvalidRequest, NotSignedIn, responses

EXAMPLE_ID = "0b7f4c1e-6a55-4c0e-9d5e-0e6f1f7b8a21"

router = APIRouter(route_class=SignedInRoute, prefix="/v1")


@router.post(
    "/tokens",
    status_code=201,
    tags=["sign-in"],
    summary="Sign in",
    responses=responses(InvalidRequest, SignInRefused, TooManySignIns),
)
async def create_token(graph: GraphDependency, settings: SettingsDependency, body: SignInRequest) -> NewToken:
    """Gives a bearer token for a name and a password.

    An unknown name and a wrong password get the same answer. After too many failures for one name within 15 minutes
    the answer is 429, with `Retry-After`, whether the name exists or not.
    """
    issued = await sign_in.sign_in(graph, settings, body.name, body.password.get_secret_value())
    return NewToken(token=issued.token, expires_at=issued.expires_at)


@router.delete(
    "/tokens/current", status_code=204, tags=["sign-in"], summary="Sign out", responses=responses(NotSignedIn)
)
async def delete_current_token(graph: GraphDependency, token: TokenDependency, viewer: ViewerDependency) -> Response:
    """Ends the token that this request was sent with."""
    await queries.revoke_token(graph, token_hash=digest(token))
    return Response(status_code=204)


@router.delete(
    "/tokens", status_code=204, tags=["sign-in"], summary="Sign out everywhere", responses=responses(NotSignedIn)
)
async def delete_tokens(graph: GraphDependency, viewer: ViewerDependency) -> Response:
    """Ends every token of your account, the one of this request included."""
    await queries.revoke_tokens(graph, account_id=viewer.account_id)
    return Response(status_code=204)


async def search_text_of(request: Request) -> SearchText:
    """How the text that search reads is made; the directory knows, and the service is put together with it."""
    return request.app.state.search_text


SearchTextDependency = Annotated[SearchText, Depends(search_text_of)]
AlumnusId = Annotated[str, Path(max_length=64, description="The id of somebody.", examples=[EXAMPLE_ID])]


@router.get("/me", tags=["me"], summary="What does the school hold about me?", responses=responses(NotSignedIn))
async def read_me(graph: GraphDependency, viewer: ViewerDependency) -> Me:
    """Your account; if it is linked to a record, everything in it, where it is from, and who sees each field."""
    return await me.describe_me(graph, viewer)


@router.patch(
    "/me", tags=["me"], summary="Change what is mine", responses=responses(InvalidRequest, NotSignedIn, MembersOnly)
)
async def update_me(
    graph: GraphDependency, viewer: MemberDependency, search_text: SearchTextDependency, body: UpdateMeRequest
) -> Me:
    """Changes your own fields, who sees you, and your consents.

    Every request that starts after the answer follows the change.

    A field that is left out stays as it is; null clears it, or takes an answer back so that the school's default holds.
    Your name and what comes from the school's files (cohorts, jobs, meetings) are corrected by the school's staff.
    """
    return await me.change_me(graph, viewer, body, search_text)


@router.get(
    "/me/blocks",
    tags=["me"],
    summary="Whom do I block?",
    responses=responses(InvalidCursor, NotSignedIn, MembersOnly),
)
async def list_blocks(
    graph: GraphDependency, viewer: MemberDependency, limit: Limit = 20, cursor: Cursor = None
) -> Page[Block]:
    """Everybody you block, the latest first, by the name they had when you blocked them."""
    return await me.list_blocks(graph, viewer, limit, cursor)


@router.put(
    "/me/blocks/{alumnus_id}",
    status_code=204,
    tags=["me"],
    summary="Block somebody",
    responses=responses(NotSignedIn, MembersOnly, AlumnusNotFound, CannotBlockYourself),
)
async def create_block(graph: GraphDependency, viewer: MemberDependency, alumnus_id: AlumnusId) -> Response:
    """Makes you and that person invisible to each other, at once and silently, and withdraws pending requests.

    Nobody is told. A connection between you stays, unseen, until the block ends.
    """
    await me.block(graph, viewer, alumnus_id)
    return Response(status_code=204)


@router.delete(
    "/me/blocks/{alumnus_id}",
    status_code=204,
    tags=["me"],
    summary="Unblock somebody",
    responses=responses(NotSignedIn, MembersOnly),
)
async def delete_block(graph: GraphDependency, viewer: MemberDependency, alumnus_id: AlumnusId) -> Response:
    """Ends a block. For anybody you do not block, it does nothing."""
    await me.unblock(graph, viewer, alumnus_id)
    return Response(status_code=204)
