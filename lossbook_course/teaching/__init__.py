"""What a page of the course shows: figures, explorers, numbers in prose, checked exercises, source code.

A page says ``from lossbook_course.teaching import check, curves, explorer, glue, show``. Importing this package
loads neither TensorFlow nor PyTorch, and loads Matplotlib and Altair only when a figure needs them.
"""

from lossbook_course.teaching.display import glue, on_site, show_code
from lossbook_course.teaching.exercises import check
from lossbook_course.teaching.explorers import explorer
from lossbook_course.teaching.plots import PALETTE, curves, place, show, subplots
from lossbook_course.teaching.questions import reply

__all__ = [
    "PALETTE",
    "check",
    "curves",
    "explorer",
    "glue",
    "on_site",
    "place",
    "reply",
    "show",
    "show_code",
    "subplots",
]
