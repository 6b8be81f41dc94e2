"""The alumni network of a school, as a graph in Neo4j: find people, the way to them, and the right mentor."""

__version__ = "0.1.0"
