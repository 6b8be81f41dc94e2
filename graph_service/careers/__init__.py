"""Careers in numbers: where people like the viewer are, and who made which move."""
