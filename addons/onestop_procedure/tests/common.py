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
        *users, cls.plain = cls.make_users(
            {
                **{
                    f"test_{role}": [(role, cls.departments[home])]
                    for role, home in HOME_OF_ROLE.items()
                },
                "test_plain": [],
            }
        )
        cls.users = dict(zip(HOME_OF_ROLE, users, strict=True))
        cls.portal = new_test_user(cls.env, "test_portal", "base.group_portal")

    @classmethod
    def _make_departments(cls):
        made = cls.env["onestop.department"].create(
            [
                {"name": "Centre T", "code": "T-CENTRE", "kind": "centre"},
                {"name": "Department T", "code": "T-ONE", "kind": "provincial"},
                {"name": "Department U", "code": "T-TWO", "kind": "provincial"},
            ]
        )
        return dict(zip(("centre", "department", "other"), made, strict=True))

    @classmethod
    def make_user(cls, login, *roles, date_from=date(2000, 1, 1), date_to=False):
        """An internal user holding each (role, department) of `roles`, named as the
        log-in."""
        return cls.make_users({login: roles}, date_from=date_from, date_to=date_to)

    @classmethod
    def make_users(cls, roles_of, date_from=date(2000, 1, 1), date_to=False):
        """Users as of `make_user`: {log-in: its (role, department)s}.

        All in one go: made one after the other they took half the time of the suite.
        """
        staff = cls.env.ref("base.group_user")
        assignments = cls.env["onestop.role.assignment"]
        users = (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": login,
                        "login": login,
                        "password": login.ljust(8, "x"),
                        "email": f"{login}@example.invalid",
                        # As the assignments below give them: not one by one.
                        "group_ids": [
                            (4, group.id)
                            for group in (
                                staff,
                                *(assignments._group_of(role) for role, _home in roles),
                            )
                        ],
                    }
                    for login, roles in roles_of.items()
                ]
            )
        )
        assignments.create(
            [
                {
                    "user_id": user.id,
                    "role": role,
                    "department_id": department.id,
                    "date_from": date_from,
                    "date_to": date_to,
                }
                for user, roles in zip(users, roles_of.values(), strict=True)
                for role, department in roles
            ]
        )
        return users

    def as_role(self, role, records):
        """The same records (or model), seen by the user who holds `role`."""
        return records.with_user(self.users[role])
