"""What a page of the course shows: figures, explorers, numbers in prose, checked exercises, source code.

A page says ``from lossbook.teaching import check, curves, explorer, glue, show``. Importing this package loads neither
TensorFlow nor PyTorch, and loads Matplotlib and Altair only when a figure needs them.
"""

from lossbook.teaching.display import glue, on_site, show_code, show_source
from lossbook.teaching.exercises import check
from lossbook.teaching.explorers import explorer
from lossbook.teaching.plots import PALETTE, curves, place, show, subplots

__all__ = [
    "PALETTE",
    "check",
    "curves",
    "explorer",
    "glue",
    "on_site",
    "place",
    "show",
    "show_code",
    "show_source",
    "subplots",
]
