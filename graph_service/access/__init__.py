"""Who is asking and who may see what: accounts, roles, tokens, visibility, consent, blocks, audit."""
