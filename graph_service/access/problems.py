"""What a client is told about accounts, sign-in and people it may not see."""

from __future__ import annotations

from graph_service.web.problems import Forbidden, InvalidRequest, NotFound, NotSignedIn, TooManyRequests


class AlumnusNotFound(NotFound):
    """Nobody of that id whom the viewer may see: hidden, blocked, erased or never there, all the same."""

    slug = "alumnus-not-found"
    title = "Alumnus not found"
    detail = "There is no alumnus with this id that you may see."


class PlaceNotFound(InvalidRequest):
    """The request names a place that the catalogue does not have."""

    slug = "place-not-found"
    title = "Place not found"
    detail = "There is no place with this id; GET /v1/places lists those there are."

    def __init__(self) -> None:
        super().__init__(errors=[("body.place_id", "is not the id of a place")])


class CannotBlockYourself(InvalidRequest):
    """Somebody tried to block themselves."""

    slug = "cannot-block-yourself"
    title = "Cannot block yourself"
    detail = "This is your own id. Hide your record with PATCH /v1/me and `listed` instead."


class SignInRefused(NotSignedIn):
    """The name is unknown, the password is wrong, or the account is not in use: nobody is told which."""

    slug = "sign-in-refused"
    title = "Sign-in refused"
    detail = "The name or the password is not right. The school's staff can give you a new password."


class TooManySignIns(TooManyRequests):
    """Too many attempts to sign in with this name."""

    slug = "too-many-sign-ins"
    title = "Too many sign-ins"

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(
            f"Too many attempts to sign in with this name. Try again in {wait_seconds} seconds.",
            headers={"Retry-After": str(wait_seconds)},
        )


class SignInBusy(TooManyRequests):
    """So many sign in at once that this attempt would wait too long."""

    slug = "sign-in-busy"
    title = "Sign-in busy"

    def __init__(self) -> None:
        super().__init__("Very many people are signing in. Try again in a few seconds.", headers={"Retry-After": "3"})


class PeopleNotForYou(Forbidden):
    """An account that reads no people: a researcher's, or an alumnus's that belongs to nobody in the graph."""

    slug = "people-not-for-you"
    title = "People not for you"
    detail = (
        "This account may not read people's records. A researcher's never may; an alumnus's may once the school has "
        "linked it to a record."
    )


class MembersOnly(Forbidden):
    """Only a person in the graph can do this."""

    slug = "members-only"
    title = "Members only"
    detail = "Only an alumnus can do this, and your account is not linked to a record. Ask the school to link it."


class StaffOnly(Forbidden):
    """Only staff can do this."""

    slug = "staff-only"
    title = "Staff only"
    detail = "Only the school's staff can do this."


class AdminOnly(Forbidden):
    """Only an administrator can do this."""

    slug = "admin-only"
    title = "Administrators only"
    detail = "Only an administrator can do this."
