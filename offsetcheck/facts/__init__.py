"""What a claim states: typed facts, serial intervals, party identity, years."""
