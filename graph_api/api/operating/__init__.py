"""What the one who runs the service sees of it: ready, draining, its log lines and numbers."""
