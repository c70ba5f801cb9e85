"""Credits put to uses: what may be used where, and the plan that costs least."""
