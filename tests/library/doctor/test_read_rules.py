"""Each condition of the rules on both of its sides: small programs in which one word decides what the doctor says."""

import pytest

from lossbook.doctor.read import read_source

KERAS = "import numpy as np\nimport tensorflow as tf\nimport keras\nfrom keras import layers\n"
TORCH = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"
NET = TORCH + "m = nn.Linear(3, 4)\n"
COLUMN = TORCH + "m = nn.Linear(3, 1)\n"
LOOP = NET + "opt = torch.optim.SGD(m.parameters(), lr=0.1)\nfor x, y in loader:\n"
FITTED = (
    KERAS + "y = ___\nm = keras.Sequential([layers.Dense({}, activation='{}')])\nm.compile('adam', '{}')\nm.fit(x, y)\n"
)


def said(source):
    """What the doctor says, in the order of the lines."""
    return " ".join(f"{it.code} {it.severity}" for it in read_source(source))


# A program with a gap, ___, and what the doctor says of it for each thing that may fill the gap.
LAST_LAYER = {
    "raw outputs, rates and probabilities for a logarithm": (
        COLUMN + "nn.PoissonNLLLoss(___)(m(x).exp(), y).backward()\n",
        {"": "LB115 wrong", "log_input=False": "", "False": ""},
    ),
    "a rate that may fall below 0": (
        KERAS + "m = keras.Sequential([layers.Dense(1, activation='___')])\nm.compile('adam', loss='poisson')\n",
        {"linear": "LB115 wasteful", "elu": "LB115 wasteful", "softplus": "", "relu": "", "sigmoid": ""},
    ),
    "a sigmoid that Keras takes back": (
        KERAS + "m = keras.Sequential([layers.Dense(1, activation='sigmoid')])\n"
        "m.compile('adam', loss=keras.losses.___)\n",
        {"BinaryCrossentropy(from_logits=True)": "LB103 wasteful", "BinaryCrossentropy(from_logits=flag)": ""},
    ),
    "raw outputs under a loss that may take them": (
        KERAS + "m = keras.Sequential([layers.Dense(1)])\nm.compile('adam', keras.losses.BinaryCrossentropy(___))\n",
        {"": "LB104 wrong", "from_logits=True": "", "from_logits=flag": ""},
    ),
    "a softmax under a squared error, of classes or of numbers": (
        KERAS + "m = keras.Sequential([layers.Dense(4, activation='softmax')])\nm.compile('adam', 'mse'___)\n",
        {"": "LB110 wrong", ", metrics=['accuracy']": "LB110 wasteful"},
    ),
    "a softmax under a squared error in PyTorch": (
        NET + "F.mse_loss(m(x).softmax(1), ___).backward()\n",
        {"y": "LB110 wasteful", "teacher(x)": ""},
    ),
    "a classifier under a mean error": (
        KERAS + "m = keras.Sequential([layers.Dense(1, activation='sigmoid')])\nm.compile('adam', ___)\n",
        {"'mae'": "", "'mae', metrics=['accuracy']": "LB111 wasteful", "'huber', metrics=['accuracy']": ""},
    ),
    "a softmax of one column, and its logarithm": (
        COLUMN + "F.nll_loss(___, y).backward()\n",
        {"F.log_softmax(m(x), dim=1)": "LB101 wrong", "F.logsigmoid(m(x))": "LB108 wrong"},
    ),
    "one column under a divergence": (
        COLUMN + "F.kl_div(___, y).backward()\n",
        {"F.logsigmoid(m(x))": "LB114 wrong", "m(x)": "LB114 wrong", "m(x).log_softmax(1)": "LB101 wrong"},
    ),
    "log-probabilities before a loss that takes raw outputs": (
        NET + "F.cross_entropy(F.___(m(x), dim=1), y).backward()\n",
        {"log_softmax": "", "softmax": "LB102 wrong", "hardtanh": "LB109 wrong"},
    ),
    "a log-sigmoid before a loss that has its own sigmoid": (
        COLUMN + "F.binary_cross_entropy_with_logits(___(m(x)), y).backward()\n",
        {"F.logsigmoid": "LB103 wrong", "": ""},
    ),
    "log-probabilities for probabilities": (
        KERAS + "m = keras.Sequential([layers.Dense(4, activation='log_softmax')])\nm.compile('adam', '___')\n",
        {"categorical_crossentropy": "LB104 wrong", "kl_divergence": "LB114 wrong"},
    ),
    "a sigmoid under a loss of several margins": (
        NET + "nn.___()(m(x).sigmoid(), y).backward()\n",
        {"MultiLabelSoftMarginLoss": "LB103 wrong", "MultiMarginLoss": "LB113 wasteful", "HingeEmbeddingLoss": ""},
    ),
    "an overlap of classes that share a pixel": (
        NET + "from lossbook.torch import DiceLoss\nDiceLoss(___)(m(x).softmax(1), y).backward()\n",
        {"": "", "from_logits=True": "LB102 wrong"},
    ),
    "TensorFlow's names": (
        KERAS + "m = keras.Sequential([layers.Dense(4, activation='softmax')])\n"
        "loss = tf.nn.softmax_cross_entropy_with_logits(___)\n",
        {"y, m(x)": "LB102 wrong", "labels=y, logits=m(x)": "LB102 wrong", "logits=m(x), labels=y": "LB102 wrong"},
    ),
    "what passes through the last layers": (
        KERAS + "m = keras.Sequential([layers.Conv2D(4, 3), ___])\nm.compile('adam', 'categorical_crossentropy')\n",
        {
            "layers.GlobalAveragePooling2D()": "LB104 wrong",
            "layers.BatchNormalization()": "LB104 wrong",
            "layers.LSTM(4)": "LB109 wrong",
            "layers.LSTM(4, activation='softmax')": "",
            "layers.Softmax()": "",
        },
    ),
    "Dense as Keras 0 had it": (
        KERAS
        + "m = keras.models.Sequential()\nm.add(layers.Dense(20, ___))\nm.compile(loss='categorical_crossentropy')\n",
        {"1, activation='softmax'": "LB101 wrong", "5, activation='softmax'": ""},
    ),
}
LABELS = {
    "class numbers under a categorical cross-entropy": (
        FITTED.format(3, "softmax", "categorical_crossentropy"),
        {
            "np.random.randint(0, 3, 100)": "LB201 wrong",
            "np.random.randint(0, 2, 100)": "LB201 wrong",
            "np.random.randint(0, 3, (100, 1))": "LB201 wrong",
            "np.random.randint(0, 2, (100, 1))": "",
            "keras.utils.to_categorical(np.random.randint(0, 3, 100))": "",
        },
    ),
    "one-hot rows under a sparse loss": (
        FITTED.format(3, "softmax", "sparse_categorical_crossentropy"),
        {"keras.utils.to_categorical(labels)": "LB201 wrong", "np.random.randint(0, 3, (100, 1))": ""},
    ),
    "class numbers under a loss of one column": (
        FITTED.format(1, "sigmoid", "binary_crossentropy"),
        {"np.random.randint(0, 2, 100)": "", "np.random.randint(1, 3, 100)": "LB203 wrong"},
    ),
    "labels from one": (
        TORCH + "m = nn.Linear(20, 5)\nF.cross_entropy(m(x), torch.randint(___, (64,))).backward()\n",
        {"1, 6": "LB202 wrong", "1, 5": "", "0, 5": "", "5": "", "6": ""},
    ),
    "labels from one, by a sum": (
        TORCH + "m = nn.Linear(20, ___)\ny = torch.randint(5, (64,)) + 1\nF.cross_entropy(m(x), y).backward()\n",
        {"5": "LB202 wrong", "6": ""},
    ),
    "rows of several ones": (
        FITTED.format(5, "softmax", "categorical_crossentropy"),
        {
            "np.random.randint(0, 2, (100, 5))": "LB204 wrong",
            "np.zeros((100, 5))": "",
            "np.zeros((100, 5))\ny[np.arange(100), classes] = 1": "",
            "np.random.rand(100, 5)": "",
        },
    ),
    "several ones where they may be": (
        KERAS + "m = keras.Sequential([layers.Dense(5, activation='sigmoid')])\nm.compile('adam', '___')\n"
        "m.fit(x, np.random.randint(0, 2, (100, 5)))\n",
        {"binary_crossentropy": "", "dice": ""},
    ),
    "targets outside of 0 to 1": (
        COLUMN + "y = ___\nF.binary_cross_entropy_with_logits(m(x), y).backward()\n",
        {
            "torch.randint(0, 2, (64, 1)).float()": "",
            "torch.randint(1, 3, (64, 1)).float()": "LB203 wrong",
            "torch.randint(0, 2, (64, 1)).float() * 2 - 1": "LB203 wrong",
            "torch.sign(torch.randn(64, 1))": "LB203 wrong",
            "torch.sign(torch.randn(64, 1)).clamp(0, 1)": "",
            "torch.zeros(64, 1) + mask": "",
        },
    ),
    "several ones under other losses": (
        FITTED.format(5, "softmax", "kl_divergence"),
        {"np.random.randint(0, 2, (100, 5))": ""},
    ),
    "lists of classes": (
        NET + "nn.___()(m(x), torch.randint(-1, 4, (64, 4))).backward()\n",
        {"MultiLabelMarginLoss": "", "MultiLabelSoftMarginLoss": "LB203 wrong"},
    ),
    "targets for a sign": (
        COLUMN + "nn.SoftMarginLoss()(m(x), torch.randint(0, 2, (64, 1))___).backward()\n",
        {"": "LB203 wrong", " * 2 - 1": ""},
    ),
    "signs that the library makes of flags": (
        COLUMN + "import lossbook\n___(m(x), torch.randint(0, 2, (64, 1))).backward()\n",
        {"lossbook.torch.SoftMarginLoss()": "", "nn.SoftMarginLoss()": "LB203 wrong"},
    ),
    "an overlap of labels that are no shares": (
        FITTED.format(1, "sigmoid", "dice"),
        {"np.random.randint(0, 3, (100, 1))": ""},
    ),
    "one column against one row": (
        TORCH + "y = torch.randn(___)\nm = nn.Linear(3, 1)\nF.mse_loss(m(torch.randn(64, 3)), y).backward()\n",
        {"64": "LB205 wrong", "64, 1": "", "1": ""},
    ),
    "one column against one row under other losses": (
        TORCH + "y = torch.rand(64)\nm = nn.Linear(3, 1)\n___.backward()\n",
        {
            "F.l1_loss(m(torch.randn(64, 3)), y)": "LB205 wrong",
            "F.binary_cross_entropy_with_logits(m(torch.randn(64, 3)), y)": "",
            "(m(torch.randn(64, 3)) - y).pow(2).mean()": "LB205 wrong",
            "(m(torch.randn(64, 3)) - y).abs().min(1)[0].mean()": "",
        },
    ),
    "one column of a picture": (
        TORCH + "y = torch.randn(64)\nF.mse_loss(nn.___(torch.randn(64, 3)), y).backward()\n",
        {"Linear(3, 1)": "LB205 wrong", "Conv1d(3, 1, 1)": ""},
    ),
    "targets that a sigmoid reaches": (
        FITTED.format(1, "sigmoid", "mse"),
        {
            "np.random.uniform(0, 1, (100, 1))": "",
            "np.random.uniform(0, 2, (100, 1))": "LB112 wrong",
            "np.random.uniform(-1, 1, (100, 1))": "LB112 wrong",
            "np.random.randint(-1, 2, (100, 1))": "LB112 wrong",
            "np.random.randint(0, 2, (100, 1))": "LB111 wasteful",
        },
    ),
    "labels of as many classes as there are": (
        KERAS + "from sklearn.preprocessing import LabelEncoder\ny = LabelEncoder().fit_transform(names)\n"
        "m = keras.Sequential([layers.Dense(1, activation='sigmoid')])\nm.compile('adam', 'mse'___)\nm.fit(x, y)\n",
        {"": "", ", metrics=['accuracy']": "LB111 wasteful"},
    ),
    "flags that a clipped sigmoid all but reaches": (
        COLUMN + "F.mse_loss(m(x).sigmoid().clamp(0.01, 0.99), ___).backward()\n",
        {"torch.randint(0, 2, (9, 1))": "LB111 wasteful", "torch.rand(9, 1)": "LB112 wrong"},
    ),
    "flags that a ReLU reaches": (
        FITTED.format(1, "relu", "mse"),
        {"np.random.randint(0, 2, (100, 1))": "", "np.random.randint(-1, 2, (100, 1))": "LB112 wrong"},
    ),
    "signs that a tanh reaches": (
        FITTED.format(1, "tanh", "mse"),
        {"np.random.randint(-1, 2, (100, 1))": "", "np.random.randint(-2, 2, (100, 1))": "LB112 wrong"},
    ),
    "numbers under a softmax": (
        FITTED.format(3, "softmax", "mse"),
        {"np.random.uniform(0, 9, (100, 3))": "LB110 wrong"},
    ),
    "an ignored class": (
        TORCH + "m = nn.Linear(9, 3)\ny = torch.randint(0, 3, (64,))\nF.cross_entropy(m(x), y, ignore_index=___)\n",
        {"0": "LB408 look", "2": "LB408 look", "3": "", "-1": "", "-100": ""},
    ),
    "an ignored class of positions in one row, which may be padding": (
        TORCH + "m = nn.Linear(9, 3)\ny = torch.randint(0, 3, (64, 7))\n"
        "F.cross_entropy(m(x).view(-1, 3), y.view(___), ignore_index=0).backward()\n",
        {"-1": "", "448": "LB408 look"},
    ),
    "prediction and target in a model that is not known": (
        TORCH + "m = nn.Sequential(*parts)\nF.cross_entropy(___).backward()\n",
        {"y, m(x)": "LB207 wrong", "m(x), y": ""},
    ),
    "prediction and target in their places": (
        NET + "nn.___.backward()\n",
        {
            "CrossEntropyLoss()(y, m(x))": "LB207 wrong",
            "MSELoss()(y, m(x))": "",
            "L1Loss()(y, m(x))": "",
        },
    ),
    "decisions as the target": (
        NET + "print(F.cross_entropy(y, m(x)___))\n",
        {"": "LB207 wrong", ".argmax(1)": ""},
    ),
    "a softmax over the samples": (
        TORCH + "m = nn.Linear(3, ___)\nF.binary_cross_entropy(F.softmax(m(x), dim=0), y).backward()\n",
        {"4": "LB206 look", "1": "LB101 wrong"},
    ),
    "a softmax over an axis that is told by its place": (
        NET + "F.cross_entropy(m(x).log_softmax(___), y).backward()\n",
        {"0": "LB206 look", "1": "", "-1": ""},
    ),
    "a softmax over the steps": (
        TORCH + "net, m = nn.LSTM(8, 16), nn.Linear(16, 5)\nstates, _ = net(x)\n"
        "F.nll_loss(F.log_softmax(m(states), dim=___), y).backward()\n",
        {"1": "LB206 wrong", "2": "", "-1": ""},
    ),
}
# Losses that are written by hand.
BY_HAND = {
    "an optimiser that climbs": (
        NET + "opt = torch.optim.Adam(m.parameters()___)\n"
        "(F.log_softmax(m(x), dim=1)[range(9), y]).mean().backward()\n",
        {"": "LB302 wrong", ", maximize=True": "", ", maximize=False": "LB302 wrong"},
    ),
    "the sign of a loss, and of a likeness": (
        NET + "(___).backward()\n",
        {
            "F.cross_entropy(m(x), y)": "",
            "-F.cross_entropy(m(x), y)": "LB302 look",
            "F.cosine_similarity(m(x), y).mean()": "LB302 look",
            "-F.cosine_similarity(m(x), y).mean()": "",
            "1 - F.cosine_similarity(m(x), y).mean()": "",
        },
    ),
    "the sign of a loss without a gradient": (
        NET + "(-F.cross_entropy(m(x)___, y)).backward()\n",
        {"": "LB302 look", ".detach()": "LB303 wrong"},
    ),
    "Keras's cosine similarity has its minus": (
        KERAS + "m = keras.Sequential([layers.Dense(4)])\ndef loss(y_true, y_pred):\n"
        "    return ___keras.losses.cosine_similarity(y_true, y_pred)\nm.compile('adam', loss)\n",
        {"": "", "-": "LB302 look"},
    ),
    "a sum of merits": (
        NET + "p = F.log_softmax(m(x), dim=1)\nq = F.log_softmax(m(x), dim=1)\n"
        "a, b = (y * p).sum(1).mean(), (y * q).sum(1).mean()\n(___).backward()\n",
        {"-a - b": "", "a + b": "LB302 wrong", "a - b": "", "-a + b": ""},
    ),
    "the logarithm of a softmax": (
        NET + "p = F.softmax(m(x), dim=1)\n(-(y * torch.___).sum(1).mean()).backward()\n",
        {
            "log(p)": "LB301 wasteful",
            "log(p + 1e-8)": "",
            "log(p.clamp(1e-8))": "",
            "log(p + 1)": "",
            "log1p(p)": "",
        },
    ),
    "a root of a squared error": (
        COLUMN + "torch.___.backward()\n",
        {
            "sqrt(F.mse_loss(m(x), y))": "LB304 wasteful",
            "sqrt(F.mse_loss(m(x), y) + 1e-9)": "",
            "rsqrt(F.mse_loss(m(x), y))": "",
            "sqrt(F.l1_loss(m(x), y))": "",
        },
    ),
    "a root of what a model that is not known gives": (
        COLUMN + "torch.sqrt(F.mse_loss(___(x), y)).backward()\n",
        {"m": "LB304 wasteful", "net": ""},
    ),
    "a root of an error, with its gradient scaled": (
        COLUMN + "___(torch.sqrt(F.mse_loss(m(x), y))).backward()\n",
        {"torch.amp.GradScaler().scale": "LB304 wasteful"},
    ),
    "a root of data": (
        COLUMN + "F.l1_loss(___, torch.sqrt(torch.randn(9, 1) ** 2)).backward()\n",
        {"m(x)": "", "torch.sqrt((m(x) - y) ** 2)": "LB304 wasteful"},
    ),
    "a gradient that is cut, in part or wholly": (
        NET + "(___).backward()\n",
        {
            "(m(x).detach() - y).pow(2).mean()": "LB303 wrong",
            "(m(x).round() - y).pow(2).mean()": "LB303 wrong",
            "(m(x) - y.detach()).pow(2).mean()": "",
            "(m(x) - m(x).detach()).pow(2).mean()": "",
        },
    ),
    "under no gradient": (
        NET + "with torch.___():\n    out = m(x)\nF.cross_entropy(out, y).backward()\n",
        {"no_grad": "LB303 wrong", "inference_mode": "LB303 wrong", "enable_grad": ""},
    ),
    "a function under no gradient": (
        NET + "@torch.___()\ndef out(x):\n    return m(x)\nF.cross_entropy(out(x), y).backward()\n",
        {"no_grad": "LB303 wrong", "inference_mode": "LB303 wrong", "enable_grad": ""},
    ),
    "what is predicted has no gradient": (
        KERAS + "m = keras.Sequential([layers.Dense(4)])\nwith tf.GradientTape() as tape:\n"
        "    loss = tf.reduce_mean(tf.square(y - m___(x)))\ntape.gradient(loss, m.trainable_variables)\n",
        {"": "", ".predict": "LB303 wrong", ".call": ""},
    ),
    "a loss that nobody calls here": (
        "import tensorflow as tf\ndef ___(y_true, y_pred):\n"
        "    return tf.reduce_mean(tf.square(y_true - tf.round(y_pred)))\n",
        {"rounded_loss": "", "rounded": ""},
    ),
    "a tape that has closed": (
        KERAS + "m = keras.Sequential([layers.Dense(4)])\nwith tf.GradientTape() as tape:\n    out = m(x)\n"
        "___loss = tf.reduce_mean(tf.square(y - out))\ng = tape.gradient(loss, m.trainable_variables)\n",
        {"": "LB303 wrong", "    ": ""},
    ),
    "outputs from outside of the tape": (
        KERAS + "m = keras.Sequential([layers.Dense(4)])\nout = m(x)\nwith tf.GradientTape() as tape:\n"
        "    loss = keras.losses.MeanSquaredError()(y, ___)\ng = tape.gradient(loss, m.trainable_variables)\n",
        {"out": "LB303 wrong", "m(x)": "", "v": ""},
    ),
    "a branch of where": (
        TORCH + "x = nn.Linear(3, 1)(a)\nloss = ___.mean()\n",
        {
            "torch.where(x > 0, torch.log(x), 0.0)": "LB305 wasteful",
            "torch.where(x > 0, torch.sqrt(x), 0.0)": "LB305 wasteful",
            "torch.where(x > 0, torch.log(2 * x), 0.0)": "LB305 wasteful",
            "torch.where(x > 0, torch.log(x + 1), 0.0)": "",
            "torch.where(y > 0, torch.log(y), 0.0)": "",
            "np.where(x > 0, np.log(x), 0.0)": "",
        },
    ),
    "a branch of where, with names": (
        TORCH
        + "x = nn.Linear(3, 1)(a)\nmask = ___ > 0\nlogs = torch.log(x)\nloss = torch.where(mask, logs, 0.0).mean()\n",
        {"x": "LB305 wasteful", "z": ""},
    ),
    "small numbers in half precision": (
        TORCH + "m = nn.Sequential(nn.Linear(20, 5), nn.Softmax(dim=1))\np = m(x).___\n"
        "(-(p * torch.log(p + 2.0**-25)).sum(1).mean()).backward()\n",
        {"half()": "LB509 wrong", "bfloat16()": "", "float()": ""},
    ),
    "numbers that are just large enough in half precision": (
        TORCH + "m = nn.Sequential(nn.Linear(20, 5), nn.Softmax(dim=1))\np = m(x).half()\n"
        "(-(p * torch.log(p + ___)).sum(1).mean()).backward()\n",
        {"1e-8": "LB509 wrong", "1e-7": ""},
    ),
    "an exponential in half precision": (
        NET + "p = m(x).half()\nF.mse_loss(torch.exp(p___), y).backward()\n",
        {"": "LB509 wasteful", ".clamp(max=10)": "", ".float()": ""},
    ),
}
# Means and weights.
WEIGHTS = {
    "a focal loss whose alpha does nothing, and one whose alpha works": (
        COLUMN + "from lossbook.torch import BinaryFocalLoss\n___(m(x).sigmoid(), y)\n",
        {"BinaryFocalLoss(alpha=0.25)": ""},
    ),
    "a focal loss of Keras": (
        KERAS + "m = keras.Sequential([layers.Dense(1, activation='sigmoid')])\n"
        "m.compile('adam', keras.losses.BinaryFocalCrossentropy(___))\n",
        {
            "alpha=0.25": "LB403 wrong",
            "False, 0.25": "LB403 wrong",
            "True, 0.25": "",
            "alpha=None": "",
            "gamma=2": "",
        },
    ),
    "class weights at a batch of one": (
        TORCH + "from torch.utils.data import DataLoader\nm = nn.Linear(3, 4)\nw = torch.tensor([1.0, 2.0, 3.0, 4.0])\n"
        "criterion = nn.CrossEntropyLoss(___)\n"
        "for x, y in DataLoader(data):\n    criterion(m(x), y).backward()\n",
        {"weight=w": "LB404 wrong", "weight=w, reduction='sum'": "", "weight=None": "", "w": "LB404 wrong", "": ""},
    ),
    "class weights at other batches": (
        TORCH + "from torch.utils.data import DataLoader\nm = ___\nw = torch.tensor([1.0, 2.0, 3.0, 4.0])\n"
        "criterion = nn.CrossEntropyLoss(weight=w)\n"
        "for x, y in DataLoader(data, 1):\n    criterion(m(x), y).backward()\n",
        {"nn.Linear(3, 4)": "LB404 wrong", "nn.Conv2d(3, 4, 1)": ""},
    ),
    "weights that favour the common class": (
        COLUMN + "y = torch.randint(0, 2, (64, 1))\nones = y.sum()\nzeros = ___\n"
        "nn.BCEWithLogitsLoss(pos_weight=zeros / ones)(m(x), y).backward()\n",
        {"(y == 0).sum()": "", "len(y) - ones": ""},
    ),
    "the other way round": (
        COLUMN + "y = torch.randint(0, 2, (64, 1))\nones = y.sum()\nzeros = (y == 0).sum()\n"
        "nn.BCEWithLogitsLoss(pos_weight=___)(m(x), y).backward()\n",
        {"ones / zeros": "LB407 look", "zeros / ones": "", "(64 - zeros) / (64 - ones)": "LB407 look"},
    ),
    "steps of several batches": (
        NET + "opt = torch.optim.___\nfor i, (x, y) in enumerate(loader):\n"
        "    F.cross_entropy(m(x), y).backward()\n    if (i + 1) % 4 == 0:\n"
        "        opt.step()\n        opt.zero_grad()\n",
        {"SGD(m.parameters(), 0.1)": "LB401 wrong", "Adam(m.parameters())": "LB401 look"},
    ),
    "steps of several batches, of a sum, divided, or rescaled": (
        NET + "opt = torch.optim.SGD(m.parameters(), 0.1)\nn = 0\nfor x, y in loader:\n"
        "    loss = F.cross_entropy(m(x), y___\n    n += 1\n    if n == 4:\n"
        "        opt.step()\n        opt.zero_grad()\n        n = 0\n",
        {
            ")\n    loss.backward()": "LB401 wrong",
            ", reduction='sum')\n    loss.backward()": "",
            ", size_average=False)\n    loss.backward()": "",
            ") / 4\n    loss.backward()": "",
        },
    ),
    "steps of several batches whose gradients are set to zero by hand": (
        NET + "opt = torch.optim.SGD(m.parameters(), 0.1)\nfor i, (x, y) in enumerate(loader):\n"
        "    F.cross_entropy(m(x), y).backward()\n    if (i + 1) % 4 == 0:\n        opt.step()\n"
        "        for p in m.parameters():\n            p.grad = ___\n",
        {"None": "LB401 wrong", "torch.zeros_like(p)": "LB401 wrong"},
    ),
    "steps of several batches whose gradients are scaled by hand": (
        NET + "opt = torch.optim.SGD(m.parameters(), 0.1)\nfor i, (x, y) in enumerate(loader):\n"
        "    F.cross_entropy(m(x), y).backward()\n    if (i + 1) % 4 == 0:\n        for p in m.parameters():\n"
        "            ___\n        opt.step()\n        opt.zero_grad()\n",
        {
            "p.mean()": "LB401 wrong",
            "p.grad /= 4": "",
            "p.grad *= 0.25": "",
            "p.grad = p.grad / 4": "",
            "p.grad = averaged[p]": "",
            "p.grad.div_(4)": "",
            "p.grad.data.mul_(0.25)": "",
        },
    ),
    "a step now and then, with its gradient": (
        NET + "opt = torch.optim.SGD(m.parameters(), 0.1)\nfor i, (x, y) in enumerate(loader):\n"
        "    opt.zero_grad()\n    loss = F.cross_entropy(m(x), y)\n    if i % 2 == 0:\n"
        "        ___opt.step()\n",
        {"loss.backward()\n        ": ""},
    ),
    "two optimisers, as in a GAN": (
        TORCH + "g, d = nn.Linear(8, 3), nn.Linear(3, 1)\n"
        "of_g, of_d = torch.optim.SGD(g.parameters(), 0.1), torch.optim.SGD(d.parameters(), 0.1)\n"
        "for i, (x, y) in enumerate(loader):\n    of_d.zero_grad()\n"
        "    F.binary_cross_entropy_with_logits(d(x), y).backward()\n    of_d.step()\n    if i % 5 == 0:\n"
        "        of_g.zero_grad()\n        F.binary_cross_entropy_with_logits(d(g(x)), y).backward()\n"
        "        ___.step()\n",
        {"of_g": ""},
    ),
    "a mean of means": (
        NET + "total = 0.0\nfor x, y in loader:\n    total += F.cross_entropy(m(x), y___\n"
        "print(total / len(loader.dataset))\n",
        {
            ").item()": "LB405 look",
            ").item() / 3": "",
            ", reduction='sum').item()": "",
            ").item() * len(x)": "",
        },
    ),
    "a mean and a sum, added": (
        NET
        + "z = m(x)\nkl = -0.5 * torch.sum(1 + z - z.pow(2) - z.exp())\nloss = F.mse_loss(z, x___\nloss.backward()\n",
        {") + kl": "LB406 look", ", reduction='sum') + kl": "", ") + kl / len(x)": "", ") / 3 + kl": ""},
    ),
    "a sum of means, by what it is divided": (
        TORCH + "total = 0.0\nfor x, y in loader:\n    total += F.cross_entropy(net(x), y).___\n",
        {
            "item()\nprint(total / len(y_test))": "LB405 look",
            "detach()\nprint(total / len(y_test))": "LB405 look",
            "item()\nprint(total / len(loader))": "",
        },
    ),
    "losses of different size": (
        KERAS + "a = np.random.uniform(0, ___, size=(9, 1))\nb = np.random.uniform(0, 1, size=(9, 1))\n"
        "i = keras.Input((8,))\nm = keras.Model(i, [layers.Dense(1)(i), layers.Dense(1)(i)])\n"
        "m.compile('adam', loss=['mse', 'mse'])\nm.fit(x, [a, b])\n",
        {"100": "LB406 look", "99": "", "1": ""},
    ),
    "losses of different size, which are weighed": (
        KERAS + "a = np.random.uniform(0, 200, size=(9, 1))\nb = np.random.uniform(0, 1, size=(9, 1))\n"
        "i = keras.Input((8,))\nm = keras.Model(i, [layers.Dense(1)(i), layers.Dense(1)(i)])\n"
        "m.compile('adam', loss=['mse', 'mse']___)\nm.fit(x, [a, b])\n",
        {"": "LB406 look", ", loss_weights=[1e-4, 1]": ""},
    ),
    "losses of different size and power": (
        KERAS + "a = np.random.uniform(0, 150, size=(9, 1))\nb = np.random.uniform(0, 2, size=(9, 1))\n"
        "i = keras.Input((8,))\nm = keras.Model(i, [layers.Dense(1)(i), layers.Dense(1)(i)])\n"
        "m.compile('adam', loss=[___])\nm.fit(x, [a, b])\n",
        {"'mse', 'mse'": "", "'mse', 'mae'": "LB406 look", "'mae', 'mae'": ""},
    ),
    "padding": (
        TORCH + "e, net, m = nn.Embedding(9, 4, padding_idx=0), nn.LSTM(4, 8), nn.Linear(8, 9)\n"
        "states, _ = net(e(x))\nout = m(states)\nF.cross_entropy(___).mean().backward()\n",
        {
            "out.view(-1, 9), y.view(-1)": "LB402 look",
            "out.view(-1, 9), y.view(-1), ignore_index=0": "",
            "out.view(-1, 9), y.view(-1), reduction='none'": "",
            "out, y": "",
        },
    ),
    "padding that is filled, in one row": (
        TORCH + "e, net, m = nn.Embedding(9, 4, padding_idx=0), nn.LSTM(4, 8), nn.Linear(8, 9)\n"
        "states, _ = net(e(x))\nF.cross_entropy(m(states).view(-1, 9), y___.view(-1)).backward()\n",
        {"": "LB402 look", ".masked_fill(mask, -100)": ""},
    ),
    "padding that is filled": (
        TORCH + "from torch.nn.utils.rnn import pad_sequence\nm = nn.Linear(8, 9)\ny = pad_sequence(ys)___\n"
        "F.cross_entropy(m(x), y).backward()\n",
        {"": "LB402 look", ".masked_fill(mask, -100)": ""},
    ),
    "padding that Keras masks": (
        KERAS + "y = keras.utils.pad_sequences(ys)\nm = keras.Sequential([___, layers.LSTM(8, return_sequences=True), "
        "layers.Dense(9, activation='softmax')])\nm.compile('adam', 'sparse_categorical_crossentropy')\nm.fit(x, y)\n",
        {
            "layers.Embedding(9, 4)": "LB402 look",
            "layers.Embedding(9, 4, mask_zero=True)": "",
            "layers.Masking()": "",
        },
    ),
    "padding that is weighed": (
        KERAS + "y = keras.utils.pad_sequences(ys)\nm = keras.Sequential([layers.Embedding(9, 4), "
        "layers.Dense(9, activation='softmax')])\nm.compile('adam', 'sparse_categorical_crossentropy')\n"
        "m.fit(x, y___)\n",
        {"": "LB402 look", ", sample_weight=w": ""},
    ),
    "a loss that is overwritten": (
        NET + "loss = F.cross_entropy(m(x), y)\n___loss = F.mse_loss(m(x), z)\nloss.backward()\n",
        {"": "LB409 wrong", "print(loss)\n": "", "if far:\n    x = 1\n": "", "loss.backward()\n": ""},
    ),
    "a loss that is overwritten in each turn": (
        NET + "for x, y in pairs:\n    loss = F.cross_entropy(m(x), y)\n___loss.backward()\n",
        {"": "LB409 wrong", "    print(loss)\n": "", "    ": ""},
    ),
    "a head whose loss no gradient is taken of": (
        TORCH + "a, b = nn.Linear(3, 4), nn.Linear(3, 4)\n"
        "opt = torch.optim.SGD([{'params': a.parameters()}, {'params': b.parameters()}], 0.1)\n"
        "first = F.cross_entropy(a(x), y)\n"
        "second = F.cross_entropy(b(x), y)\n___\nopt.step()\n",
        {"first.backward()": "LB409 wrong", "(first + second).backward()": "", "print(first, second)": ""},
    ),
    "a head that is not to learn": (
        TORCH + "a, b = nn.Linear(3, 4), nn.Linear(3, 4)\nopt = torch.optim.SGD(a.parameters(), 0.1)\n"
        "first, second = F.cross_entropy(a(x), y), F.cross_entropy(b(x), y)\n___.backward()\nopt.step()\n",
        {"first": ""},
    ),
    "a head whose loss is only looked at": (
        TORCH + "a, b = nn.Linear(3, 4), nn.Linear(3, 4)\n"
        "opt = torch.optim.SGD([{'params': a.parameters()}, {'params': b.parameters()}], 0.1)\n"
        "with torch.___():\n    print(F.cross_entropy(b(x), y))\nF.cross_entropy(a(x), y).backward()\nopt.step()\n",
        {"no_grad": "", "enable_grad": "LB409 wrong"},
    ),
}
# The loop around the loss.
TRAINING = {
    "gradients that are set to zero, in which loop": (
        NET + "opt = torch.optim.SGD(m.parameters(), 0.1)\nfor epoch in range(3):\n___    for x, y in loader:\n"
        "        F.cross_entropy(m(x), y).backward()\n        opt.step()\n",
        {
            "": "LB501 wrong",
            "    opt.zero_grad()\n": "LB501 wrong",
            "    for it in a:\n        opt.zero_grad()\n": "LB501 wrong",
        },
    ),
    "gradients that are set to zero, and how": (
        LOOP + "    ___\n    F.cross_entropy(m(x), y).backward()\n    opt.step()\n",
        {
            "pass": "LB501 wrong",
            "opt.zero_grad()": "",
            "m.zero_grad()": "",
            "for p in m.parameters():\n        p.grad = None": "",
            "for p in m.parameters():\n        p.grad = torch.zeros_like(p)": "",
            "for p in m.parameters():\n        p.grad = averaged[p]": "",
            "for p in m.parameters():\n        p.grad /= 4": "LB501 wrong",
            "opt.zero_grad": "LB502 wrong LB501 wrong",
        },
    ),
    "steps by hand": (
        TORCH + "m = nn.Linear(3, 4)\nw = m.weight\nfor x, y in loader:\n    ___\n    w.data -= 0.1 * w.grad\n",
        {
            "F.cross_entropy(m(x), y).backward()": "LB501 wrong",
            "F.cross_entropy(m(x), y).backward()\n    w.grad.zero_()": "",
            "torch.autograd.grad(F.cross_entropy(m(x), y), w)": "",
        },
    ),
    "steps by hand, of what a tape gives": (
        KERAS + "w = tf.Variable(1.0)\nfor x, y in data:\n    with tf.GradientTape() as tape:\n"
        "        loss = tf.reduce_mean(tf.square(y - w * x))\n    w -= 0.1 * ___\n",
        {"tape.gradient(loss, w)": ""},
    ),
    "the order of the steps": (
        LOOP + "    opt.zero_grad()\n    loss = F.cross_entropy(m(x), y)\n    ___\n",
        {
            "loss.backward()\n    opt.step()": "",
            "opt.step()\n    loss.backward()": "LB502 wrong",
            "opt.step()": "LB502 wrong",
            "loss.backward()\n    opt.step": "LB502 wrong LB502 wrong",
        },
    ),
    "gradients that are set to zero last": (
        LOOP + "    F.cross_entropy(m(x), y).backward()\n    opt.step()\n    ___\n",
        {"opt.zero_grad()": "", "pass": "LB501 wrong"},
    ),
    "a loss that the doctor does not know": (
        LOOP + "    opt.zero_grad()\n    loss = ___(m(x), y)\n    opt.step()\n",
        {"F.cross_entropy": "LB502 wrong", "mine": ""},
    ),
    "an optimiser that is given away": (
        LOOP + "    opt.zero_grad()\n    F.cross_entropy(m(x), y).backward()\n    ___\n",
        {
            "pass": "LB502 wrong",
            "torch.nn.utils.step(opt)": "",
            "torch.optim.lr_scheduler.StepLR(opt, 3)": "LB502 wrong",
        },
    ),
    "a closure that the optimiser calls": (
        NET + "opt = torch.optim.LBFGS(m.parameters())\ndef closure():\n    ___loss = F.cross_entropy(m(x), y)\n"
        "    loss.backward()\n    return loss\nfor i in range(9):\n    opt.step(closure)\n",
        {"opt.zero_grad()\n    ": "", "": "LB501 wrong"},
    ),
    "gradients that a tape gives in a function": (
        KERAS + "m = keras.Sequential([layers.Dense(4)])\ndef fit(x, y):\n    with tf.GradientTape() as tape:\n"
        "        loss = tf.reduce_mean(tf.square(y - m(x)))\n    ___\nfit(x, y)\n",
        {
            "g = tape.gradient(loss, m.trainable_variables)": "LB502 wrong",
            "g = tape.gradient(loss, x)": "",
            "return tape.gradient(loss, m.trainable_variables)": "",
            "g = tape.gradient(loss, m.trainable_variables)\n    return g": "",
            "g = tape.gradient(loss, m.trainable_variables)\n    m.w.assign_sub(g)": "",
        },
    ),
    "gradients that a tape gives elsewhere": (
        KERAS + "m = keras.Sequential([layers.Dense(4)])\ndef ___(x, y):\n    with tf.GradientTape() as tape:\n"
        "        loss = tf.reduce_mean(tf.square(y - m(x)))\n    print(tape.gradient(loss, m.trainable_variables))\n",
        {"show": "", "train": "LB502 wrong"},
    ),
    "which parameters the optimiser holds": (
        TORCH + "a, b = nn.Linear(3, 4), nn.Linear(4, 5)\nopt = torch.optim.Adam(___)\nfor x, y in loader:\n"
        "    opt.zero_grad()\n    F.cross_entropy(b(a(x)), y).backward()\n    opt.step()\n",
        {
            "a.parameters()": "",
            "[*a.parameters(), *b.parameters()]": "",
            "[{'params': b.parameters()}]": "",
            "nn.Linear(3, 4).parameters()": "LB503 wrong",
            "other.parameters()": "",
        },
    ),
    "an optimiser beside a loss without a gradient": (
        TORCH + "a, b = nn.Linear(3, 4), nn.Linear(3, 4)\nopt = torch.optim.Adam(a.parameters())\nfor x, y in loader:\n"
        "    opt.zero_grad()\n    F.cross_entropy(___, y).backward()\n    opt.step()\n",
        {"b(x).detach()": "LB303 wrong", "b(x)": "LB503 wrong", "a(x)": ""},
    ),
    "layers in a list": (
        TORCH + "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.all = ___\n        self.last = nn.Linear(3, 4)\n    def forward(self, x):\n"
        "        for it in self.all:\n            x = it(x)\n        return self.last(x)\nn = N()\n"
        "opt = torch.optim.Adam(n.parameters())\nfor x, y in loader:\n    opt.zero_grad()\n"
        "    F.cross_entropy(n(x), y).backward()\n    opt.step()\n",
        {"[nn.Linear(3, 3)]": "LB503 wrong", "nn.ModuleList([nn.Linear(3, 3)])": "", "[]": ""},
    ),
    "layers in a list of an object that is no module": (
        TORCH + "class N(___):\n    def __init__(self):\n        super().__init__()\n"
        "        self.all = [nn.Linear(3, 3)]\n        self.last = nn.Linear(3, 4)\n    def out(self, x):\n"
        "        return self.last(self.all[0](x))\nn = N()\n"
        "opt = torch.optim.Adam(n.last.parameters())\nfor x, y in loader:\n    opt.zero_grad()\n"
        "    F.cross_entropy(n.out(x), y).backward()\n    opt.step()\n",
        {"": "", "nn.Module": "LB503 wrong"},
    ),
    "layers in a list that the optimiser is given": (
        TORCH + "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.all = [nn.Linear(3, 3)]\n        self.last = nn.Linear(3, 4)\n    def forward(self, x):\n"
        "        return self.last(self.all[0](x))\nn = N()\n"
        "opt = torch.optim.Adam([___{'params': n.parameters()}])\nfor x, y in loader:\n    opt.zero_grad()\n"
        "    F.cross_entropy(n(x), y).backward()\n    opt.step()\n",
        {"": "LB503 wrong", "{'params': n.all[0].parameters()}, ": ""},
    ),
    "a layer that is replaced": (
        TORCH + "from torchvision import models\nm = models.resnet18()\nopt = torch.optim.Adam(m.parameters())\n"
        "m.fc = nn.Linear(512, 10)\n___for x, y in loader:\n    opt.zero_grad()\n"
        "    F.cross_entropy(m(x), y).backward()\n    opt.step()\n",
        {"": "LB503 wrong", "opt = torch.optim.Adam(m.parameters())\n": ""},
    ),
    "a gradient that ends before the other model": (
        TORCH + "g, d = nn.Linear(8, 3), nn.Linear(3, 1)\n"
        "of_g, of_d = torch.optim.Adam(g.parameters()), torch.optim.Adam(d.parameters())\nfor x, y in loader:\n"
        "    of_g.zero_grad()\n    fake = g(x)\n"
        "    F.binary_cross_entropy_with_logits(d(fake___), y).backward()\n    of_g.step()\n",
        {"": "", ".detach()": "LB303 wrong"},
    ),
    "the same with one optimiser": (
        TORCH
        + "g, d = nn.Linear(8, 3), nn.Linear(3, 1)\nof_g = torch.optim.Adam(g.parameters())\nfor x, y in loader:\n"
        "    of_g.zero_grad()\n    fake = g(x)\n"
        "    F.binary_cross_entropy_with_logits(d(fake___), y).backward()\n    of_g.step()\n",
        {"": "", ".detach()": "LB503 wrong"},
    ),
    "what is frozen": (
        TORCH + "m = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 5))\n___\nF.cross_entropy(m(x), y).backward()\n",
        {
            "m.requires_grad_(False)": "LB504 wrong",
            "m[0].requires_grad_(False)": "",
            "for p in m.parameters():\n    p.requires_grad = False": "LB504 wrong",
            "for p in m.parameters():\n    p.requires_grad = False\nm[1].requires_grad_(True)": "",
            "if cold:\n    m.requires_grad_(False)": "",
            "if cold:\n    for p in m.parameters():\n        p.requires_grad = False": "",
            "for p in m.parameters():\n    p.requires_grad = False\nm[1].weight.requires_grad = True": "",
            "for p in m.parameters():\n    p.requires_grad = False\nm[1].bias.requires_grad_(True)": "",
            "m.requires_grad_(False)\nm[1].weight.requires_grad_(False)": "LB504 wrong",
            "m.requires_grad_(False)\nm[1].weight.requires_grad = False": "LB504 wrong",
            "m[0].weight.requires_grad = False\nm[1].weight.requires_grad = False": "",
            "m[0].weight.requires_grad_(False)\nm[1].weight.requires_grad_(False)": "",
        },
    ),
    "what is frozen before a part that is not known": (
        TORCH + "m = nn.Linear(3, 4)\nm.requires_grad_(False)\nF.cross_entropy(m(___), y).backward()\n",
        {"x": "LB504 wrong", "nn.Strange(3)(x)": ""},
    ),
    "what is frozen in Keras": (
        KERAS + "m = keras.Sequential([layers.Dense(8), layers.Dense(4, activation='softmax')])\n___\n"
        "m.compile('adam', 'categorical_crossentropy')\n",
        {"m.trainable = False": "LB504 wrong", "m.layers[0].trainable = False": ""},
    ),
    "a sum that keeps the graph": (
        NET + "total = 0\nfor x, y in loader:\n    loss = F.cross_entropy(m(x), y)\n    ___\n    total += loss\n",
        {"loss.backward()": "LB505 wasteful", "pass": ""},
    ),
    "a sum in each turn": (
        NET + "for x, y in loader:\n    total = 0\n    total += F.cross_entropy(m(x), y)\n    ___.backward()\n",
        {"total": "", "(total / 3)": "", "F.mse_loss(m(x), z)": "LB505 wasteful"},
    ),
    "a sum that is trained on": (
        NET
        + "for x, y in loader:\n    total = 0\n    for it in x:\n        total += F.cross_entropy(m(it), y)\n    ___\n",
        {"total.backward()": "", "(total / 3).backward()": "", "print(total)": ""},
    ),
    "a sum without a graph": (
        NET + "total = 0\nfor x, y in loader:\n    out = m(x)\n    F.cross_entropy(out, y).backward()\n"
        "    with torch.___():\n        total += F.cross_entropy(out, y)\n",
        {"no_grad": "", "enable_grad": "LB505 wasteful"},
    ),
    "an accuracy beside logits": (
        KERAS + "m = keras.Sequential([layers.Dense(1)])\n"
        "m.compile('adam', keras.losses.BinaryCrossentropy(from_logits=True), metrics=[___])\n",
        {
            "'accuracy'": "LB506 wrong",
            "'mae'": "",
            "keras.metrics.Precision()": "LB506 wrong",
            "keras.metrics.Recall(thresholds=0)": "",
            "keras.metrics.BinaryAccuracy(threshold=0)": "",
            "keras.metrics.AUC(from_logits=True)": "",
        },
    ),
    "an accuracy beside logits of masks": (
        KERAS + "from lossbook.tensorflow import BinaryCrossEntropy, Dice\nm = keras.Sequential([layers.Dense(3)])\n"
        "m.compile('adam', ___(from_logits=True), metrics=['accuracy'])\n",
        {"BinaryCrossEntropy": "LB506 wrong", "Dice": ""},
    ),
    "an accuracy beside logits of a layer that is not known": (
        KERAS + "m = keras.Sequential([___])\n"
        "m.compile('adam', keras.losses.BinaryCrossentropy(from_logits=True), metrics=['accuracy'])\n",
        {"layers.Dense(4), layers.Strange()": "LB506 wrong", "layers.Dense(1, activation='sigmoid')": "LB103 wasteful"},
    ),
    "an accuracy of numbers": (
        KERAS
        + "m = keras.Sequential([layers.Dense(1, activation='___')])\nm.compile('adam', 'mae', metrics=['accuracy'])\n",
        {"linear": "LB507 wrong", "relu": "LB507 wrong", "tanh": "LB507 wrong", "sigmoid": "LB111 wasteful"},
    ),
    "a threshold of raw outputs": (
        COLUMN + "out = m(x)\nF.binary_cross_entropy_with_logits(out, y).backward()\nright = ___\n",
        {
            "out > 0.5": "LB506 wrong",
            "out > 0": "",
            "out.gt(0.5)": "LB506 wrong",
            "out.gt(0.6)": "",
            "torch.round(out)": "LB506 wrong",
            "out.sigmoid() > 0.5": "",
            "nn.Linear(3, 1)(x) > 0.5": "",
        },
    ),
    "a learning rate": (
        NET
        + "opt = torch.optim.___\nfor x, y in loader:\n    opt.zero_grad()\n    F.cross_entropy(m(x), y).backward()\n"
        "    opt.step()\n",
        {
            "SGD(m.parameters(), lr=10)": "LB508 look",
            "SGD(m.parameters(), 10)": "LB508 look",
            "SGD(m.parameters(), lr=9.9)": "",
            "Adam(m.parameters(), lr=1)": "LB508 look",
            "Adam(m.parameters(), lr=0.9)": "",
            "Adadelta(m.parameters(), lr=1)": "",
        },
    ),
    "a learning rate with gradients that are clipped": (
        LOOP.replace("lr=0.1", "lr=10")
        + "    opt.zero_grad()\n    F.cross_entropy(m(x), y).backward()\n    ___\n    opt.step()\n",
        {"pass": "LB508 look", "nn.utils.clip_grad_norm_(m.parameters(), 1.0)": ""},
    ),
    "inputs as they are": (
        TORCH + "m = nn.Sequential(___)\nopt = torch.optim.SGD(m.parameters(), lr=0.1)\n"
        "x = torch.randint(0, 256, (9, 20))\nopt.zero_grad()\nF.cross_entropy(m(x), y).backward()\nopt.step()\n",
        {
            "nn.Linear(20, 4)": "LB508 wasteful",
            "nn.Linear(20, 4), nn.BatchNorm1d(4)": "",
            "nn.BatchNorm1d(20), nn.Linear(20, 4)": "",
        },
    ),
    "inputs of some size": (
        TORCH + "m = nn.Linear(20, 4)\nopt = torch.optim.SGD(m.parameters(), lr=0.005)\n"
        "x = torch.randint(___, (9, 20))\nopt.zero_grad()\nF.cross_entropy(m(x), y).backward()\nopt.step()\n",
        {"0, 256": "LB508 wasteful", "-255, 1": "LB508 wasteful", "0, 142": "", "0, 99": ""},
    ),
    "inputs as they are, in Keras": (
        KERAS + "x = np.random.randint(0, 256, (100, 20))\nm = keras.Sequential([___])\n"
        "m.compile(keras.optimizers.SGD(0.1), 'sparse_categorical_crossentropy')\nm.fit(x, y)\n",
        {
            "layers.Dense(9, activation='softmax')": "LB508 wasteful",
            "layers.Rescaling(1 / 255), layers.Dense(9, activation='softmax')": "",
        },
    ),
    "inputs as they are, with gradients that are clipped": (
        KERAS
        + "x = np.random.randint(0, 256, (100, 20))\nm = keras.Sequential([layers.Dense(9, activation='softmax')])\n"
        "m.compile(keras.optimizers.SGD(0.1___), 'sparse_categorical_crossentropy')\nm.fit(x, y)\n",
        {"": "LB508 wasteful", ", clipnorm=1.0": ""},
    ),
    "inputs as they are, under squares": (
        KERAS + "x = np.random.randint(0, 256, (100, 20))\nm = keras.Sequential([layers.Dense(1)])\n"
        "m.compile(keras.optimizers.SGD(0.1), '___')\nm.fit(x, z)\n",
        {"mse": "LB508 wrong", "mae": "LB508 wasteful"},
    ),
    "a frozen model that is evaluated": (
        KERAS + "m = keras.Sequential([layers.Dense(4, activation='softmax')])\nm.trainable = False\n"
        "m.compile('adam', 'categorical_crossentropy')\n___\n",
        {"": "LB504 wrong", "m.evaluate(x, y)": "", "m.fit(x, y)\nm.evaluate(x, y)": "LB504 wrong"},
    ),
    "one-hot rows under a binary loss": (
        KERAS + "m = keras.Sequential([layers.Dense(___, activation='softmax')])\n"
        "m.compile('adam', 'binary_crossentropy')\nm.fit(x, keras.utils.to_categorical(y))\n",
        {"2": "", "5": "LB107 wasteful"},
    ),
    "shares under squares": (
        KERAS + "m = keras.Sequential([layers.Dense(4, activation='softmax')])\n"
        "m.compile('adam', 'mse')\nm.fit(x, ___)\n",
        {"np.random.uniform(0, 1, (100, 4))": "", "np.random.uniform(0, 9, (100, 4))": "LB110 wrong"},
    ),
    "an accuracy of several numbers": (
        KERAS + "m = keras.Sequential([layers.Dense(___)])\nm.compile('adam', 'mse', metrics=['accuracy'])\n",
        {"1": "LB507 wrong", "4": ""},
    ),
    "what Keras finds the logits behind": (
        KERAS + "m = keras.Sequential([layers.Dense(4, activation='softmax')])\n"
        "m.compile('adam', keras.losses.___(from_logits=True))\n",
        {"CategoricalCrossentropy": "LB102 wasteful", "CategoricalFocalCrossentropy": "LB102 wrong"},
    ),
    "what is shuffled alone": (
        KERAS + "___\nmodel.fit(x, y)\n",
        {
            "np.random.shuffle(x)": "LB208 wrong",
            "np.random.shuffle(x)\nnp.random.shuffle(y)": "LB208 wrong",
            "np.random.seed(0)\nnp.random.shuffle(x)\nnp.random.seed(0)\nnp.random.shuffle(y)": "",
            "np.random.shuffle(x)\ny = f(x)": "",
            "x = x[np.random.permutation(9)]": "LB208 wrong",
            "x = z[np.random.permutation(9)]": "",
            "x, y = shuffle(x, y)": "",
        },
    ),
    "parts of what is shuffled alone": (
        KERAS + "___\nmodel.fit(a, b)\n",
        {
            "np.random.shuffle(x)\na, b = x[:9], y[:9]": "LB208 wrong",
            "np.random.shuffle(x)\na, b = x[:9], x[9:]": "",
            "x = x[np.random.permutation(9)]\na, b = x[:9], y[:9]": "LB208 wrong",
            "x = z[np.random.permutation(9)]\na, b = x[:9], y[:9]": "",
        },
    ),
    "two draws": (
        KERAS + "a, b = x[np.random.permutation(9)], ___\n",
        {"y[np.random.permutation(9)]": "LB208 look", "x[np.random.permutation(9)]": ""},
    ),
    "a loss that is made of the outputs": (
        NET + "loss = nn.CrossEntropyLoss(___)\n",
        {"m(x), y": "LB209 wrong", "torch.tensor([1.0, 2.0, 3.0, 4.0])": "", "weight": ""},
    ),
}
# What is known of a value, and what remains of it behind a branch.
FOLLOWED = {
    "a branch": (
        NET + "out = m(x)\n___\nF.cross_entropy(out, y).backward()\n",
        {
            "out = out.softmax(1)": "LB102 wrong",
            "if a:\n    out = out.softmax(1)": "",
            "if a:\n    pass\nelse:\n    out = out.softmax(1)": "",
            "if a:\n    out = out.softmax(1)\nelse:\n    out = F.softmax(out, 1)": "LB102 wrong",
            "out = out.softmax(1) if a else out": "",
            "out = out if a else out.softmax(1)": "",
            "out = out.softmax(1) if True else out": "LB102 wrong",
            "if True and a:\n    out = out.softmax(1)": "",
            "if False and a:\n    out = out.softmax(1)": "",
            "if True or a:\n    out = out.softmax(1)": "LB102 wrong",
            "if not False:\n    out = out.softmax(1)": "LB102 wrong",
            "try:\n    out = out.softmax(1)\nexcept OSError:\n    out = m(x)": "LB102 wrong",
        },
    ),
    "a branch that ends": (
        NET + "def f(x, a):\n    out = m(x)\n    if a:\n        ___\n    return out.softmax(1)\n"
        "F.cross_entropy(f(x, b), y).backward()\n",
        {
            "pass": "LB102 wrong",
            "return out": "",
            "raise ValueError": "LB102 wrong",
            "return out.softmax(1)": "LB102 wrong",
        },
    ),
    "the other branch ends": (
        NET + "def f(x, a):\n    out = m(x)\n    if a:\n        out = out.softmax(1)\n    else:\n        ___\n"
        "    return out\n"
        "F.cross_entropy(f(x, b), y).backward()\n",
        {"raise ValueError": "LB102 wrong", "pass": "", "return out": ""},
    ),
    "a branch that appends a layer": (
        TORCH + "all = [nn.Linear(3, 4)]\nif a:\n    all.append(nn.Softmax(1))\n___m = nn.Sequential(*all)\n"
        "F.cross_entropy(m(x), y).backward()\n",
        {"": "", "else:\n    all.append(nn.Softmax(-1))\n": "LB102 wrong"},
    ),
    "an argument that nobody gives": (
        TORCH
        + "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.f = nn.Linear(3, 4)\n"
        "    def forward(self, x):\n        return self.f(x)\nn = N()\ndef train(x, y, ___):\n"
        "    out = n(x).softmax(1) if soft else n(x)\n    F.cross_entropy(out, y).backward()\n",
        {"soft=True": "", "soft": "", "*, soft=False": ""},
    ),
    "an argument that has a default": (
        NET + "def out(x, ___):\n    return m(x).softmax(1) if soft else m(x)\nF.cross_entropy(out(x), y).backward()\n",
        {"soft=True": "LB102 wrong", "soft=False": "", "*, soft=True": "LB102 wrong", "*, soft=False": ""},
    ),
    "a method that has no object": (
        NET + "class A:\n    @staticmethod\n    def out(x, soft):\n        return m(x).softmax(1) if soft else m(x)\n"
        "F.cross_entropy(A().out(x, ___), y).backward()\n",
        {"True": "LB102 wrong", "False": ""},
    ),
    "an evaluation": (
        NET + "with torch.___():\n    loss = F.cross_entropy(m(x).softmax(1), y)\n",
        {"no_grad": "", "inference_mode": "", "enable_grad": "LB102 wrong"},
    ),
    "a network that is switched": (
        NET + "F.cross_entropy(m___(x).softmax(1), y).backward()\n",
        {".eval()": "LB102 wrong", ".train()": "LB102 wrong", ".to(device)": "LB102 wrong"},
    ),
    "a gradient that is scaled": (
        NET + "scaler = torch.amp.GradScaler()\nopt = torch.optim.SGD(m.parameters(), 0.1)\nfor x, y in loader:\n"
        "    ___\n    loss = F.cross_entropy(m(x), y)\n    scaler.scale(loss).backward()\n    scaler.step(opt)\n",
        {"opt.zero_grad()": ""},
    ),
    "a model's outputs against another's": (
        NET + "t = nn.Linear(3, 4)\n___.backward()\n",
        {
            "F.mse_loss(m(x).softmax(1), t(x).softmax(1))": "",
            "F.mse_loss(m(x).sigmoid(), t(x).sigmoid())": "",
            "F.cross_entropy(m(x).softmax(1), t(x).softmax(1))": "LB102 wrong",
            "F.mse_loss(m(x).softmax(0), t(x).softmax(0))": "LB206 look",
        },
    ),
    "rows of shares": (
        TORCH + "m = nn.Linear(9, 3)\ny = torch.___\nF.cross_entropy(m(x), y, ignore_index=0)\n",
        {"randint(0, 2, (64,))": "LB408 look", "randint(0, 2, (64, 3)).float()": "LB204 wrong", "rand(64, 3)": ""},
    ),
}
DATA = {
    "labels of one column": (
        KERAS + "(x, y), _ = keras.datasets.mnist.load_data()\nm = keras.Sequential([layers.Dense(___)])\n"
        "m.compile('adam', keras.losses.CategoricalCrossentropy(from_logits=True))\nm.fit(x, y)\n",
        {"1": "LB108 wrong", "10": "LB201 wrong"},
    ),
    "labels that come in rows": (
        TORCH
        + "import keras\n(x, y), _ = keras.datasets.___.load_data()\nF.mse_loss(nn.Linear(3, 1)(x), y).backward()\n",
        {"mnist": "LB205 wrong", "cifar10": ""},
    ),
    "classes of a data set": (
        TORCH + "from sklearn.datasets import load_iris\nx, y = load_iris(return_X_y=True)\nm = nn.Linear(4, ___)\n"
        "F.cross_entropy(m(x), y + 1).backward()\n",
        {"3": "LB202 wrong", "4": ""},
    ),
    "targets by arithmetic": (
        COLUMN + "a, b = torch.randint(0, 2, (64, 1)), torch.randint(0, 2, (64, 1))\n"
        "F.binary_cross_entropy_with_logits(m(x), ___).backward()\n",
        {
            "a - b": "LB203 wrong",
            "a * b": "",
            "a + b": "LB203 wrong",
            "1 - a": "",
            "(a + b) / 2": "",
            "a.clip(0, 1)": "",
        },
    ),
    "targets that are given new values": (
        COLUMN
        + "y = torch.randint(0, 2, (64, 1)) * 2 - 1\n___F.binary_cross_entropy_with_logits(m(x), y).backward()\n",
        {"": "LB203 wrong", "y[y == -1] = 0\n": "", "y[y < 0] = 0\n": "", "y[0] = 1\n": "LB203 wrong"},
    ),
    "targets that are scaled": (
        KERAS + "from sklearn.preprocessing import MinMaxScaler, StandardScaler\n"
        "y = ___().fit_transform(y)\nm = keras.Sequential([layers.Dense(1, activation='sigmoid')])\n"
        "m.compile('adam', 'mse')\nm.fit(x, y)\n",
        {"StandardScaler": "LB112 wrong", "MinMaxScaler": ""},
    ),
    "labels that are encoded": (
        KERAS + "from sklearn.preprocessing import LabelBinarizer, LabelEncoder, OneHotEncoder\n"
        "y = ___().fit_transform(y)\nm = keras.Sequential([layers.Dense(3, activation='softmax')])\n"
        "m.compile('adam', 'sparse_categorical_crossentropy')\nm.fit(x, y)\n",
        {"OneHotEncoder": "LB201 wrong", "LabelEncoder": "", "LabelBinarizer": ""},
    ),
    "labels by folder": (
        KERAS + "data = keras.utils.image_dataset_from_directory('a'___)\n"
        "m = keras.Sequential([layers.Dense(5, activation='softmax')])\n"
        "m.compile('adam', 'categorical_crossentropy')\nm.fit(data)\n",
        {"": "LB201 wrong", ", label_mode='categorical'": "", ", label_mode='int'": "LB201 wrong"},
    ),
    "flags by folder": (
        KERAS + "data = keras.utils.image_dataset_from_directory('a'___)\n"
        "m = keras.Sequential([layers.Dense(1, activation='sigmoid')])\nm.compile('adam', 'mse')\nm.fit(data)\n",
        {"": "", ", label_mode='binary'": "LB111 wasteful"},
    ),
    "labels by argmax": (
        TORCH + "m = nn.Linear(9, 3)\ny = torch.randn(64, ___).argmax(1) + 1\nF.cross_entropy(m(x), y).backward()\n",
        {"3": "LB202 wrong", "2": ""},
    ),
}


