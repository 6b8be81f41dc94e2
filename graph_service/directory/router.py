"""The addresses of the directory: alumni, cohorts, employers, industries, places, skills."""

from fastapi import APIRouter

router = APIRouter(prefix="/v1")
