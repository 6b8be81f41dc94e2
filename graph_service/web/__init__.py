"""HTTP without a word of the domain: problem details, paging, deadlines, request ids, health."""
