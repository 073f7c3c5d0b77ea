"""`python -m copydesk` is the command line."""

from copydesk.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
