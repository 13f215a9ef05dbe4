from . import test_complaint_figures, test_figures, test_situations, test_walls
