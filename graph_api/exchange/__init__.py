"""Other forms of our answers, in and out: figures."""
