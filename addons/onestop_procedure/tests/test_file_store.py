import contextlib
import os
import resource
import signal

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestFileStore(TransactionCase):
    def store(self, content):
        return self.env["ir.attachment"].create({"name": "paper.pdf", "raw": content})

    def test_a_file_that_was_cut_off_hinders_nobody_later(self):
        content = os.urandom(100_000)
        with self.a_full_disk(), self.assertRaises(OSError):
            self.store(content)
        self.assertEqual(self.store(content).raw, content)

    def test_nothing_is_left_of_a_file_that_was_cut_off(self):
        before = self.files()
        with self.a_full_disk(), self.assertRaises(OSError):
            self.store(os.urandom(100_000))
        self.assertEqual(self.files(), before)

    def files(self):
        store = self.env["ir.attachment"]._full_path("")
        return {
            os.path.join(folder, name)
            for folder, _folders, names in os.walk(store)
            for name in names
        }

    def a_full_disk(self):
        """Within it the system lets no file grow beyond 1,000 bytes."""
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limit[1]))
        stack = contextlib.ExitStack()
        stack.callback(signal.signal, signal.SIGXFSZ, handler)
        stack.callback(resource.setrlimit, resource.RLIMIT_FSIZE, limit)
        return stack
