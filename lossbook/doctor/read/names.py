"""What names of Keras, TensorFlow, PyTorch and NumPy mean to the doctor: layers, activations, shapes of arrays."""

from __future__ import annotations

from lossbook.doctor.losses import activation_named

# Activations under names that :mod:`lossbook.doctor.losses` does not list; what is bounded below stays one word.
ALSO = {"softmax2d": "softmax", "expit": "sigmoid", "prelu": "leaky_relu", "celu": "elu", "hardswish": "silu"}

# Layers whose output is a weighted sum, with the place and the names of the argument that says how many columns.
SUMS = {
    "Dense": (0, ("units", "output_dim")),
    "EinsumDense": (1, ()),
    "Linear": (1, ("out_features",)),
    "LazyLinear": (0, ("out_features",)),
    "Bilinear": (2, ("out_features",)),
    "Conv1d": (1, ("out_channels",)),
    "Conv2d": (1, ("out_channels",)),
    "Conv3d": (1, ("out_channels",)),
    "ConvTranspose1d": (1, ("out_channels",)),
    "ConvTranspose2d": (1, ("out_channels",)),
    "ConvTranspose3d": (1, ("out_channels",)),
    "LazyConv2d": (0, ("out_channels",)),
    "Conv1D": (0, ("filters", "nb_filter")),
    "Conv2D": (0, ("filters", "nb_filter")),
    "Conv3D": (0, ("filters", "nb_filter")),
    "Convolution1D": (0, ("filters", "nb_filter")),
    "Convolution2D": (0, ("filters", "nb_filter")),
    "SeparableConv2D": (0, ("filters",)),
    "DepthwiseConv2D": (9, ()),
    "Conv1DTranspose": (0, ("filters",)),
    "Conv2DTranspose": (0, ("filters",)),
    "Conv3DTranspose": (0, ("filters",)),
    "TimeDistributedDense": (0, ("output_dim",)),
    "MaxoutDense": (0, ("output_dim",)),
}
RECURRENT = {"LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional"}
# Layers that may stand behind an activation without changing what it means.
PASSING = {
    "Dropout", "Dropout1d", "Dropout2d", "AlphaDropout", "SpatialDropout1D", "SpatialDropout2D", "Flatten", "Unflatten",
    "Reshape", "Permute", "Identity", "Squeeze", "Masking", "InputLayer", "ActivityRegularization", "RepeatVector",
    "Cropping2D", "UpSampling2D", "Upsample", "Cast", "PixelShuffle",
}  # fmt: skip
POOLING = {
    "MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AdaptiveAvgPool1d", "AdaptiveAvgPool2d",
    "AdaptiveMaxPool2d", "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D", "GlobalMaxPooling1D",
    "GlobalMaxPooling2D", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D", "MaxPool2D",
    "MaxPool1D", "AvgPool2D", "GlobalAvgPool2D", "GlobalMaxPool1D", "GlobalMaxPool2D", "GlobalAvgPool1D",
}  # fmt: skip
NORMS = {
    "BatchNormalization", "LayerNormalization", "GroupNormalization", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d",
    "LayerNorm", "GroupNorm", "InstanceNorm2d", "RMSNorm", "RMSNormalization", "Normalization", "Rescaling",
}  # fmt: skip
EMBEDDINGS = {"Embedding", "EmbeddingBag"}
WRAPPERS = {"TimeDistributed", "SpectralNormalization", "weight_norm", "spectral_norm", "DataParallel", "compile"}

# Methods and functions that move numbers and do not change them.
SHAPING = {
    "view", "reshape", "flatten", "squeeze", "unsqueeze", "contiguous", "transpose", "permute", "to", "cuda", "cpu",
    "double", "expand_dims", "clone", "type", "type_as", "swapaxes", "ravel", "movedim", "T", "mT", "t", "view_as",
    "reshape_as", "identity", "cast", "convert_to_tensor", "constant", "asarray", "array", "from_numpy", "as_tensor",
    "Variable", "FloatTensor", "LongTensor", "requires_grad_", "is_mixed", "pin_memory", "cpu_", "transpose_", "copy",
    "to_list", "batch", "shuffle", "prefetch", "squeeze_", "unsqueeze_", "broadcast_to", "expand", "repeat", "tile",
    "float", "astype", "long", "int", "half", "bfloat16", "float16",
}  # fmt: skip
MEANS = {
    "mean", "sum", "reduce_mean", "reduce_sum", "nanmean", "average", "add_n", "compute_weighted_loss",
    "compute_average_loss",
}  # fmt: skip
CUTS = {
    "argmax", "round", "sign", "floor", "ceil", "item", "detach", "numpy", "tolist", "stop_gradient", "bernoulli",
    "multinomial", "arg_max", "argmin", "topk_indices", "detach_", "eq", "equal", "gt", "lt", "ge", "le", "greater",
    "less", "greater_equal", "less_equal", "not_equal",
}  # fmt: skip

