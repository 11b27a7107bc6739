"""Starts the command line: `python -m varsam`."""

from varsam.faces.cli.main import main

if __name__ == "__main__":
    main()
