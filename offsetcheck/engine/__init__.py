"""Facts and rulebook to verdicts, intervals and explanations."""
