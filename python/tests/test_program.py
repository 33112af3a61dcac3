"""The command that comes with the package."""

import os
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

import headcount
from conftest import CORPUS

COMMAND = str(Path(sysconfig.get_path("scripts"), "headcount"))
# Nothing but the environment's own programs: no cargo, no other headcount.
ALONE = {**os.environ, "PATH": sysconfig.get_path("scripts")}


def ran(*arguments, **options):
    return subprocess.run([COMMAND, *map(str, arguments)], env=ALONE, capture_output=True, timeout=120, **options)


def test_it_is_the_program(binary, tmp_path):
    assert ran("--version").stdout.decode() == f"headcount {headcount.__version__}\n"
    theirs = subprocess.run([binary, "annotate", "-q", CORPUS], check=True, capture_output=True).stdout
    assert ran("annotate", "-q", CORPUS).stdout == theirs
    made = ran("annotate", CORPUS, "-o", tmp_path / "facts.db", cwd=tmp_path)
    assert made.returncode == 0 and made.stderr.startswith(b"headcount: ")
    assert (tmp_path / "facts.db").read_bytes().startswith(b"SQLite format 3")


def test_as_a_module():
    run = subprocess.run([sys.executable, "-m", "headcount", "annotate", "--help"], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0 and "Usage: headcount annotate" in run.stdout


def test_exit_codes_are_the_programs(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "a"}\n{"id": "b", "text": "Two died."}\n')
    some = ran("annotate", tmp_path)
    assert some.returncode == 1 and b"`text` is missing" in some.stderr and some.stdout.count(b"\n") == 2
    for wrong in (["annotate", tmp_path / "gone"], ["annotate", "--nothing"], []):
        end = ran(*wrong)
        assert end.returncode == 2 and b"Traceback" not in end.stderr, end.stderr


def test_what_comes_on_standard_input_is_read():
    shown = ran("annotate", "-q", "-", input=b"Police held 28 men in Caf\xc3\xa9 Moro.").stdout
    (doc,) = map(headcount.Doc.from_json, shown.decode().splitlines())
    assert doc.quantities[0].value == 28


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
@pytest.mark.parametrize("command", ["annotate", "inspect"])
def test_ctrl_c_ends_it(command, tmp_path):
    text = "Police in Quetta arrested 28 men on Monday, and 30 more on Tuesday. " * 4000
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text(text)
    # Whoever runs the tests in the background may have them started deaf to Ctrl-C.
    child = subprocess.Popen(
        [COMMAND, command, tmp_path], env=ALONE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    time.sleep(2)
    child.send_signal(signal.SIGINT)
    start = time.monotonic()
    _, said = child.communicate(timeout=60)
    # 130 is the program's own end; a command that has nothing to save dies of the signal, which a shell counts as 130, too.
    assert child.returncode == {"annotate": 130, "inspect": -signal.SIGINT}[command], said
    assert time.monotonic() - start < 10 and "Traceback" not in said
    assert ("stopped before the end" in said) == (command == "annotate")


@pytest.mark.skipif(os.name == "nt", reason="has no such pipes")
def test_a_reader_that_goes_away_is_no_fault():
    shell = f"{COMMAND!r} annotate -q {str(CORPUS)!r} | /usr/bin/head -1 > /dev/null; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["/bin/bash", "-c", shell], capture_output=True, text=True, timeout=120)
    assert (run.stdout, run.stderr) == ("0\n", "")
