"""`python build.py [COMMAND …]`: the command, without installing anything. See `python build.py --help`."""

import sys

from akson_docs.cli import main

if __name__ == "__main__":
    sys.exit(main())
