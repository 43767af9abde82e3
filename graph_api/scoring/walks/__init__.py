"""The reading that adds up all walks, with certified errors."""
