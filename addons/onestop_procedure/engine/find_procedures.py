"""Finding procedures in force for what somebody typed, inside PostgreSQL."""

from odoo.tools import SQL

from ..core.search_words import search_terms

#: A phrase in a name says more than one in keywords or in the name of the field.
TITLE_FACTOR = 2.0
#: A long text has many words by chance; this share of its length counts against it.
LENGTH_SHARE = 0.5
#: What reaches less than this share of the best is not what was asked for.
LEAST_SHARE = 0.35


def find_procedures(env, question, limit, today, states):
    """The procedures in force on a date that answer a question, best first.

    Callers may have no right on these tables, so the statement itself is the bound:
    versions in force, and only what stands on their public pages.

    :param str question: searchable words, as `core.search_words` makes them
    :param states: of versions that may be public
    :return: what `onestop.procedure.find` says
    """
    versions = env["onestop.procedure.version"]
    for model in (versions.procedure_id, versions, versions.channel_ids):
        model.flush_model()
    versions.field_id.flush_model()
    terms = search_terms(question, env["onestop.synonym"]._meanings_in(question))
    rows = env.execute_query(
        SQL(
            """
            WITH word AS (
                SELECT word, weight, ' ' || word || ' ' AS stands
                  FROM unnest(%(words)s::text[], %(word_weights)s::float[])
                    AS word(word, weight)
            ), pair AS (
                SELECT pair, weight, ' ' || pair || ' ' AS stands, word
                  FROM unnest(%(pairs)s::text[], %(pair_weights)s::float[],
                              %(words_of_pairs)s::text[])
                    AS pair(pair, weight, word)
            ), slip AS (
                SELECT * FROM unnest(%(unknown)s::text[], %(beside)s::text[])
                    AS slip(word, phrase)
            ), text AS MATERIALIZED (
                SELECT v.id, p.code, v.search_text,
                       strpos(v.search_text, chr(10)) AS title_end
                  FROM onestop_procedure_version v
                  JOIN onestop_procedure p ON p.id = v.procedure_id AND p.active
                 WHERE v.state IN %(states)s
                   AND v.valid_from <= %(today)s
                   AND (v.valid_to IS NULL OR v.valid_to >= %(today)s)
            ), met AS MATERIALIZED (
                SELECT text.id, word.word, word.weight
                       * CASE WHEN strpos(text.search_text, word.stands) < text.title_end
                           THEN %(title_factor)s ELSE 1 END AS weight
                  FROM text JOIN word ON strpos(text.search_text, word.stands) > 0
            ), hit AS (
                SELECT id, word AS phrase, weight FROM met
             UNION ALL
                -- Only where one of its words stands: half of the comparisons.
                SELECT text.id, pair.pair, pair.weight
                       * CASE WHEN strpos(text.search_text, pair.stands) < text.title_end
                           THEN %(title_factor)s ELSE 1 END
                  FROM pair
                  JOIN met ON met.word = pair.word
                  JOIN text ON text.id = met.id
                   AND strpos(text.search_text, pair.stands) > 0
             UNION ALL
                -- Slips are looked for only where no text has the word as it is.
                SELECT text.id, slip.phrase,
                       word_similarity(slip.phrase, v.search_text)
                  FROM slip
                  JOIN onestop_procedure_version v ON slip.phrase <%% v.search_text
                  JOIN text ON text.id = v.id
                 WHERE NOT EXISTS (SELECT FROM met WHERE met.word = slip.word)
            ), usual AS (
                SELECT COUNT(*) AS texts, AVG(title_end) AS title_end FROM text
            ), worth AS (
                SELECT phrase, ln((usual.texts + 1) / (COUNT(*) + 0.5)) AS worth
                  FROM hit CROSS JOIN usual GROUP BY phrase, usual.texts
            ), score AS (
                SELECT hit.id, SUM(hit.weight * worth.worth) AS score
                  FROM hit JOIN worth ON worth.phrase = hit.phrase
              GROUP BY hit.id
            ), ranked AS (
                SELECT text.id, text.code,
                       score.score / (1 - %(length_share)s + %(length_share)s
                           * text.title_end / usual.title_end) AS score
                  FROM score JOIN text ON text.id = score.id CROSS JOIN usual
            ), best AS (
                SELECT id, code, score, MAX(score) OVER () AS top
                  FROM ranked ORDER BY score DESC, code LIMIT %(limit)s
            )
            SELECT best.code,
                   COALESCE(v.name->>%(lang)s, v.name->>'en_US'),
                   COALESCE(f.name->>%(lang)s, f.name->>'en_US', ''),
                   (SELECT COALESCE(MAX(CASE c.online_level
                               WHEN 'full' THEN 2 WHEN 'partial' THEN 1 ELSE 0
                           END), 0)
                      FROM onestop_procedure_channel c
                     WHERE c.version_id = v.id)
              FROM best
              JOIN onestop_procedure_version v ON v.id = best.id
         LEFT JOIN onestop_field f ON f.id = v.field_id
             WHERE best.score >= best.top * %(least_share)s
          ORDER BY best.score DESC, best.code
            """,
            words=list(terms.words),
            word_weights=list(terms.words.values()),
            pairs=list(terms.pairs),
            pair_weights=list(terms.pairs.values()),
            words_of_pairs=[terms.word_of(pair) for pair in terms.pairs],
            unknown=list(terms.slips),
            beside=list(terms.slips.values()),
            states=states,
            today=today,
            title_factor=TITLE_FACTOR,
            length_share=LENGTH_SHARE,
            least_share=LEAST_SHARE,
            lang=env.lang or "en_US",
            limit=limit,
        )
    )
    levels = ("none", "partial", "full")
    return [
        {
            "code": code,
            "name": name,
            "field": field,
            "url": f"/procedures/{code}",
            "online": levels[level],
        }
        for code, name, field, level in rows
    ]
