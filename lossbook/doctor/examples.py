"""For each rule a program that breaks it and its mended twin: what ``explain`` prints, and what the tests read."""

from __future__ import annotations

# What only a batch shows, and reading a program cannot.
ON_A_BATCH = {
    "LB116",  # whether a ReLU's outputs are all 0 depends on the weights and the batch
    "LB117",  # how many samples are wrong where the gradient vanishes depends on the weights and the batch
    "LB510",  # how far a first loss lies above that of knowing nothing is a number of the batch
}

# A program that breaks the rule, and the same program without the fault.
EXAMPLES: dict[str, tuple[str, str]] = {
    "LB101": (
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="softmax"))
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
""",
    ),
    "LB102": (
        """\
from torch import nn

model = nn.Sequential(
    nn.Linear(784, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
loss = nn.CrossEntropyLoss()(model(images), labels)
loss.backward()
""",
        """\
from torch import nn

model = nn.Sequential(
    nn.Linear(784, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
)
loss = nn.CrossEntropyLoss()(model(images), labels)
loss.backward()
""",
    ),
    "LB103": (
        """\
from torch import nn

model = nn.Linear(8, 1)
criterion = nn.BCEWithLogitsLoss()
outputs = model(x).sigmoid()
loss = criterion(outputs, y)
loss.backward()
""",
        """\
from torch import nn

model = nn.Linear(8, 1)
criterion = nn.BCEWithLogitsLoss()
outputs = model(x)
loss = criterion(outputs, y)
loss.backward()
""",
    ),
    "LB104": (
        """\
import keras
from keras import layers

model = keras.Sequential(
    [
        layers.Dense(16, activation="relu"),
        layers.Dense(1),
    ]
)
model.compile("adam", loss="binary_crossentropy")
""",
        """\
import keras
from keras import layers

model = keras.Sequential(
    [
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy")
""",
    ),
    "LB105": (
        """\
import torch.nn.functional as F
from torch import nn

model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
outputs = model(images)
loss = F.nll_loss(outputs, labels)
loss.backward()
""",
        """\
import torch.nn.functional as F
from torch import nn

model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
outputs = F.log_softmax(model(images), dim=1)
loss = F.nll_loss(outputs, labels)
loss.backward()
""",
    ),
    "LB106": (
        """\
import keras
from keras import layers

inputs = keras.Input((784,))
x = layers.Dense(64, activation="relu")(inputs)
outputs = layers.Dense(10, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="categorical_crossentropy")
""",
        """\
import keras
from keras import layers

inputs = keras.Input((784,))
x = layers.Dense(64, activation="relu")(inputs)
outputs = layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="categorical_crossentropy")
""",
    ),
    "LB107": (
        """\
import keras
from keras import layers

tags = 5
inputs = keras.Input((300,))
x = layers.Dense(64, activation="relu")(inputs)
outputs = layers.Dense(tags, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="binary_crossentropy")
""",
        """\
import keras
from keras import layers

tags = 5
inputs = keras.Input((300,))
x = layers.Dense(64, activation="relu")(inputs)
outputs = layers.Dense(tags, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="binary_crossentropy")
""",
    ),
    "LB108": (
        """\
from torch import nn

model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
criterion = nn.CrossEntropyLoss()
loss = criterion(model(x), y)
loss.backward()
""",
        """\
from torch import nn

model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2))
criterion = nn.CrossEntropyLoss()
loss = criterion(model(x), y)
loss.backward()
""",
    ),
    "LB109": (
        """\
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(784, 10)

    def forward(self, x):
        return F.relu(self.fc(x))


loss = F.cross_entropy(Net()(images), labels)
""",
        """\
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(784, 10)

    def forward(self, x):
        return self.fc(x)


loss = F.cross_entropy(Net()(images), labels)
""",
    ),
    "LB110": (
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(4, activation="softmax"))
model.compile("adam", loss="mse")
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(4))
model.compile("adam", loss="mse")
""",
    ),
    "LB111": (
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("sgd", loss="mean_squared_error", metrics=["accuracy"])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("sgd", loss="binary_crossentropy", metrics=["accuracy"])
""",
    ),
    "LB112": (
        """\
import keras
import numpy as np
from keras import layers

x = np.linspace(0, 10, 500).reshape(-1, 1)
y = np.sin(x)
model = keras.Sequential()
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1, activation="relu"))
model.compile("adam", loss="mse")
model.fit(x, y, epochs=20)
""",
        """\
