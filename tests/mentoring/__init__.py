"""Tests of mentoring: scoring, gates, suggestions, matching."""
