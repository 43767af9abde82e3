"""Tests of the WeChat platform."""