import keras
import numpy as np
from keras import layers

x = np.linspace(0, 10, 500).reshape(-1, 1)
y = np.sin(x)
model = keras.Sequential()
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1))
model.compile("adam", loss="mse")
model.fit(x, y, epochs=20)
""",
    ),
    "LB113": (
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", loss="hinge")
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1))
model.compile("adam", loss="hinge")
""",
    ),
    "LB114": (
        """\
import torch.nn.functional as F
from torch import nn

student = nn.Linear(20, 10)
outputs = F.softmax(student(x), dim=1)
loss = F.kl_div(outputs, teacher_probs, reduction="batchmean")
loss.backward()
""",
        """\
import torch.nn.functional as F
from torch import nn

student = nn.Linear(20, 10)
outputs = F.log_softmax(student(x), dim=1)
loss = F.kl_div(outputs, teacher_probs, reduction="batchmean")
loss.backward()
""",
    ),
    "LB115": (
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1))
model.compile("adam", loss="poisson")
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="exponential"))
model.compile("adam", loss="poisson")
""",
    ),
    "LB201": (
        """\
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential()
model.add(layers.Flatten(input_shape=(28, 28)))
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", loss="categorical_crossentropy")
model.fit(x_train / 255.0, y_train, epochs=5)
""",
        """\
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential()
model.add(layers.Flatten(input_shape=(28, 28)))
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy")
model.fit(x_train / 255.0, y_train, epochs=5)
""",
    ),
    "LB202": (
        """\
import torch
from torch import nn

x = torch.randn(64, 20)
y = torch.randint(1, 6, (64,))
model = nn.Linear(20, 5)
loss = nn.CrossEntropyLoss()(model(x), y)
loss.backward()
""",
        """\
import torch
from torch import nn

x = torch.randn(64, 20)
y = torch.randint(1, 6, (64,))
model = nn.Linear(20, 5)
loss = nn.CrossEntropyLoss()(model(x), y - 1)
loss.backward()
""",
    ),
    "LB203": (
        """\
import torch
from torch import nn

x = torch.randn(100, 2)
y = torch.sign(torch.randn(100, 1))
model = nn.Linear(2, 1)
loss = nn.BCEWithLogitsLoss()(model(x), y)
loss.backward()
""",
        """\
import torch
from torch import nn

x = torch.randn(100, 2)
y = torch.sign(torch.randn(100, 1))
model = nn.Linear(2, 1)
loss = nn.BCEWithLogitsLoss()(model(x), (y + 1) / 2)
loss.backward()
""",
    ),
    "LB204": (
        """\
import keras
import numpy as np
from keras import layers

x = np.random.rand(1000, 20)
y = np.random.randint(0, 2, size=(1000, 5))
model = keras.Sequential()
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(5, activation="softmax"))
model.compile("adam", loss="categorical_crossentropy")
model.fit(x, y, epochs=5)
""",
        """\
import keras
import numpy as np
from keras import layers

x = np.random.rand(1000, 20)
y = np.random.randint(0, 2, size=(1000, 5))
model = keras.Sequential()
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(5, activation="sigmoid"))
model.compile("adam", loss="binary_crossentropy")
model.fit(x, y, epochs=5)
""",
    ),
    "LB205": (
        """\
import torch
from torch import nn

x = torch.randn(64, 3)
y = torch.randn(64)
model = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 1))
loss = nn.MSELoss()(model(x), y)
loss.backward()
""",
        """\
import torch
from torch import nn

x = torch.randn(64, 3)
y = torch.randn(64)
model = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 1))
loss = nn.MSELoss()(model(x).squeeze(1), y)
loss.backward()
""",
    ),
    "LB206": (
        """\
import torch.nn.functional as F
from torch import nn

model = nn.Linear(20, 5)
log_probs = F.log_softmax(model(x), dim=0)
loss = F.nll_loss(log_probs, y)
loss.backward()
""",
        """\
import torch.nn.functional as F
from torch import nn

model = nn.Linear(20, 5)
log_probs = F.log_softmax(model(x), dim=1)
loss = F.nll_loss(log_probs, y)
loss.backward()
""",
    ),
    "LB207": (
        """\
import keras
import tensorflow as tf
from keras import layers

