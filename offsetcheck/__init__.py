"""offsetcheck: does a carbon-offset claim meet Japan's guideline, and where may its credits be reported."""

__version__ = "0.1.0"
