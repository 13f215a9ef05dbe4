"""A centre that answers programs: Odoo as it runs, with workers and the jobs' runner."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta

from cli import odoo_process, server
from cli.settings import Settings
from cli.shell import DIES_WITH_US

WORKERS = 2
PATIENCE = 180  # seconds until the first answer
GRACE = 30  # seconds that it has to end


@contextlib.contextmanager
def serve(database):
    """Serve a database meanwhile; give the port.

    Scheduled actions do not run: what they do depends on the hour. Jobs do.

    :raises RuntimeError: where it does not come up
    """
    settings = Settings.from_environment()
    port = server.free_port()
    log = (settings.logs / "bench.log").open("w")
    process = subprocess.Popen(
        odoo_process.command(
            settings,
            *("--database", database),
            *("--http-port", str(port), "--gevent-port", str(server.free_port())),
            *("--workers", str(WORKERS), "--max-cron-threads", "0"),
            *("--log-level", "warn"),
        ),
        env={
            **os.environ,
            "ODOO_QUEUE_JOB_HOST": "127.0.0.1",
            "ODOO_QUEUE_JOB_PORT": str(port),
        },
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        # Its workers end with it, whatever happens.
        **DIES_WITH_US,
    )
    try:
        _wait(process, port)
        yield port
    finally:
        _end(process)
        log.close()


def _wait(process, port):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.request("GET", "/web/health")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError("the server did not come up; logs/bench.log says why")


def _end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        print("the server did not end by itself", file=sys.stderr)
        process.kill()
        process.wait()


def make_keys(env, users):
    """{id of a user: API key}, each valid for a day."""
    ends = datetime.now() + timedelta(days=1)
    keys = env["res.users.apikeys"].sudo()
    return {
        user: keys.with_user(user).sudo()._generate("rpc", "bench", ends)
        for user in users
    }


def post_by(env, letterbox):
    """Have every letter handed to this letterbox, and to no other server."""
    servers = env["ir.mail_server"]
    servers.search([]).active = False
    servers.create(
        {
            "name": "bench",
            "smtp_host": "127.0.0.1",
            "smtp_port": letterbox.port,
            "smtp_encryption": "none",
        }
    )
    env.company.email = "centre@example.com"
