"""People worth knowing, with the arithmetic of why; and how good such suggestions are."""
