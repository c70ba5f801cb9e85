"""Measurements of speed: `make bench`. Every figure is a ratio to something else measured in the same run."""
