"""Every setting of the service, its default and its meaning, in one place.

Each is read from an environment variable `GRAPH_SERVICE_<NAME>`; docs/settings.md lists them all, and a test holds
that table and this class together.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

APPLICATION = "graph-service"


class Settings(BaseSettings):
    """What an operator can choose. Nothing here has to be set for `graph-service demo`."""

    model_config = SettingsConfigDict(env_prefix="GRAPH_SERVICE_", extra="ignore", frozen=True)

    # --- where the graph is -------------------------------------------------------------------------------------
    neo4j_uri: str | None = Field(
        default=None, description="A Neo4j to use instead of the embedded one: bolt://, neo4j:// or neo4j+s://."
    )
    neo4j_user: str = Field(default="neo4j", description="User at that Neo4j.")
    neo4j_password: SecretStr = Field(default=SecretStr(""), description="Password at that Neo4j.")
    neo4j_database: str | None = Field(default=None, description="Database at that Neo4j; empty for its default.")
    neo4j_pool_size: int = Field(
        default=32, ge=2, le=1000, description="Connections kept open to Neo4j by one service process."
    )

    # --- the embedded engine ------------------------------------------------------------------------------------
    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir(APPLICATION)),
        description="Where the embedded engine keeps the graph, its password and its logs.",
    )
    cache_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir(APPLICATION)),
        description="Where downloaded jars and the start-up cache are shared by all data directories of a user.",
    )
    engine_heap_mb: int | None = Field(
        default=None, ge=256, description="Java heap of the embedded engine, in MB; empty for a share of the machine."
    )
    engine_page_cache_mb: int | None = Field(
        default=None, ge=16, description="Page cache of the embedded engine, in MB; empty for a share of the machine."
    )
    engine_bolt_port: int | None = Field(
        default=None, ge=1, le=65535, description="Loopback port of the embedded engine; empty for a free one."
    )
    engine_start_timeout_s: float = Field(
        default=90, gt=0, description="How long the embedded engine may take to accept connections."
    )
    java_home: Path | None = Field(
        default=None, description="A Java 21 or newer to run the embedded engine; empty for the bundled one."
    )

    # --- the HTTP service ---------------------------------------------------------------------------------------
    host: str = Field(default="127.0.0.1", description="Address the HTTP service listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the HTTP service listens on; 0 for a free one.")
    request_deadline_s: float = Field(
        default=7, gt=0, le=60, description="Longest time a request may take before it is answered with 503."
    )
    statement_timeout_s: float = Field(
        default=5, gt=0, le=600, description="Time limit the database itself puts on each statement of a request."
    )
    warm: bool = Field(
        default=True,
        description="Whether the database plans the hot statements before the service is ready, and is asked a few of "
        "each right after.",
    )
    max_body_bytes: int = Field(default=1_000_000, ge=1_000, description="Largest request body that is read.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe log line that is written."
    )
    log_format: Literal["json", "console"] = Field(
        default="json", description="JSON lines, or text for a person at a terminal."
    )

    # --- accounts -----------------------------------------------------------------------------------------------
    token_hours: float = Field(
        default=12, gt=0, le=24 * 90, description="How long a bearer token is good for, in hours."
    )
    sign_in_attempts: int = Field(
        default=10, ge=1, description="Failed sign-ins for one account in 15 minutes before it has to wait."
    )

    # --- the school ---------------------------------------------------------------------------------------------
    school_name: str = Field(
        default="School of Continuing Education", description="The school's name, shown in the API document."
    )
    default_listed: Literal["members", "connections", "nobody"] = Field(
        default="members", description="Who sees an alumnus who never answered the question."
    )
    default_show_connections: bool = Field(
        default=True, description="Whether the connections of an alumnus who never answered the question are shown."
    )

    # --- how strong a tie is (docs/ties.md) -----------------------------------------------------------------------
    tie_knows: float = Field(
        default=0.8, gt=0, le=1, description="Strength of a tie of two people who know each other."
    )
    tie_cohort: float = Field(default=0.5, gt=0, le=1, description="Strength of the same cohort before it is lessened.")
    tie_employer: float = Field(
        default=0.7, gt=0, le=1, description="Strength of the same employer at the same time before it is lessened."
    )
    tie_event: float = Field(default=0.3, gt=0, le=1, description="Strength of the same event before it is lessened.")
    tie_group: float = Field(default=0.25, gt=0, le=1, description="Strength of the same group before it is lessened.")
    tie_size_cap: int = Field(
        default=200, ge=2, le=500, description="A context of more people makes no tie; it is only shown as in common."
    )
    tie_full_size: int = Field(default=10, ge=2, description="Up to this many people a context lessens no tie.")
    tie_size_exponent: float = Field(
        default=0.5, ge=0, le=3, description="The power of the size by which larger contexts make weaker ties."
    )
    tie_half_life_years: float = Field(
        default=10, gt=0, description="Years since two people last shared a context after which half of a tie is left."
    )
    tie_overlap_months: float = Field(
        default=12, gt=0, description="Months together at an employer that count for half of a tie there."
    )
    tie_unknown_years: float = Field(
        default=10, ge=0, description="How long ago something was whose time is not known, in years."
    )

    # --- introductions (docs/introductions.md) ---------------------------------------------------------------------
    introduction_half_life_years: float = Field(
        default=5, gt=0, description="Years since somebody left a place after which they count half as a way there."
    )
    introduction_load_days: int = Field(
        default=30,
        ge=1,
        le=366,
        description="How long a request for an introduction counts for who was asked, in days.",
    )
    introduction_load_step: int = Field(
        default=3, ge=1, description="Each so many requests of that time rank the one who was asked down once."
    )
    introduction_load_factor: float = Field(
        default=0.8, gt=0, le=1, description="By how much each such step ranks them down."
    )
    introduction_bridges: int = Field(
        default=100, ge=1, le=500, description="Over how many people introductions are looked for, the best first."
    )
    introduction_targets: int = Field(
        default=1000, ge=1, le=10_000, description="How many people introductions can lead to in one answer."
    )
    introduction_answer_days: float = Field(
        default=14,
        gt=0,
        le=366,
        description="Days after which a request for an introduction expires without an answer.",
    )
    introduction_open_requests: int = Field(
        default=10, ge=1, le=1000, description="How many open requests for introductions one person may have."
    )
    tie_most: float = Field(
        default=0.99, gt=0, lt=1, description="No tie is stronger than this, whatever the evidence."
    )

    # --- suggestions (docs/suggestions.md) ------------------------------------------------------------------------
    suggest_friends: int = Field(
        default=150, ge=1, le=1000, description="Connections of a person over which others are found for suggestions."
    )
    suggest_widest: int = Field(
        default=500, ge=1, le=5000, description="A mutual connection who knows more people counts for no suggestion."
    )
    suggest_not_now_days: int = Field(
        default=90, ge=1, le=3650, description="Days after which somebody dismissed for now may be suggested again."
    )
    suggest_seen_factor: float = Field(
        default=0.85, gt=0, le=1, description="What is left of a score each time somebody was shown and ignored."
    )
    suggest_exposure_share: float = Field(
        default=0.05, gt=0, le=1, description="The largest share of people to whom one person is suggested."
    )
    suggest_exposure_least: int = Field(
        default=20, ge=1, description="To so many people everybody may be suggested, however small the school is."
    )

    # --- mentoring (docs/mentoring.md) -----------------------------------------------------------------------------
    mentor_pool_small: int = Field(
        default=300, ge=0, description="Up to so many mentors are read anew for each question; more stay in memory."
    )

    # --- careers (docs/careers.md) --------------------------------------------------------------------------------
    smallest_count: int = Field(
        default=10, ge=2, le=1000, description="How many people have to be behind a number about careers."
    )


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
