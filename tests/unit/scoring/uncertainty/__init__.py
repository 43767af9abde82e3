"""Draws of uncertain strengths: distributions, scores, rankings, choices."""
