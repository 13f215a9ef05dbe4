"""Between the pure cores and the ORM: what a transition reads, and what it does."""
