"""offsetcheck: does a carbon-offset claim meet Japan's guideline, and where may its credits be reported."""

import os

# No plugin of another package may watch the claims that are validated here; it also saves looking for them.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
