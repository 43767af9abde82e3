"""Tests of the sheets of a survey."""
