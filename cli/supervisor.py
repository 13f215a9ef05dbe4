import asyncio
import contextlib
import os
import signal
import subprocess
import time

from cli import environment, odoo_process
from cli.front_door import FrontDoor
from cli.lock import Lock, held
from cli.postgres import Postgres
from cli.refusal import Refusal

CHECK_EVERY = 2  # seconds
LONGEST_PAUSE = 30  # seconds between two starts of something that keeps dying
CALM = 60  # seconds alive after which a death counts as the first again
GRACE = 30  # seconds that Odoo has to end what it is doing


class Supervisor:
    """Keeps PostgreSQL, Odoo and the front door up until it is told to stop."""

    def __init__(self, settings, http_port, evented_port):
        self.settings = settings
        self.postgres = Postgres(settings)
        self.http_port = http_port
        self.door = FrontDoor(settings.port, http_port, evented_port)
        self.command = odoo_process.command(
            settings,
            # No --db-filter: with one, Odoo lists PostgreSQL's databases at each request
            # that has no session.
            *("-d", settings.database),
            *("--http-port", str(http_port), "--gevent-port", str(evented_port)),
        )
        self.process = None
        self.started = 0.0
        self.pause = 1

    def run(self):
        lock = Lock(self.settings, self.settings.server_lock).take(
            "Another supervisor runs: {holder}."
        )
        try:
            asyncio.run(self._watch())
        finally:
            lock.release()

    async def _watch(self):
        self.stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.stopping.set)
        door = await self.door.open()
        try:
            while not self.stopping.is_set():
                await loop.run_in_executor(None, self._look)
                try:
                    await asyncio.wait_for(self.stopping.wait(), CHECK_EVERY)
                except asyncio.TimeoutError:
                    continue
        finally:
            door.close()
            self._end_odoo()
            # Tests or another server may stand on the same PostgreSQL.
            if not held(self.settings, besides=[self.settings.server_lock]):
                self.postgres.stop()

    def _look(self):
        """Keep up what is down. What cannot be started now is tried again."""
        try:
            self._keep_up()
        except (Refusal, OSError) as trouble:
            self._say(f"{trouble}")

    def _keep_up(self):
        if self.postgres.is_private and not self.postgres.is_running():
            self._say("PostgreSQL is down: starting it")
            self.postgres.start()
        if self.process is None or self.process.poll() is not None:
            self._start_odoo()

    def _start_odoo(self):
        now = time.monotonic()
        if self.process is not None:
            lived = now - self.started
            if lived < self.pause:
                return
            self.pause = 1 if lived > CALM else min(self.pause * 2, LONGEST_PAUSE)
            self._say(f"Odoo ended with {self.process.returncode}: starting it again")
        self.started = now
        # Workers that outlived the one that died, or a whole Odoo whose supervisor did.
        if odoo_process.end_orphan(self.settings):
            self._say("ended what was left of the Odoo before")
        lock = Lock(self.settings, self.settings.odoo_lock).take("Odoo runs: {holder}.")
        with self.settings.odoo_log.open("a") as log:
            self.process = subprocess.Popen(
                self.command,
                env={
                    **environment.variables(self.settings),
                    "ODOO_QUEUE_JOB_HOST": "127.0.0.1",
                    "ODOO_QUEUE_JOB_PORT": str(self.http_port),
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.settings.home,
                # A group of its own: its workers end with it, whatever happens.
                start_new_session=True,
                pass_fds=[lock.fileno()],
            )
        lock.hand_over(self.process.pid)

    def _end_odoo(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self._say("Odoo does not end: killing it")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _say(self, text):
        print(time.strftime("%Y-%m-%d %H:%M:%S"), text, flush=True)
