"""In which parts agencies stand in a procedure (Decree 63/2010, art. 8)."""

AGENCIES = ("competent", "implementing", "authorised", "coordinating")
