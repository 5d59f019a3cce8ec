"""Puts files that others made through the product: `python tests/corpora FOLDER [FOLDER …]`.

Each kind of file has a script beside this one, which looks for its own in the folders and ends with how many there were
of each verdict. A new kind is a new script; none of them is run by the tests, for the files are nobody's here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

for script in sorted(Path(__file__).parent.glob("[!_]*.py")):
    print(f"{script.stem}:", flush=True)
    subprocess.run([sys.executable, str(script), *sys.argv[1:]], check=False)
