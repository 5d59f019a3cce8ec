"""`python3 build.py [COMMAND …]`: the command, run by whichever Python is at hand. See `python3 build.py --help`.

`python -m build` means the package of that name, which makes wheels; from this folder Python finds this file first.
"""

import os
import sys
from importlib.util import find_spec

OWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), ".venv", "bin", "python")
"""The Python that `make` sets up, with all that the command needs."""
NEEDED = ("pydantic", "markdown", "weasyprint")
"""Some of the packages that it needs."""


def main() -> int:
    """Runs the command; where this Python has not what it needs, the one that was set up does."""
    if any(find_spec(name) is None for name in NEEDED):
        if os.path.exists(OWN) and os.environ.get("AKSON_PYTHON") != OWN:
            os.execve(OWN, [OWN, os.path.abspath(__file__), *sys.argv[1:]], {**os.environ, "AKSON_PYTHON": OWN})
        print("akson is not set up yet: type make (in this folder), and then this again.", file=sys.stderr)
        return 1
    from akson_docs.cli.main import main

    return main()


def hand_on() -> int:
    """Runs the package `build`, which is not to be found while this folder goes before all others."""
    import runpy

    here = os.path.realpath(os.path.dirname(os.path.abspath(__file__)))
    sys.path[:] = [folder for folder in sys.path if os.path.realpath(folder or os.curdir) != here]
    found = find_spec("build")
    if found is None or not found.submodule_search_locations:
        print("python -m build wants the package build: pip install build. Meetings: python build.py", file=sys.stderr)
        return 1
    runpy.run_module("build", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main() if __spec__ is None else hand_on())
