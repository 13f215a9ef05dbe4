"""Works that go on beside others, and are told of when their turn comes."""

import concurrent.futures
import tempfile


class Beside:
    """Runs works one after the other from now on.

    :param dict works: functions by name; each is given a file for what it has to say
    """

    def __init__(self, works):
        self._works = works
        self._said = {}
        pool = concurrent.futures.ThreadPoolExecutor(1)
        self._futures = {
            name: pool.submit(self._run, name, function)
            for name, function in works.items()
        }
        pool.shutdown(wait=False)

    def help(self):
        """Do here what nobody began yet, from the last on, until nothing is left."""
        for name, function in reversed(self._works.items()):
            # Only what did not begin can be taken off.
            if self._futures[name].cancel():
                self._futures[name] = done = concurrent.futures.Future()
                try:
                    done.set_result(self._run(name, function))
                except Exception as error:
                    done.set_exception(error)

    def _run(self, name, function):
        with tempfile.TemporaryFile("w+") as output:
            try:
                return function(output)
            finally:
                output.seek(0)
                self._said[name] = output.read()

    def result(self, name):
        """Wait, print what was said, and give back what the function did, or raise it."""
        future = self._futures[name]
        concurrent.futures.wait([future])
        print(self._said[name], end="", flush=True)
        return future.result()
