import pathlib
import re

from paper import Paper

# Where the code in a printed form, and the link in a letter, lead.
TRACK = "/track"


class Portal:
    """The portal, as one citizen uses it: plain pages, one after the other."""

    def __init__(self, page, look):
        self.page = page
        self.look = look

    def go(self, path, name):
        """Open a page; `name` says which it is to those who look at it."""
        self.page.goto(path)
        self.look(self.page, name)
        return self

    def click(self, role, label, name):
        """Click on what leads to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=label, exact=True).click()
        self.look(self.page, name)
        return self

    def unfold(self, label, name):
        """Open what is folded away under a line."""
        self.page.locator("summary").get_by_text(label, exact=True).click()
        self.look(self.page, name)
        return self

    # ------------------------------------------------------------------- an account

    def sign_up(self, name, address, password):
        page = self.page
        page.locator("#wrap").get_by_role("link", name="Đăng ký", exact=True).click()
        self.look(page, "sign up")
        page.locator("#name").fill(name)
        page.locator("#login").fill(address)
        page.locator("#password").fill(password)
        page.locator("#confirm_password").fill(password)
        page.get_by_role("button", name="Đăng ký", exact=True).click()

    # ------------------------------------------------------------------------ filing

    def begin(self, code):
        """Come to the form of a procedure, logged in."""
        return self.go(f"/procedures/{code}/file", "filing: begin")

    def file(self, person, answers, papers):
        """Fill the form in from its beginning to its end, and send it; its number.

        :param dict person: what to write about oneself, by label
        :param dict answers: the e-form's answers, by label
        :param dict papers: {name, mimeType, buffer} of the file for each paper
        """
        self.click("button", "Bắt đầu", "filing: people")
        self._fill(person)
        self._next("filing: questions")
        self._fill(answers)
        self._next("filing: papers")
        for paper, file in papers.items():
            self.page.get_by_label(paper).set_input_files(file)
        self._next("filing: return")
        self.page.get_by_label("Bản điện tử, trên cổng này").check()
        self._next("filing: check")
        for text in (*person.values(), *answers.values()):
            self.page.get_by_text(text).first.wait_for()
        self.page.get_by_label("Tôi cam đoan").check()
        self.click("button", "Nộp hồ sơ", "filed")
        self.page.get_by_text("Đã nộp hồ sơ. Số của hồ sơ là").wait_for()
        return self.number()

    def _next(self, name):
        self.click("button", "Lưu và tiếp tục", name)

    def _fill(self, texts):
        for label, text in texts.items():
            # The owner, who comes before whoever files for them.
            self.page.get_by_label(label).first.fill(text)

    # ---------------------------------------------------------------- one's dossier

    def open(self, dossier_id, name):
        return self.go(f"/my/dossiers/{dossier_id}", f"dossier: {name}")

    @property
    def dossier_id(self):
        return int(re.search(r"/my/dossiers/(\d+)", self.page.url)[1])

    def number(self):
        """The code that the page shows in large letters."""
        return self.page.locator(".os-code").inner_text()

    def state(self):
        return self.page.locator(".os-state").inner_text()

    def text(self):
        """All that the page says, what is folded away too, in one line."""
        return " ".join(self.page.locator("#wrap").text_content().split())

    def says(self, *parts):
        text = self.text()
        missing = [part for part in parts if part not in text]
        assert not missing, f"{missing} is not in: {text}"

    def download(self, label, role="link"):
        with self.page.expect_download() as download:
            self.page.get_by_role(role, name=label).click()
        return pathlib.Path(download.value.path()).read_bytes()

    def print(self, form):
        """Have a form of the law made anew; the paper."""
        return Paper(self.download(f"{form} (PDF)", role="button"))

    def track(self, typed):
        """Look a code up as anybody may."""
        self.page.goto(TRACK)
        self.page.get_by_label("Mã hồ sơ").fill(typed)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Tra cứu", exact=True).click()
        return self
