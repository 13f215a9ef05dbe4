"""The small province that the journeys play in: an office, its people, a procedure."""

from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from office import VIETNAM, Office, to_legal
from paper import SIGNED_PDF

CENTRE = "Trung tâm Phục vụ hành chính công Hành Trình"
CENTRE_PHONE = "0291 3 000 000"
DEPARTMENT = "Sở Đo lường Hành Trình"
NATIONAL_CODE = "H98.07"
CENTRE_CODE, DEPARTMENT_CODE = "J-7-CENTRE", "J-7-DEPARTMENT"
PROCEDURE = "Cấp giấy phép mở trạm cân thử nghiệm"
PROCEDURE_CODE = "9.902701"
TERM, SUPPLEMENT_TERM = 5, 10  # working days
PLACE, LOAD = "Nơi đặt trạm cân", "Tải trọng lớn nhất (tấn)"
APPLICATION, PLAN = "Đơn đề nghị cấp giấy phép", "Bản vẽ mặt bằng trạm cân"
APPRAISE, DRAFT, DECIDE = "Thẩm định hồ sơ", "Dự thảo kết quả", "Phê duyệt kết quả"
SEAL, RETURN = "Vào số, đóng dấu", "Trả kết quả cho người dân"
STEPS = (
    # name, kind, place, role, hours
    (APPRAISE, "work", "competent", "department_officer", 12),
    (DRAFT, "work", "competent", "department_officer", 8),
    (DECIDE, "decision", "competent", "department_head", 8),
    (SEAL, "seal", "competent", "clerk", 4),
    (RETURN, "return", "received", "counter_officer", 0),
)
COUNTER, OFFICER, HEAD, CLERK = "j_counter", "j_officer", "j_head", "j_clerk"
SUPERVISOR = "j_supervisor"
# Works on dossiers, and stands in for the head: the one whom four eyes are about.
ACTING = "j_acting"
PEOPLE = MappingProxyType(
    {
        COUNTER: ("Ngô Thị Quầy", ("counter_officer",)),
        OFFICER: ("Đinh Văn Thụ Lý", ("department_officer",)),
        ACTING: ("Lê Thị Kiêm Nhiệm", ("department_officer", "department_head")),
        HEAD: ("Hoàng Văn Lãnh Đạo", ("department_head",)),
        CLERK: ("Mai Thị Văn Thư", ("clerk",)),
        SUPERVISOR: ("Tạ Văn Đôn Đốc", ("supervisor",)),
    }
)
AT_THE_CENTRE = ("counter_officer", "supervisor")
LAST_YEAR, NEW_YEAR = date(2025, 12, 1), date(2026, 1, 1)


def rows(*many_vals):
    """Commands of Odoo that make these rows of a one2many."""
    return [(0, 0, vals) for vals in many_vals]


def publish(env, code, name, competent, steps, channel="in_person", **vals):
    """A published procedure of `channel` with an approved process of `steps`; without
    steps it is decided elsewhere."""
    decision = env["onestop.publication.decision"].create(
        {
            "number": f"{code}/QĐ-HT",
            "date": LAST_YEAR,
            "effect_date": NEW_YEAR,
            "signer": "Người ký",
            "issuer": "Ủy ban nhân dân tỉnh",
            "attachment": SIGNED_PDF,
        }
    )
    procedure = env["onestop.procedure"].create({"code": code})
    env["onestop.procedure.version"].create(
        {
            "procedure_id": procedure.id,
            "name": name,
            "decision_id": decision.id,
            "steps_text": "Nộp hồ sơ, chờ, nhận kết quả.",
            "subject_ids": rows({"name": f"Người dùng cân {code}"}),
            "competent_department_ids": [(4, competent.id)],
            "channel_ids": rows(
                {
                    "channel": channel,
                    "term_value": TERM,
                    "term_unit": "working_days",
                }
            ),
            **vals,
        }
    ).action_publish()
    if not steps:
        return
    names = ("name", "kind", "place", "role", "hours")
    env["onestop.process"].create(
        {
            "procedure_id": procedure.id,
            "decision_number": f"{code}/QĐ-NB",
            "decision_date": LAST_YEAR,
            "decision_signer": "Người ký",
            "valid_from": NEW_YEAR,
            "step_ids": rows(
                *(
                    {"sequence": number, **dict(zip(names, step, strict=True))}
                    for number, step in enumerate(steps, 1)
                )
            ),
        }
    ).action_approve()


