from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestLoginPage(HttpCase):
    def test_the_login_page_answers_and_is_ours_to_reach(self):
        answer = self.url_open("/web/login")
        self.assertEqual(answer.status_code, 200)
        self.assertIn('name="password"', answer.text)

    def test_a_user_reaches_the_web_client_in_a_browser(self):
        new_test_user(self.env, login="browser_user", groups="base.group_user")
        self.browser_js(
            "/odoo",
            "console.log('test successful')",
            ready="document.querySelector('.o_main_navbar') !== null",
            login="browser_user",
        )
