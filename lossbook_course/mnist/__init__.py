"""The MNIST case study: one small network, the same in PyTorch and in Keras, trained with any loss.

``python -m lossbook_course.mnist --help`` is the experiment. This package loads neither framework; its modules each
load their own:

- ``data``: the digits as the network wants them, and the order in which training sees them
- ``weights``: the starting weights, drawn once in NumPy for both frameworks
- ``torch_model``, ``torch_training``: the PyTorch side
- ``keras_model``, ``keras_training``: the TensorFlow side
- ``torch_distributed``, ``keras_distributed``, ``team``: one training on several devices
- ``history``, ``progress``, ``metrics``: what a run leaves behind, what it shows, what it is worth
- ``losses``, ``experiment``, ``grid``, ``store``, ``command``: the losses to compare, one run, all runs, where they are
  kept, and the command line
- ``calibration``, ``statistics``, ``results``, ``report``, ``figures``: what came out
- ``trained``: two networks that are trained already
- ``numpy_model``, ``browser``: their answers in NumPy, and the file that a web page reads them from
"""

from lossbook_course.mnist.data import Digits, load_digits
from lossbook_course.mnist.history import History

__all__ = ["Digits", "History", "load_digits"]
