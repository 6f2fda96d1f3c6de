"""The beginnings of small programs that the doctor reads, and what it says of them."""

from lossbook.doctor.read import read_source

TORCH = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"
KERAS = "import tensorflow as tf\nimport numpy as np\nimport keras\nfrom keras import layers\n"


def found(source):
    """The one finding of a program."""
    (one,) = read_source(source)
    return one
