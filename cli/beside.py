"""Work that goes on beside other work, and is told of when its turn comes."""

import concurrent.futures
import tempfile


class Beside:
    """Runs `function(output)` from now on; `output` is a file for what it has to say."""

    def __init__(self, function):
        self._function, self._said = function, ""
        pool = concurrent.futures.ThreadPoolExecutor(1)
        self._future = pool.submit(self._run)
        pool.shutdown(wait=False)

    def _run(self):
        with tempfile.TemporaryFile("w+") as output:
            try:
                return self._function(output)
            finally:
                output.seek(0)
                self._said = output.read()

    def result(self):
        """Wait, print what was said, and give back what the function did, or raise it."""
        concurrent.futures.wait([self._future])
        print(self._said, end="", flush=True)
        return self._future.result()
