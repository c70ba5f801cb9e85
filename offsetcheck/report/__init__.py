"""One report object and the outputs written from it."""
