"""The API's documentation as a page, with all it needs served from here: no network that a firewall may close."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.staticfiles import StaticFiles

ASSETS = "/docs/assets"


def install(app: FastAPI) -> None:
    """Serves Swagger UI at /docs, and leads there from the root."""
    app.mount(ASSETS, StaticFiles(packages=[("fastapi_swagger", "resources")]))

    @app.get("/docs", include_in_schema=False)
    async def documentation(request: Request) -> HTMLResponse:  # pyright: ignore[reportUnusedFunction]
        root = request.scope.get("root_path", "")
        return get_swagger_ui_html(
            openapi_url=f"{root}{app.openapi_url}",
            title=app.title,
            swagger_js_url=f"{root}{ASSETS}/swagger-ui-bundle.js",
            swagger_css_url=f"{root}{ASSETS}/swagger-ui.css",
            swagger_favicon_url=f"{root}{ASSETS}/favicon-32x32.png",
            swagger_ui_parameters={"tryItOutEnabled": True, "filter": True, "displayRequestDuration": True},
        )

    @app.get("/", include_in_schema=False)
    async def home(request: Request) -> RedirectResponse:  # pyright: ignore[reportUnusedFunction]
        return RedirectResponse(f"{request.scope.get('root_path', '')}/docs")
