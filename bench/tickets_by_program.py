"""Lives of tickets of OCA's `helpdesk_mgmt` with its SLA addon, over `/json/2`."""

from bench import serving

KINDS = {
    "create": ("create",),
    "assign": ("assign",),
    "move on": ("move",),
    "look up": ("look up",),
}
LOGIN = "helpdesk"
PARTNERS = 1000
# Besides the row of a ticket, the message and the term that Odoo would have made.
_TICKETS = """
    INSERT INTO helpdesk_ticket (
        number, name, description, user_id, stage_id, team_id, partner_id, company_id,
        partner_name, priority, sequence, active, unattended, assigned_date,
        last_stage_update, create_date, write_date, create_uid, write_uid)
    SELECT 'OLD' || n, 'Ticket ' || n, '<p>What happened, number ' || n || '</p>',
        %(user)s, (%(stages)s::int[])[1 + n %% 3], %(team)s,
        (%(partners)s::int[])[1 + n %% array_length(%(partners)s::int[], 1)],
        %(company)s, 'Partner', '1', 10, true, false, at, at, at, at, %(user)s, %(user)s
    FROM (SELECT n, now() - n * interval '1 minute' AS at
        FROM generate_series(1, %(count)s) AS n) AS numbers
"""
_TERMS = """
    INSERT INTO helpdesk_ticket_sla (
        ticket_id, sla_id, state, deadline, create_date, create_uid)
    SELECT id, %(sla)s, 'in_progress', create_date + interval '2 hours', create_date,
        %(user)s
    FROM helpdesk_ticket
"""
_MESSAGES = """
    INSERT INTO mail_message (
        model, res_id, message_type, subtype_id, author_id, date, body, create_uid)
    SELECT 'helpdesk.ticket', id, 'notification', %(subtype)s, %(author)s, create_date,
        '', %(user)s
    FROM helpdesk_ticket
"""


class TicketLives:
    """
    :param registry: of the database that is served
    :param int count: tickets that are there before
    """

    kinds = KINDS

    def __init__(self, registry, count):
        self.registry, self.count = registry, count

    def prepare(self, env):
        """Fill the database, make who acts; {person: API key}."""
        self.team = env["helpdesk.ticket.team"].create(
            {"name": "One-stop", "use_sla": True}
        )
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Helpdesk",
                    "login": LOGIN,
                    "email": "helpdesk@example.com",
                    "group_ids": [
                        (4, env.ref("helpdesk_mgmt.group_helpdesk_user_team").id)
                    ],
                }
            )
        )
        self.team.user_ids = user
        done = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        going = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        self.user, self.moves = user.id, (going.id, done.id)
        sla = env["helpdesk.sla"].create(
            {"name": "Two hours", "team_ids": self.team.ids, "hours": 2}
        )
        sla.stage_id = done
        partners = env["res.partner"].create(
            [
                {"name": f"Partner {number}", "email": f"p{number}@example.com"}
                for number in range(PARTNERS)
            ]
        )
        self.partners = partners.ids
        self._fill(
            env,
            sla,
            (*self.moves, env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new").id),
        )
        self.team = self.team.id
        return serving.make_keys(env, [self.user])

    def _fill(self, env, sla, stages):
        env.flush_all()
        values = {
            "user": self.user,
            "team": self.team.id,
            "stages": list(stages),
            "partners": self.partners,
            "company": env.company.id,
            "count": self.count,
            "sla": sla.id,
            "subtype": env.ref("mail.mt_note").id,
            "author": env.user.partner_id.id,
        }
        for statement in (_TICKETS, _TERMS, _MESSAGES):
            env.cr.execute(statement, values)

    def live(self, program, number):
        """One ticket: made, assigned, moved on twice, looked up by its number."""
        made = program.call(
            "create",
            self.user,
            "helpdesk.ticket/web_save",
            ids=[],
            vals={
                "name": f"Certificate {number}",
                "description": "<p>It is torn.</p>",
                "team_id": self.team,
                "partner_id": self.partners[number % PARTNERS],
            },
            specification={"number": {}},
        )[0]
        ticket = {"ids": [made["id"]]}
        program.call("assign", self.user, "helpdesk.ticket/assign_to_me", **ticket)
        for stage in self.moves:
            values = {"stage_id": stage}
            program.call(
                "move", self.user, "helpdesk.ticket/write", **ticket, vals=values
            )
        found = program.call(
            "look up",
            self.user,
            "helpdesk.ticket/search_read",
            domain=[("number", "=", made["number"])],
            fields=["number", "stage_id"],
            limit=1,
        )
        if found[0]["stage_id"][0] != self.moves[-1]:
            raise LookupError(f"a ticket ended as {found}")

    def is_drained(self, env):
        """Have the letters sent that wait, as the scheduled action does."""
        env["mail.mail"].process_email_queue()
        return True
