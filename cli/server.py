"""Start, wait for, and stop the running centre."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from cli import database, environment, odoo_process, odoo_source, production, steps
from cli.lock import Lock, held
from cli.postgres import Postgres
from cli.refusal import Refusal
from cli.supervisor import Supervisor

PATIENCE = 180  # seconds until the first answer
NEEDED = 2 * 1024**3  # bytes of disk for a first set-up


def prepare(settings):
    """Everything that any command needs, up to a running PostgreSQL."""
    _check_disk(settings)
    odoo_source.prepare(settings)
    environment.install_libraries()
    environment.prepare(settings)
    Postgres(settings).prepare()
    odoo_process.make_keys(settings)
    for folder in (settings.logs, settings.data):
        folder.mkdir(parents=True, exist_ok=True)


def run(settings, foreground=False):
    """`./onestop run`: set up what is missing, start, wait, say where and who."""
    server = Lock(settings, settings.server_lock)
    if holder := server.holder():
        raise Refusal(
            f"The centre of this folder runs already (process {holder}). "
            "Stop it with ./onestop stop, or give the second one another "
            "ONESTOP_HOME and ONESTOP_PORT."
        )
    check_port(settings.port)
    # Held until the server holds its own: a restore never comes in between.
    with setting_up(settings):
        database.prepare(settings, not production.is_configured(settings))
        production.check(settings)
        supervisor = start(settings)
        try:
            wait(settings, supervisor)
        except BaseException:
            stop(settings)
            raise
    tell(settings)
    if foreground:
        _stay(settings, supervisor)


@contextlib.contextmanager
def setting_up(settings):
    """Everything prepared, and nobody else setting up here meanwhile."""
    lock = take_setup(settings)
    try:
        prepare(settings)
        yield
    finally:
        lock.release()


def take_setup(settings):
    return Lock(settings, "setup").take(
        "Another ./onestop is setting things up here (process {holder}). "
        "Wait until it is done, then run this again."
    )


def check_port(port):
    with socket.socket() as probe:
        # As the server itself binds: what lingers of a stopped one does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Refusal(
                f"Port {port} is taken by another program. Choose one that is free, "
                f"for example ONESTOP_PORT={port + 10} ./onestop run"
            )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(settings):
    """Start the supervisor as a process of its own; give back its Popen."""
    log = settings.supervisor_log.open("a")
    return subprocess.Popen(
        [
            sys.executable,
            str(settings.repository / "onestop"),
            *("supervise", str(free_port()), str(free_port()), settings.label),
        ],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd="/",
        env={
            **os.environ,
            "ONESTOP_HOME": str(settings.home),
            "ONESTOP_PORT": str(settings.port),
            "ONESTOP_DB": settings.database,
        },
        start_new_session=True,
    )


def supervise(settings, http_port, evented_port, label=""):
    settings = settings.with_database(settings.database, label=label)
    Supervisor(settings, int(http_port), int(evented_port)).run()


def wait(settings, supervisor):
    steps.say("· starting …")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if supervisor.poll() is not None:
            break
        if _answers(settings.port):
            return
        time.sleep(0.3)
    logs = f"Its logs say why: {settings.odoo_log} and {settings.supervisor_log}."
    if supervisor.poll() is not None:
        raise Refusal(f"The centre ended while it started. {logs}")
    raise Refusal(f"The centre did not answer within {PATIENCE} seconds. {logs}")


def _answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/web/login")
        # A redirect to the address of a language is an answer too.
        return connection.getresponse().status < 400
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        connection.close()


def tell(settings):
    """The last lines of `run`, as docs/contracts say: address, then the log-ins."""
    print(f"ready http://127.0.0.1:{settings.port}")
    if settings.accounts.exists():
        print(settings.accounts.read_text(), end="")
    sys.stdout.flush()


def _stay(settings, supervisor):
    follow = subprocess.Popen(["tail", "-n", "0", "-F", settings.odoo_log])
    try:
        if supervisor.wait():
            raise Refusal(f"The centre ended by itself; see {settings.supervisor_log}.")
    except KeyboardInterrupt:
        stop(settings)
    finally:
        follow.terminate()


def stop(settings):
    """Stop what `run` started, by its process number; True if something ran."""
    holder = Lock(settings, settings.server_lock).holder()
    if not holder:
        orphan = odoo_process.end_orphan(settings)
        postgres = Postgres(settings)
        if postgres.programs and settings.pg_data.exists() and not held(settings):
            postgres.stop()
        return orphan
    os.kill(holder, signal.SIGTERM)
    for _ in range(600):
        if not Lock(settings, settings.server_lock).holder():
            return True
        time.sleep(0.1)
    raise Refusal(f"Process {holder} does not stop; look at {settings.logs}.")


def _check_disk(settings):
    settings.home.mkdir(parents=True, exist_ok=True)
    if (settings.state / "environment.done").exists():
        return
    there = os.statvfs(settings.home)
    free = there.f_bavail * there.f_frsize
    if free < NEEDED:
        raise Refusal(
            f"{settings.home} has {free // 2**20} MB free; a first set-up takes "
            f"{NEEDED // 2**20} MB. Free some, or name another place by ONESTOP_HOME."
        )
