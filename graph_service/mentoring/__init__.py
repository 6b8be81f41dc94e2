"""Mentor matching: who suits whom and why, and programme rounds that are provably the best and fair."""
