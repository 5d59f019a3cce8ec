"""`python -m akson_docs`: the command, where its folder is not on the path."""

import sys

from akson_docs.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