def cases(*tables):
    """Each program of these tables, with what fills its gap, and what the doctor says."""
    return [
        pytest.param(source.replace("___", filling), finding, id=f"{name}: {filling or 'nothing'}")
        for table in tables
        for name, (source, fillings) in table.items()
        for filling, finding in fillings.items()
    ]


@pytest.mark.parametrize(("source", "finding"), cases(LAST_LAYER, LABELS, BY_HAND, WEIGHTS, TRAINING, FOLLOWED, DATA))
def test_one_word_decides(source, finding):
    assert said(source) == finding


@pytest.mark.parametrize("place", ["nn.Softmax(1),", "nn.CrossEntropyLoss()", "criterion(m(x), y)"])
def test_a_comment_silences_at_the_layer_the_loss_and_where_they_meet(place):
    loud = TORCH + (
        "m = nn.Sequential(\n    nn.Linear(3, 4),\n    nn.Softmax(1),\n)\n"
        "criterion = nn.CrossEntropyLoss()\nloss = criterion(m(x), y)\n"
    )
    assert said(loud) == "LB102 wrong"
    assert said(loud.replace(place, f"{place}  # lossbook: ignore[LB102]")) == ""
    assert said(loud.replace("import torch\n", "import torch  # lossbook: ignore[LB102]\n")) == "LB102 wrong"
