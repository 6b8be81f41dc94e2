"""Who could introduce the viewer to somebody, and the life of asking for it."""
