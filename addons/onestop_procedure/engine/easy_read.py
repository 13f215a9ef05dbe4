from ..core.form_words import in_money, term_in_words
from .filing_facts import FilingFacts
from .printed_procedure import PrintedProcedure


class EasyRead(PrintedProcedure):
    """A procedure in short sentences: what to bring, how long, how much, where.

    It says nothing that the notice does not say, and leaves out what lawyers need.
    """

    def sheet(self):
        return {
            **super().sheet(),
            "bring": self.bring(),
            "wait": self.wait(),
            "pay": self.pay(),
            "go": self.go(),
        }

    def bring(self):
        """What to bring: list of (case, list of dict `name`, `how`)."""
        return [
            (
                case,
                [{"name": row["name"], "how": self._how(row)} for row in rows],
            )
            for case, rows in self.papers()
        ]

    def _how(self, row):
        if row["looked_up"]:
            return ["Không phải mang. Cán bộ tự tra cứu."]
        counts = []
        if row["only_shown"]:
            counts.append("Chỉ cho xem rồi cầm về")
        if row["originals"]:
            counts.append(f"{row['originals']} bản chính")
        if row["copies"]:
            counts.append(f"{row['copies']} bản sao")
        how = [" và ".join(counts)] if counts else []
        if row["asked_if"]:
            how.append(f"Chỉ mang khi trả lời {row['asked_if']}")
        if not row["required"]:
            how.append("Nếu có thì mang")
        if row["earlier"]:
            how.append(f"Đã có kết quả của “{row['earlier']}” thì không phải mang")
        if row["forms"]:
            how.append("Có mẫu in sẵn")
        return [f"{sentence}." for sentence in how]

    def wait(self):
        """How long it takes, once where it is the same everywhere."""
        return self._said_once(
            (row, term_in_words(row.term_value, row.term_unit))
            for row in self.version.channel_ids
        )

    def pay(self):
        """What it costs; one sentence where it costs nothing."""
        fees = self.version.fee_ids
        if not fees:
            return ["Không mất tiền."]
        sentences = self._said_once((fee, self._price(fee)) for fee in fees)
        if any(fee.exemption or fee.exemption_ids for fee in fees):
            sentences.append("Có người được miễn, giảm: xin hỏi tại quầy.")
        return sentences

    def _price(self, fee):
        if fee.amount_kind != "fixed":
            return "theo quy định, xin hỏi tại quầy"
        if not fee.amount:
            return "không mất tiền"
        amount = in_money(fee.amount, fee.currency_id.name)
        return f"{amount} mỗi {fee.unit}" if fee.unit else amount

    def _said_once(self, rows):
        """Sentences of what rows say for their channel and case.

        :param rows: of (record with `channel` and `case_id`, what it says)
        """
        said = {}
        for record, words in rows:
            case = record.case_id.name
            if record._name == "onestop.procedure.channel":
                case = record._case_name()
            parts = (self._word(record, "channel"), case)
            said.setdefault(words, []).append(", ".join(filter(None, parts)))
        if len(said) == 1:
            return [f"{_capital(words)}." for words in said]
        return [
            f"{'; '.join(dict.fromkeys(filter(None, places))) or 'Chung'}: {words}."
            for words, places in said.items()
        ]

    def go(self):
        """Where one goes, and how else one may file it; last, who has to go."""
        facts = FilingFacts(self.version)
        where = facts.where()
        channels = set(self.version.channel_ids.mapped("channel"))
        if "online" in channels and not facts.only_online:
            where.append("Có thể nộp trên mạng, không phải đi.")
        if "post" in channels:
            where.append("Có thể gửi qua bưu điện.")
        return [*where, *filter(None, [facts.mandate()])]


def _capital(text):
    return text[:1].upper() + text[1:]
