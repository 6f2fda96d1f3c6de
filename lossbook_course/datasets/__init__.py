"""Data that travels inside the package: no download, no network, the same bytes for everyone."""

from lossbook_course.datasets.long_tail import class_sizes, long_tailed
from lossbook_course.datasets.mnist import DatasetError, load_mnist

__all__ = ["DatasetError", "class_sizes", "load_mnist", "long_tailed"]
