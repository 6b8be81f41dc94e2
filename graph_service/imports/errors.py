"""Why an import does not run at all. What is wrong with single rows is a finding (findings.py), never an error.

ImportRefused
├── SourceUnreadable      no such folder or file, or of no kind that is read here
├── SourceDamaged         a file that cannot be read to its end as what it says it is
├── SourceTooLarge        an archive that unpacks to more than any school has
├── HeadingWrong          a table without a column that it needs, or with one column twice
├── TableMissing          no table of alumni
├── MappingInvalid        the mapping file does not say what it must
├── ImportRunning         somebody else is importing into this graph
├── ImportTakenOver       somebody else has taken this import's lock
├── GraphNotEmpty         a bulk import into a graph that holds something
└── NotConfirmed          something would be removed, and nobody said yes
"""

from __future__ import annotations


class ImportRefused(Exception):
    """The import did not run. The text says what was wrong, where, and what to do."""


class SourceUnreadable(ImportRefused):
    """There is no such folder or file, or it is of no kind that can be read."""


class SourceDamaged(ImportRefused):
    """A file cannot be read to its end as what it says it is."""


class SourceTooLarge(ImportRefused):
    """An archive unpacks to more than it may."""


class HeadingWrong(ImportRefused):
    """A table lacks a column that it needs, or has one twice."""


class TableMissing(ImportRefused):
    """There is no table of alumni."""


class MappingInvalid(ImportRefused):
    """The mapping file does not say what it must."""


class ImportRunning(ImportRefused):
    """Somebody else is importing into this graph."""


class ImportTakenOver(ImportRefused):
    """Another import has taken this one's lock, because it had not been heard of for too long."""


class GraphNotEmpty(ImportRefused):
    """A bulk import needs an empty graph."""


class NotConfirmed(ImportRefused):
    """Something would be removed from the graph, and nobody said yes."""
