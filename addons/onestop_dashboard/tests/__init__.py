from . import (
    test_complaint_figures,
    test_cost,
    test_dashboard,
    test_figures,
    test_situations,
    test_walls,
)
