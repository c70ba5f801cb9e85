"""The rules: dated editions of cited requirements, the expression language, and what is checked on loading."""
