"""Other programs fail with a sentence, and do not outlive us."""

import os
import pathlib
import select
import subprocess
import sys

import pytest

from cli.refusal import Refusal
from cli.shell import FULL, call

ROOT = pathlib.Path(__file__).parents[2]
# Says that it is there, and holds its end of the pipe as long as it lives.
CHILD = "import os, time; os.write({pipe}, b'.'); time.sleep(60)"
PARENT = "import sys; from cli.shell import call; "
PARENT += "call([sys.executable, '-c', {child!r}], 'waiting', pass_fds=[{pipe}])"


def test_what_failed_is_said_with_its_last_words_and_a_hint():
    with pytest.raises(Refusal) as caught:
        call(["sh", "-c", "echo no such mirror; exit 3"], "fetching", "Is there a net?")
    assert str(caught.value) == "fetching failed:\nno such mirror\nIs there a net?"


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(
        Refusal, match="listing failed: No such file.*: no-such-program"
    ):
        call(["no-such-program"], "listing")


def test_a_full_disk_is_called_so():
    with pytest.raises(Refusal) as caught:
        call(["sh", "-c", "echo No space left on device; exit 1"], "unpacking", "Hint.")
    assert str(caught.value).endswith(FULL)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
def test_what_works_for_us_ends_when_we_are_killed():
    reader, pipe = os.pipe()
    command = PARENT.format(child=CHILD.format(pipe=pipe), pipe=pipe)
    parent = subprocess.Popen(
        [sys.executable, "-c", command], pass_fds=[pipe], cwd=ROOT
    )
    os.close(pipe)
    assert os.read(reader, 1) == b"."
    parent.kill()
    parent.wait()
    # The end of the pipe: nobody holds it any more.
    assert select.select([reader], [], [], 20)[0]
    assert os.read(reader, 1) == b""
    os.close(reader)
