"""What goes in and out of the access room's addresses."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from graph_service.access.passwords import MAX_LENGTH


class SignInRequest(BaseModel):
    """A name and a password."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "han.xiaoning", "password": "zevu-gode-gane-hosi"}]}
    )

    name: Annotated[
        str, Field(min_length=1, max_length=200, description="The account's sign-in name; case does not matter.")
    ]
    password: Annotated[SecretStr, Field(min_length=1, max_length=MAX_LENGTH, description="Its password.")]


class NewToken(BaseModel):
    """A bearer token."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "token": "Jr3…", "token_type": "bearer", "expires_at": "2026-11-24T06:00:00Z",
    }]})  # fmt: skip

    token: str = Field(description="Send it as `Authorization: Bearer …`. It is shown this once.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (the kind of a token, not one)
    expires_at: str = Field(description="When it ends, ISO 8601.")