# Arguments of losses that people give by their place: of a class from the first, of a function from the third.
PLACES = {
    "BinaryCrossentropy": ("from_logits", "label_smoothing"),
    "CategoricalCrossentropy": ("from_logits", "label_smoothing"),
    "SparseCategoricalCrossentropy": ("from_logits",),
    "BinaryFocalCrossentropy": ("apply_class_balancing", "alpha", "gamma", "from_logits"),
    "CategoricalFocalCrossentropy": ("alpha", "gamma", "from_logits"),
    "binary_crossentropy": ("from_logits", "label_smoothing"),
    "categorical_crossentropy": ("from_logits", "label_smoothing"),
    "sparse_categorical_crossentropy": ("from_logits",),
    "CrossEntropyLoss": ("weight",),
    "NLLLoss": ("weight",),
    "PoissonNLLLoss": ("log_input",),
    "MultiMarginLoss": ("p", "margin"),
    "MarginRankingLoss": ("margin",),
    "Huber": ("delta",),
    "HuberLoss": ("reduction", "delta"),
    "SmoothL1Loss": ("size_average", "reduce", "reduction", "beta"),
    "huber_loss": ("reduction", "delta"),
    "smooth_l1_loss": ("size_average", "reduce", "reduction", "beta"),
    "BCELoss": ("weight",),
    "BCEWithLogitsLoss": ("weight",),
    "cross_entropy": ("weight",),
    "nll_loss": ("weight",),
    "poisson_nll_loss": ("log_input",),
    "binary_cross_entropy": ("weight",),
    "binary_cross_entropy_with_logits": ("weight",),
    "multi_margin_loss": ("p", "margin"),
    "margin_ranking_loss": ("margin",),
    "cosine_embedding_loss": ("margin",),
}

# Functions whose first such argument is the fourth: they take two outputs.
AFTER_THREE = {"margin_ranking_loss", "cosine_embedding_loss"}

# What a file that imports nothing must mean by these.
USUAL = {
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "torch": "torch",
    "optim": "torch.optim",
    "tf": "tensorflow",
    "keras": "keras",
    "layers": "keras.layers",
    "K": "keras.backend",
    "np": "numpy",
    "pl": "lightning",
    "Sequential": "keras.models.Sequential",
    "Model": "keras.models.Model",
    "Input": "keras.layers.Input",
    "Activation": "keras.layers.Activation",
    "Softmax": "keras.layers.Softmax",
    "to_categorical": "keras.utils.to_categorical",
    "Variable": "torch.autograd.Variable",
    "OrderedDict": "collections.OrderedDict",
    "DataLoader": "torch.utils.data.DataLoader",
}
USUAL |= {
    name: f"keras.layers.{name}"
    for name in (*SUMS, *RECURRENT, *PASSING, *POOLING, *NORMS, *EMBEDDINGS, "TimeDistributed", "Lambda")
    if name not in ("Linear", "Identity") and not name.endswith("d")
}


def activation(name: str) -> str:
    """What an activation of that name is to the doctor, in any framework's spelling; empty for what is none."""
    return activation_named(name) or ALSO.get(name.replace("_", "").lower(), "")


def canonical(name: str) -> str:
    """A library's name without what differs from version to version: ``tensorflow.keras.x`` is ``keras.x``."""
    for before, after in (
        ("tensorflow.compat.v1", "tensorflow"),
        ("tensorflow.compat.v2", "tensorflow"),
        ("tensorflow.python.keras", "keras"),
        ("tensorflow.contrib.keras", "keras"),
        ("tensorflow.keras", "keras"),
        ("tf_keras", "keras"),
        ("keras.src", "keras"),
        ("keras.api", "keras"),
    ):
        if name == before or name.startswith(before + "."):
            return canonical(after + name[len(before) :])
    return name
