"""How people are connected: degrees, mutual connections, routes, connection requests."""
