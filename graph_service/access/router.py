"""The addresses of the access room: signing in and out, and everything about oneself."""

from fastapi import APIRouter, Response

from graph_service.access import queries, sign_in
from graph_service.access.dependencies import TokenDependency, ViewerDependency
from graph_service.access.models import NewToken, SignInRequest
from graph_service.access.problems import SignInRefused, TooManySignIns
from graph_service.access.tokens import digest
from graph_service.web.dependencies import GraphDependency, SettingsDependency
from graph_service.web.problems import InvalidRequest, NotSignedIn, responses

router = APIRouter(prefix="/v1", responses=responses(InvalidRequest))


@router.post(
    "/tokens", status_code=201, tags=["sign-in"], summary="Sign in", responses=responses(SignInRefused, TooManySignIns)
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
