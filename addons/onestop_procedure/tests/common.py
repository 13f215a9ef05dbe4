"""A small centre and one user per role, made once for every test of the addons."""

from datetime import date

from odoo.tests import TransactionCase, new_test_user

# Role and the department (key of OnestopCase.departments) that its test user serves.
HOME_OF_ROLE = {
    "counter_officer": "centre",
    "department_officer": "department",
    "department_head": "department",
    "clerk": "department",
    "treasurer": "centre",
    "supervisor": "centre",
    "director": "centre",
    "catalogue_manager": "centre",
    "postal_clerk": "centre",
    "custodian": "centre",
    "it_technician": "centre",
    "administrator": "centre",
}


class OnestopCase(TransactionCase):
    """Departments `centre`, `department`, `other` and users with one role each.

    `self.users[role]` holds exactly that role, in the department of HOME_OF_ROLE;
    `self.portal` is a citizen with an account, `self.plain` an internal user without
    any role. Nothing here depends on demonstration data or on the day's date.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.departments = cls._make_departments()
        cls.centre = cls.departments["centre"]
        cls.department = cls.departments["department"]
        cls.other = cls.departments["other"]
        cls.users = {
            role: cls.make_user(f"test_{role}", (role, cls.departments[home]))
            for role, home in HOME_OF_ROLE.items()
        }
        cls.plain = cls.make_user("test_plain")
        cls.portal = new_test_user(cls.env, "test_portal", "base.group_portal")

    @classmethod
    def _make_departments(cls):
        create = cls.env["onestop.department"].create
        return {
            "centre": create(
                {"name": "Centre T", "code": "T-CENTRE", "kind": "centre"}
            ),
            "department": create(
                {"name": "Department T", "code": "T-ONE", "kind": "provincial"}
            ),
            "other": create(
                {"name": "Department U", "code": "T-TWO", "kind": "provincial"}
            ),
        }

    @classmethod
    def make_user(cls, login, *roles, date_from=date(2000, 1, 1), date_to=False):
        """An internal user holding each (role, department) of `roles`."""
        user = new_test_user(cls.env, login, "base.group_user")
        cls.env["onestop.role.assignment"].create(
            [
                {
                    "user_id": user.id,
                    "role": role,
                    "department_id": department.id,
                    "date_from": date_from,
                    "date_to": date_to,
                }
                for role, department in roles
            ]
        )
        return user

    def as_role(self, role, records):
        """The same records (or model), seen by the user who holds `role`."""
        return records.with_user(self.users[role])
