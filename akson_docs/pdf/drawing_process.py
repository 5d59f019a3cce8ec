"""The renderer of drawings, in a process of its own.

It starts threads, which a process that is forked off afterwards does not have and waits for without end; and what it
did not foresee may end the process that it is in. None of that reaches those that set papers. What is known to ask too
much is refused before (`svg_cost`); this process has limits besides: of time, as processors count it, so that a busy
machine draws what an idle one draws, and of memory. It also shows what was made as PDF, under the same limits. This
file is run as it lies, and needs nothing of the project.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from typing import Any, BinaryIO

SECONDS = 10
"""How long a processor may be at a drawing, at all that is made of it."""
PATIENCE = 120.0
"""Seconds that are waited for one answer, whatever the processor does."""
MEMORY = 2 << 30
"""Bytes that the process may have; of ordinary drawings it takes a fifth."""
THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
"""So many threads, and places that they have memory from: by as many as a large machine has processors, the limit of
memory would be reached before there is a drawing."""
SOURCE = b"""#set page(width: auto, height: auto, margin: 0pt,
  fill: if sys.inputs.ground == "" { none } else { rgb(sys.inputs.ground) })
#image(bytes(sys.inputs.drawing), format: "svg")"""
"""A page that is a drawing and nothing else."""


class NotRendered(Exception):
    """That a drawing cannot be drawn, with what the renderer says of it."""


class Exhausted(NotRendered):
    """That a drawing took more time or memory than it may."""


class Renderer:
    """Draws, with the fonts that it is given; started when it is asked first, anew where it was ended."""

    def __init__(self, fonts: tuple[tuple[str, bytes], ...]) -> None:
        self._fonts = fonts
        self._process: subprocess.Popen[bytes] | None = None
        self._started_by = 0
        self._folder = ""
        """Where it has its fonts."""
        self.families: tuple[str, ...] = ()
        """What its fonts are called."""
        self.seconds = 0.0
        """How long a processor was at the last drawing so far."""

    def start(self) -> None:
        """Starts it, where it is not there. Raises OSError."""
        if self._process is not None and self._started_by == os.getpid() and self._process.poll() is None:
            return
        self._folder = tempfile.mkdtemp(prefix="akson-fonts-")
        # It ends when what it reads from is closed, with the process that started it, and takes its fonts away then.
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, self._folder, str(SECONDS), str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **THREADS},
        )
        self._started_by = os.getpid()
        self.families = self._answer(self._fonts)

    def drawn(self, drawing: str, ground: str, **how: object) -> bytes:
        """A drawing as PDF or as a picture. Raises NotRendered, Exhausted, and OSError."""
        self.start()
        return self._made(({"drawing": drawing, "ground": ground}, how))

    def shown(self, pdf: bytes, width: int) -> bytes:
        """The first page of a PDF that was drawn, as a PNG so many pixels wide. Raises the same."""
        self.start()
        return self._made((pdf, width))

    def _made(self, asked: object) -> bytes:
        try:
            made, self.seconds = self._answer(asked)
        except Exhausted:
            self.seconds = SECONDS
            raise
        if not isinstance(made, bytes):
            raise NotRendered(str(made))
        return made

    def close(self) -> None:
        """Ends it, and takes away what it had."""
        if self._process is not None and self._started_by == os.getpid():
            self._process.kill()
            self._process.communicate()
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = None

    def _answer(self, asked: object) -> Any:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        limit = threading.Timer(PATIENCE, process.kill)
        limit.start()
        try:
            pickle.dump(asked, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            process.wait()
            self.close()
            if process.returncode in _EXHAUSTED:
                raise Exhausted(f"{SECONDS} s") from error
            raise NotRendered("the renderer ended") from error
        finally:
            limit.cancel()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()


_EXHAUSTED = tuple(-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGABRT", "SIGKILL"))
"""What ends a process that has no time left, no memory, or that nobody waited for any longer."""


def serve(asked: BinaryIO, answers: BinaryIO, folder: str, seconds: int, memory: int) -> None:
    """Answers until nobody asks any longer: first the fonts come, then drawings, each with so much time and memory."""
    import typst

    for name, data in pickle.load(asked):
        with open(os.path.join(folder, os.path.basename(name)), "wb") as file:
            file.write(data)
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    compiler = typst.Compiler(SOURCE, font_paths=faces, ignore_system_fonts=True)
    _say(answers, tuple(faces.families()))
    drawn: object = None
    begun = 0.0
    while True:
        what, how = pickle.load(asked)
        if isinstance(what, dict) and what != drawn:
            drawn, begun = what, time.process_time()
            _limit(begun, seconds, memory)
        made = _made(compiler, what, how) if isinstance(what, dict) else _shown(what, how)
        _say(answers, (made, time.process_time() - begun))


def _limit(used: float, seconds: int, memory: int) -> None:
    """Lets the process have no more time and memory than one drawing may, after what it `used` already."""
    try:
        import resource
    except ImportError:  # not on Windows: there is patience left
        return
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard == resource.RLIM_INFINITY or used + seconds < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 1 + seconds, hard))
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    with contextlib.suppress(ValueError, OSError):  # some systems have it and do not let anybody set it
        resource.setrlimit(resource.RLIMIT_AS, (memory if most == resource.RLIM_INFINITY else min(memory, most), most))


def _made(compiler: Any, inputs: Mapping[str, str], how: Mapping[str, Any]) -> object:
    try:
        return compiler.compile(SOURCE, sys_inputs=dict(inputs), **how)
    except MemoryError:
        os.abort()
    except BaseException as error:  # what the renderer itself did not expect comes as no ordinary exception
        return str(error)


def _shown(pdf: bytes, width: int) -> object:
    import io

    import pypdfium2

    try:
        with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
            held = io.BytesIO()
            page = document[0]
            page.render(scale=width / page.get_width()).to_pil().convert("RGB").save(held, "PNG", compress_level=1)
            return held.getvalue()
    except MemoryError:
        os.abort()
    except Exception as error:
        return str(error)


def _say(answers: BinaryIO, what: object) -> None:
    pickle.dump(what, answers)
    answers.flush()


if __name__ == "__main__":
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer, sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    except EOFError:  # nobody asks any longer
        shutil.rmtree(sys.argv[1], ignore_errors=True)
