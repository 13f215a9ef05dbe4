"""How the machines of random acts are run: a few short lives, or many with --all."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test


def live(machine, beginnings, short, long):
    """Live from each beginning: the same lives on every machine and day.

    :param machine: makes a `RuleBasedStateMachine` that begins after so many acts (int)
    :param beginnings: after how many acts the lives begin
    :param short: (lives from each beginning, happenings in each) in the usual profile
    :param long: the same in the long profile
    """
    at_length = settings().max_examples > settings.get_profile("default").max_examples
    lives, happenings = long if at_length else short
    for acts in beginnings:
        run_state_machine_as_test(
            lambda acts=acts: machine(acts),
            settings=settings(
                max_examples=lives,
                stateful_step_count=happenings,
                derandomize=True,
                database=None,
                deadline=None,
                # To explain a failure costs minutes here.
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            ),
        )
