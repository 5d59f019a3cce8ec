"""The renderer of drawings, in a process of its own.

It starts threads, which a process that is forked off afterwards does not have and waits for without end; it has no
limit of time; and what it did not foresee may end the process that it is in. None of that reaches those that set
papers. This file is run as it lies, and needs nothing of the project.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from typing import Any, BinaryIO

SECONDS = 60.0
"""How long a drawing may take; what is known to take long was refused before."""
SOURCE = b"""#set page(width: auto, height: auto, margin: 0pt,
  fill: if sys.inputs.ground == "" { none } else { rgb(sys.inputs.ground) })
#image(bytes(sys.inputs.drawing), format: "svg")"""
"""A page that is a drawing and nothing else."""


class NotRendered(Exception):
    """That a drawing cannot be drawn, with what the renderer says of it."""


class Renderer:
    """Draws, with the fonts that it is given; started when it is asked first, anew where it was ended."""

    def __init__(self, fonts: tuple[tuple[str, bytes], ...]) -> None:
        self._fonts = fonts
        self._process: subprocess.Popen[bytes] | None = None
        self._started_by = 0
        self.families: tuple[str, ...] = ()
        """What its fonts are called."""

    def start(self) -> None:
        """Starts it, where it is not there. Raises OSError."""
        if self._process is not None and self._started_by == os.getpid() and self._process.poll() is None:
            return
        # It ends when what it reads from is closed: with the process that started it.
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._started_by = os.getpid()
        self.families = self._answer(self._fonts)

    def drawn(self, drawing: str, ground: str, **how: object) -> bytes:
        """A drawing as PDF or as a picture. Raises NotRendered, and OSError."""
        self.start()
        made = self._answer(({"drawing": drawing, "ground": ground}, how))
        if not isinstance(made, bytes):
            raise NotRendered(str(made))
        return made

    def close(self) -> None:
        """Ends it."""
        if self._process is not None and self._started_by == os.getpid():
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _answer(self, asked: object) -> Any:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        limit = threading.Timer(SECONDS, process.kill)
        limit.start()
        try:
            pickle.dump(asked, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            self.close()
            raise NotRendered("the renderer ended") from error
        finally:
            limit.cancel()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answers until nobody asks any longer: first the fonts come, then drawings."""
    import typst

    with tempfile.TemporaryDirectory(prefix="akson-fonts-") as folder:
        for name, data in pickle.load(asked):
            with open(os.path.join(folder, os.path.basename(name)), "wb") as file:
                file.write(data)
        faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        compiler = typst.Compiler(SOURCE, font_paths=faces, ignore_system_fonts=True)
        _say(answers, tuple(faces.families()))
        while True:
            try:
                inputs, how = pickle.load(asked)
            except EOFError:
                return
            _say(answers, _made(compiler, inputs, how))


def _made(compiler: Any, inputs: Mapping[str, str], how: Mapping[str, Any]) -> object:
    try:
        return compiler.compile(SOURCE, sys_inputs=dict(inputs), **how)
    except BaseException as error:  # what the renderer itself did not expect comes as no ordinary exception
        return str(error)


def _say(answers: BinaryIO, what: object) -> None:
    pickle.dump(what, answers)
    answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
