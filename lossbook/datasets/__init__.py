"""Data that travels inside the package: no download, no network, the same bytes for everyone."""

from lossbook.datasets.mnist import DatasetError, load_mnist

__all__ = ["DatasetError", "load_mnist"]
