from counter import scan


class Gestures:
    """What an officer does with scanner and keyboard, counted: a scan, a key or chord, a
    field typed, a file put on a paper is one gesture each. There is no mouse."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def scan(self, text):
        self.count += 1
        scan(self.page, text)

    def type(self, text):
        self.count += 1
        self.page.keyboard.type(text)

    def press(self, chord):
        self.count += 1
        self.page.keyboard.press(chord)

    def put_file(self, field, file):
        self.count += 1
        field.set_input_files(file)
