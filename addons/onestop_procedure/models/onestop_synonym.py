from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..core.search_words import Meaning, phrases

#: From which likeness on (pg_trgm) a slip in what people call a thing is forgiven.
ALIKE = 0.75
#: No question has more of them that matter.
MOST_MEANINGS = 40


class OnestopSynonym(models.Model):
    """What people call a thing, and what the catalogue calls it.

    "sổ đỏ, sổ hồng" are "giấy chứng nhận quyền sử dụng đất". Words without a meaning
    ("làm sao", "tôi muốn") say nothing of the matter and are passed over. The search
    asks the table each time: a change takes effect at once.
    """

    _name = "onestop.synonym"
    _description = "Synonym"
    _order = "words, id"
    _rec_name = "words"

    words = fields.Char(
        required=True,
        string="What People Say",
        help="Separated by commas; accents and small slips do not matter.",
    )
    catalogue_words = fields.Char(
        string="What the Catalogue Says",
        help="Separated by commas. Left empty, the words are passed over in a search.",
    )
    note = fields.Char()
    active = fields.Boolean(default=True)
    phrases = fields.Text(compute="_compute_phrases", store=True)
    meanings = fields.Text(compute="_compute_phrases", store=True)

    @api.depends("words", "catalogue_words")
    def _compute_phrases(self):
        for synonym in self:
            synonym.phrases = "\n".join(phrases(synonym.words))
            synonym.meanings = "\n".join(phrases(synonym.catalogue_words))

    @api.constrains("words")
    def _check_words(self):
        for synonym in self:
            if not phrases(synonym.words):
                raise ValidationError(
                    self.env._("Write at least one word that people use.")
                )

    @api.model
    def _meanings_in(self, question):
        """What is said in a question in people's own words.

        :param str question: searchable words
        :return: a list of `core.search_words.Meaning`
        """
        self.flush_model()
        # Bounded to phrases that stand in the question: no right on the table is needed.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT phrase, meanings, likeness
                  FROM onestop_synonym,
                       string_to_table(phrases, chr(10)) AS phrase,
                       LATERAL (SELECT CASE
                           WHEN strpos(%(padded)s, ' ' || phrase || ' ') > 0 THEN 1
                           ELSE strict_word_similarity(phrase, %(question)s)
                       END) AS compared(likeness)
                 WHERE active AND likeness >= %(alike)s
              ORDER BY likeness DESC, length(phrase) DESC, phrase, onestop_synonym.id
                 LIMIT %(most)s
                """,
                padded=f" {question} ",
                question=question,
                alike=ALIKE,
                most=MOST_MEANINGS,
            )
        )
        return [
            Meaning(phrase, tuple(filter(None, (meanings or "").split("\n"))), likeness)
            for phrase, meanings, likeness in rows
        ]
