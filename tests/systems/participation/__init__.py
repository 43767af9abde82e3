"""The mechanism of essay 3: its pieces, its claims, its answers."""
