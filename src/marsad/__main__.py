"""Lets `python -m marsad` run the command line."""

from marsad.cli import main

if __name__ == "__main__":
    main()