class Scene:
    """What a journey knows of the province; the rest it sees on its pages."""

    def __init__(self, centre):
        self.centre = centre
        self.office = Office.with_a_holiday_ahead()

    def make(self):
        for login, (name, _roles) in PEOPLE.items():
            self.centre.make_user(login, name=name)
        with self.centre.env() as env:
            # Names are written in the language of the one who writes them.
            env = env(context={"lang": "vi_VN"})
            trade = env["onestop.field"].create({"name": "Đo lường", "code": "J-7"})
            department = self._open_offices(env, trade)
            self._publish(env, department, trade)
        return self

    def _open_offices(self, env, trade):
        calendar = self._make_calendar(env)
        house, department = env["onestop.department"].create(
            [
                {
                    "name": CENTRE,
                    "code": CENTRE_CODE,
                    "national_code": NATIONAL_CODE,
                    "kind": "centre",
                    "calendar_id": calendar.id,
                    "phone": CENTRE_PHONE,
                    "address": "Số 1 đường Hành Trình",
                    "commune": "Phường Hành Trình",
                },
                {
                    "name": DEPARTMENT,
                    "code": DEPARTMENT_CODE,
                    "kind": "provincial",
                    "calendar_id": calendar.id,
                },
            ]
        )
        for login, (_name, roles) in PEOPLE.items():
            for role in roles:
                at = house if role in AT_THE_CENTRE else department
                self._assign(env, login, role, at)
        env["onestop.counter.group"].create(
            {
                "name": "Quầy Đo lường",
                "department_id": house.id,
                "field_ids": [(4, trade.id)],
                "user_ids": [(4, self._user(env, COUNTER).id)],
            }
        )
        return department

    def _user(self, env, login):
        return env["res.users"].search([("login", "=", login)])

    def appoint(self, login, name, role, code):
        """One more member of the staff, with a role at the department of this code."""
        self.centre.make_user(login, name=name)
        with self.centre.env() as env:
            found = env["onestop.department"].search([("code", "=", code)])
            self._assign(env, login, role, found)

    def _assign(self, env, login, role, department):
        env["onestop.role.assignment"].create(
            {
                "user_id": self._user(env, login).id,
                "department_id": department.id,
                "role": role,
                "date_from": NEW_YEAR,
            }
        )

    def _make_calendar(self, env):
        calendar = env["resource.calendar"].create(
            {"name": "Giờ của Hành Trình", "tz": VIETNAM.key, "attendance_ids": [(5,)]}
        )
        calendar.attendance_ids = rows(
            *(
                {
                    "name": f"{weekday}, {opens}",
                    "dayofweek": str(weekday),
                    "day_period": "morning" if opens < 12 else "afternoon",
                    "hour_from": opens,
                    "hour_to": closes,
                }
                for weekday, opens, closes in self.office.attendances()
            )
        )
        begins = datetime.combine(self.office.holiday, time()) - timedelta(hours=7)
        env["resource.calendar.leaves"].create(
            {
                "name": self.office.holiday_name,
                "calendar_id": calendar.id,
                "date_from": begins,
                "date_to": begins + timedelta(days=1, seconds=-1),
            }
        )
        return calendar

    def _publish(self, env, department, trade):
        online = {
            "channel": "online",
            "term_value": TERM,
            "term_unit": "working_days",
            "online_level": "full",
        }
        publish(
            *(env, PROCEDURE_CODE, PROCEDURE, department, STEPS),
            field_id=trade.id,
            steps_text="Nộp hồ sơ, chờ thẩm định, nhận kết quả.",
            online_filing=True,
            supplement_term=SUPPLEMENT_TERM,
            subject_ids=rows({"name": "Người mở trạm cân"}),
            channel_ids=rows(online),
            component_ids=rows(
                {"name": APPLICATION, "originals": 1, "sequence": 1},
                {"name": PLAN, "copies": 1, "sequence": 2},
            ),
            eform_field_ids=rows(
                {"name": "place", "label": PLACE, "required": True},
                {"name": "load", "label": LOAD, "type": "integer"},
            ),
        )

    # ------------------------------------------------------- what only the clock says

    def moment(self, dossier_id, name):
        """A moment of a dossier as it was written down, in legal time."""
        with self.centre.env() as env:
            return to_legal(env["onestop.dossier"].browse(dossier_id)[name])

    def asked(self, dossier_id):
        """When the last supplement was asked for, in legal time."""
        return self._last_request(dossier_id, "requested_at")

    def answered(self, dossier_id):
        """When the last supplement was handed in, in legal time."""
        return self._last_request(dossier_id, "answered_at")

    def _last_request(self, dossier_id, name):
        with self.centre.env() as env:
            requests = env["onestop.dossier"].browse(dossier_id).supplement_ids
            return to_legal(requests.sorted("number")[-1][name])

    def open_the_office_again(self, dossier_id):
        """As if its next opening had come: what waited for it is handed on. Nothing
        happens to what the department has already."""
        from odoo.service.model import retrying

        with self.centre.env() as env:
            # Done anew, as a request is, where a job of the server wrote meanwhile.
            retrying(lambda: self._forward(env, dossier_id), env)

    def _forward(self, env, dossier_id):
        env.cr.execute(
            "UPDATE onestop_dossier SET date_forward = date_accepted "
            "WHERE id = %s AND state = 'accepted'",
            [dossier_id],
        )
        env["onestop.dossier"]._cron_forward()
