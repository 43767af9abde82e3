"""How questions come in and answers go out: HTTP, and what stands before it."""
