"""The program: the command ``headcount``, and ``python -m headcount``."""

import signal
import sys

from . import _native


def main() -> int:
    """Runs the program with the arguments of this process; its exit code."""
    # Ctrl-C is the program's to hear, and Python's own answer would wait for its end. One that is deaf to it (`nohup`, a job of a
    # script) stays so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.main(["headcount", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
