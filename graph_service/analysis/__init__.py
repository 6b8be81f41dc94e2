"""Offline analysis of the network's structure, for researchers; the API never imports it."""
