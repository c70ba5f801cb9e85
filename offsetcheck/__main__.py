"""`python -m offsetcheck`: the command line, where the script is not on the path."""

from offsetcheck.cli.main import main

if __name__ == "__main__":
    main(prog_name="offsetcheck")
