"""Lossbook: loss functions with one definition, native in NumPy, TensorFlow and PyTorch.

Import the package of your framework; each loads only its own:

>>> from lossbook.numpy import binary_cross_entropy
>>> round(binary_cross_entropy([1.0, 0.0], [0.9, 0.2]), 4)
0.1643
"""

__version__ = "0.2.0"
