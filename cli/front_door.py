import asyncio
import contextlib

HEAD_LIMIT = 64 * 1024
HEAD_TIMEOUT = 30


class FrontDoor:
    """One port for Odoo's two: /websocket to the evented process, all else to workers.

    Odoo with workers expects a web server before it; this is the small one that a
    demonstration needs. Workers close each connection after one answer, so looking at
    the first request of a connection is enough. It says who the caller is in
    X-Forwarded-For, replacing what the caller claims.
    """

    def __init__(self, port, http_port, evented_port, interface="127.0.0.1"):
        self.address = (interface, port)
        self.http_port = http_port
        self.evented_port = evented_port

    async def open(self):
        interface, port = self.address
        return await asyncio.start_server(
            self._serve, interface, port, limit=HEAD_LIMIT
        )

    async def _serve(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            try:
                head = await asyncio.wait_for(
                    reader.readuntil(b"\r\n\r\n"), HEAD_TIMEOUT
                )
                await self._pass_on(head, reader, writer)
            except (asyncio.LimitOverrunError, asyncio.TimeoutError):
                writer.write(b"HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n")
                await writer.drain()
        writer.close()

    async def _pass_on(self, head, reader, writer):
        request, _, fields = head.partition(b"\r\n")
        target = request.split(b" ")[1] if request.count(b" ") >= 2 else b""
        evented = target.startswith(b"/websocket")
        port = self.evented_port if evented else self.http_port
        try:
            back_reader, back_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.write(
                b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\n"
                b"Content-Length: 0\r\nConnection: close\r\n\r\n"
            )
            return await writer.drain()
        caller = writer.get_extra_info("peername")[0]
        back_writer.write(request + b"\r\n" + self._fields(fields, caller))
        await asyncio.gather(
            self._pump(reader, back_writer), self._pump(back_reader, writer, last=True)
        )

    @staticmethod
    def _fields(fields, caller):
        """The caller's header fields with our word on who and where they are."""
        kept = []
        host = b""
        for line in fields.split(b"\r\n"):
            name = line.partition(b":")[0].strip().lower()
            if name == b"host":
                host = line.partition(b":")[2].strip()
            if name.startswith(b"x-forwarded") or name == b"forwarded":
                continue
            kept.append(line)
        ours = [
            b"X-Forwarded-For: " + caller.encode(),
            b"X-Forwarded-Host: " + host,
            b"X-Forwarded-Proto: http",
        ]
        return b"\r\n".join(ours + kept)

    @staticmethod
    async def _pump(reader, writer, last=False):
        with contextlib.suppress(OSError):
            while chunk := await reader.read(64 * 1024):
                writer.write(chunk)
                await writer.drain()
            if writer.can_write_eof() and not last:
                writer.write_eof()
        if last:
            writer.close()