model = keras.Sequential([layers.Dense(10, activation="softmax")])
loss_fn = keras.losses.CategoricalCrossentropy()
optimizer = keras.optimizers.Adam()
for x, y in dataset:
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
""",
        """\
import keras
import tensorflow as tf
from keras import layers

model = keras.Sequential([layers.Dense(10, activation="softmax")])
loss_fn = keras.losses.CategoricalCrossentropy()
optimizer = keras.optimizers.Adam()
for x, y in dataset:
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
""",
    ),
    "LB208": (
        """\
import keras
import numpy as np
from keras import layers

np.random.shuffle(x)
model = keras.Sequential([layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy")
model.fit(x, y, epochs=10, validation_split=0.2)
""",
        """\
import keras
import numpy as np
from keras import layers

order = np.random.permutation(len(x))
x, y = x[order], y[order]
model = keras.Sequential([layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy")
model.fit(x, y, epochs=10, validation_split=0.2)
""",
    ),
    "LB209": (
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    loss = nn.CrossEntropyLoss(model(x), y)
    loss.backward()
    optimizer.step()
""",
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    loss = nn.CrossEntropyLoss()(model(x), y)
    loss.backward()
    optimizer.step()
""",
    ),
    "LB301": (
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
probs = torch.softmax(model(x), dim=1)
log_probs = torch.log(probs)
loss = -log_probs[torch.arange(len(y)), y].mean()
loss.backward()
""",
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
log_probs = torch.log_softmax(model(x), dim=1)
loss = -log_probs[torch.arange(len(y)), y].mean()
loss.backward()
""",
    ),
    "LB302": (
        """\
import keras
from keras import layers, ops


def likelihood_loss(y_true, y_pred):
    return ops.mean(ops.sum(y_true * ops.log(y_pred + 1e-7), axis=-1))


model = keras.Sequential([layers.Dense(10, activation="softmax")])
model.compile("adam", loss=likelihood_loss)
""",
        """\
import keras
from keras import layers, ops


def likelihood_loss(y_true, y_pred):
    return -ops.mean(ops.sum(y_true * ops.log(y_pred + 1e-7), axis=-1))


model = keras.Sequential([layers.Dense(10, activation="softmax")])
model.compile("adam", loss=likelihood_loss)
""",
    ),
    "LB303": (
        """\
import keras
from keras import layers, ops


def error_rate(y_true, y_pred):
    return ops.mean(ops.abs(y_true - ops.round(y_pred)))


model = keras.Sequential([layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss=error_rate)
""",
        """\
import keras
from keras import layers, ops


def error_rate(y_true, y_pred):
    return ops.mean(ops.abs(y_true - y_pred))


model = keras.Sequential([layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss=error_rate)
""",
    ),
    "LB304": (
        """\
import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(8, 1)
loss = torch.sqrt(F.mse_loss(model(x), y))
loss.backward()
""",
        """\
import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(8, 1)
loss = torch.sqrt(F.mse_loss(model(x), y) + 1e-12)
loss.backward()
""",
    ),
    "LB305": (
        """\
import keras
import tensorflow as tf
from keras import layers


def log_error(y_true, y_pred):
    logs = tf.where(y_pred > 0, tf.math.log(y_pred), 0.0)
    return tf.reduce_mean(tf.square(y_true - logs))


model = keras.Sequential([layers.Dense(1)])
model.compile("adam", loss=log_error)
""",
        """\
import keras
import tensorflow as tf
from keras import layers


def log_error(y_true, y_pred):
    logs = tf.where(y_pred > 0, tf.math.log(tf.where(y_pred > 0, y_pred, 1.0)), 0.0)
    return tf.reduce_mean(tf.square(y_true - logs))


model = keras.Sequential([layers.Dense(1)])
model.compile("adam", loss=log_error)
""",
    ),
    "LB401": (
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step, (x, y) in enumerate(loader, start=1):
    loss = criterion(model(x), y)
    loss.backward()
    if step % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()
""",
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step, (x, y) in enumerate(loader, start=1):
    loss = criterion(model(x), y) / 4
    loss.backward()
    if step % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()
""",
    ),
    "LB402": (
        """\
from torch import nn

embedding = nn.Embedding(1000, 64, padding_idx=0)
lstm = nn.LSTM(64, 128, batch_first=True)
head = nn.Linear(128, 1000)
criterion = nn.CrossEntropyLoss()
states, _ = lstm(embedding(sources))
scores = head(states)
loss = criterion(scores.view(-1, 1000), targets.view(-1))
loss.backward()
""",
        """\
from torch import nn

embedding = nn.Embedding(1000, 64, padding_idx=0)
lstm = nn.LSTM(64, 128, batch_first=True)
head = nn.Linear(128, 1000)
criterion = nn.CrossEntropyLoss(ignore_index=0)
states, _ = lstm(embedding(sources))
scores = head(states)
loss = criterion(scores.view(-1, 1000), targets.view(-1))
loss.backward()
""",
    ),
    "LB403": (
        """\
import keras
from keras import layers

model = keras.Sequential([layers.Dense(1, activation="sigmoid")])
loss = keras.losses.BinaryFocalCrossentropy(alpha=0.25, gamma=2.0)
model.compile("adam", loss=loss)
""",
        """\
import keras
from keras import layers

model = keras.Sequential([layers.Dense(1, activation="sigmoid")])
loss = keras.losses.BinaryFocalCrossentropy(
    apply_class_balancing=True, alpha=0.25, gamma=2.0
)
model.compile("adam", loss=loss)
""",
    ),
    "LB404": (
        """\
import torch
from torch import nn
from torch.utils.data import DataLoader

model = nn.Linear(20, 3)
weight = torch.tensor([1.0, 2.0, 10.0])
criterion = nn.CrossEntropyLoss(weight=weight)
for x, y in DataLoader(dataset, batch_size=1, shuffle=True):
    loss = criterion(model(x), y)
    loss.backward()
""",
        """\
import torch
from torch import nn
from torch.utils.data import DataLoader

model = nn.Linear(20, 3)
weight = torch.tensor([1.0, 2.0, 10.0])
criterion = nn.CrossEntropyLoss(weight=weight)
for x, y in DataLoader(dataset, batch_size=32, shuffle=True):
    loss = criterion(model(x), y)
    loss.backward()
""",
    ),
    "LB405": (
        """\
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader

model = nn.Linear(20, 5)
test_loader = DataLoader(test_set, batch_size=64)
total = 0.0
for x, y in test_loader:
    total += F.cross_entropy(model(x), y).item()
print(total / len(test_loader.dataset))
""",
        """\
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader

model = nn.Linear(20, 5)
test_loader = DataLoader(test_set, batch_size=64)
total = 0.0
for x, y in test_loader:
    total += F.cross_entropy(model(x), y).item() * len(x)
print(total / len(test_loader.dataset))
""",
    ),
    "LB406": (
        """\
import keras
import numpy as np
from keras import layers

x = np.random.rand(1000, 8)
price = np.random.uniform(50_000, 900_000, size=(1000, 1))
rooms = np.random.randint(1, 9, size=(1000, 1))
inputs = keras.Input((8,))
hidden = layers.Dense(32, activation="relu")(inputs)
outputs = [layers.Dense(1)(hidden), layers.Dense(1)(hidden)]
model = keras.Model(inputs, outputs)
model.compile("adam", loss=["mse", "mse"])
model.fit(x, [price, rooms], epochs=10)
""",
        """\
import keras
import numpy as np
from keras import layers

x = np.random.rand(1000, 8)
price = np.random.uniform(50_000, 900_000, size=(1000, 1))
rooms = np.random.randint(1, 9, size=(1000, 1))
inputs = keras.Input((8,))
hidden = layers.Dense(32, activation="relu")(inputs)
outputs = [layers.Dense(1)(hidden), layers.Dense(1)(hidden)]
model = keras.Model(inputs, outputs)
model.compile("adam", loss=["mse", "mse"])
model.fit(x, [price / 100_000, rooms], epochs=10)
""",
    ),
    "LB407": (
        """\
import torch
from torch import nn

counts = torch.bincount(labels)
model = nn.Linear(20, 3)
criterion = nn.CrossEntropyLoss(weight=counts / counts.sum())
loss = criterion(model(x), labels)
loss.backward()
""",
        """\
import torch
from torch import nn

counts = torch.bincount(labels)
model = nn.Linear(20, 3)
criterion = nn.CrossEntropyLoss(weight=counts.sum() / counts)
loss = criterion(model(x), labels)
loss.backward()
""",
    ),
    "LB408": (
        """\
import keras
import numpy as np
from keras import layers

x = np.random.rand(1000, 20)
y = np.random.randint(0, 3, size=1000)
model = keras.Sequential([layers.Dense(3)])
loss = keras.losses.SparseCategoricalCrossentropy(
    from_logits=True, ignore_class=0
)
model.compile("adam", loss=loss)
model.fit(x, y, epochs=5)
""",
        """\
import keras
import numpy as np
from keras import layers

x = np.random.rand(1000, 20)
y = np.random.randint(0, 3, size=1000)
model = keras.Sequential([layers.Dense(3)])
loss = keras.losses.SparseCategoricalCrossentropy(
    from_logits=True, ignore_class=-1
)
model.compile("adam", loss=loss)
model.fit(x, y, epochs=5)
""",
    ),
    "LB409": (
        """\
import torch.nn.functional as F
from torch import nn

student = nn.Linear(20, 10)
scores = student(x)
log_probs = F.log_softmax(scores, dim=1)
loss = F.cross_entropy(scores, labels)
loss = F.kl_div(log_probs, teacher_probs, reduction="batchmean")
loss.backward()
""",
        """\
import torch.nn.functional as F
from torch import nn

student = nn.Linear(20, 10)
scores = student(x)
log_probs = F.log_softmax(scores, dim=1)
loss = F.cross_entropy(scores, labels)
loss += F.kl_div(log_probs, teacher_probs, reduction="batchmean")
loss.backward()
""",
    ),
    "LB501": (
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
""",
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
""",
    ),
    "LB502": (
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
""",
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
""",
    ),
    "LB503": (
        """\
import torch
from torch import nn
from torchvision import models

model = models.resnet18(weights="DEFAULT")
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
model.fc = nn.Linear(512, 10)
for x, y in loader:
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
""",
        """\
import torch
from torch import nn
from torchvision import models

model = models.resnet18(weights="DEFAULT")
model.fc = nn.Linear(512, 10)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
for x, y in loader:
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
""",
    ),
    "LB504": (
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Conv2D(32, 3, activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(10, activation="softmax"))
for layer in model.layers:
    layer.trainable = False
model.compile("adam", loss="sparse_categorical_crossentropy")
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Conv2D(32, 3, activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(10, activation="softmax"))
for layer in model.layers[:-1]:
    layer.trainable = False
model.compile("adam", loss="sparse_categorical_crossentropy")
""",
    ),
    "LB505": (
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
optimizer = torch.optim.Adam(model.parameters())
total = 0.0
for x, y in loader:
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    total += loss
""",
        """\
import torch
from torch import nn

model = nn.Linear(20, 5)
optimizer = torch.optim.Adam(model.parameters())
total = 0.0
for x, y in loader:
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    total += loss.item()
""",
    ),
    "LB506": (
        """\
import keras
from keras import layers

model = keras.Sequential([layers.Dense(1)])
model.compile(
    "adam",
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
""",
        """\
import keras
from keras import layers

model = keras.Sequential([layers.Dense(1)])
model.compile(
    "adam",
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
)
""",
    ),
    "LB507": (
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(1))
model.compile("adam", loss="mse", metrics=["accuracy"])
""",
        """\
import keras
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(1))
model.compile("adam", loss="mse", metrics=["mae"])
""",
    ),
    "LB508": (
        """\
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential()
model.add(layers.Flatten(input_shape=(28, 28)))
model.add(layers.Dense(1))
optimizer = keras.optimizers.SGD(learning_rate=0.01)
model.compile(optimizer, loss="mse")
model.fit(x_train, y_train, epochs=5)
""",
        """\
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential()
model.add(layers.Flatten(input_shape=(28, 28)))
model.add(layers.Dense(1))
optimizer = keras.optimizers.SGD(learning_rate=0.01)
model.compile(optimizer, loss="mse")
model.fit(x_train / 255.0, y_train, epochs=5)
""",
    ),
    "LB509": (
        """\
import torch
from torch import nn

x = torch.randn(64, 20)
model = nn.Sequential(nn.Linear(20, 5), nn.Softmax(dim=1)).half()
probs = model(x.half())
entropy = -(probs * torch.log(probs + 1e-8)).sum(dim=1).mean()
entropy.backward()
""",
        """\
import torch
from torch import nn

x = torch.randn(64, 20)
model = nn.Sequential(nn.Linear(20, 5), nn.Softmax(dim=1)).half()
probs = model(x.half()).float()
entropy = -(probs * torch.log(probs + 1e-8)).sum(dim=1).mean()
entropy.backward()
""",
    ),
}
