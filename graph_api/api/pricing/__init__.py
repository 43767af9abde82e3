"""What an operation may cost and when it gets its turn, by role; nothing here runs it."""
