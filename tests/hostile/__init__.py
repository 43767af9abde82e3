"""Requests that mean harm, against a real server process over real sockets."""
