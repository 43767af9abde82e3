"""Other forms of our answers, in and out: figures, and tables as CSV."""
