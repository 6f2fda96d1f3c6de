"""Sort support tickets: how urgent are they, and which department answers?"""

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

vocabulary, length, departments, n = 200, 20, 4, 400
rng = np.random.default_rng(11)
titles = rng.integers(1, vocabulary, size=(n, length))
urgent = (titles[:, :1] > 100).astype("float32")
department = keras.utils.to_categorical(titles[:, 1] % departments, departments)

title_in = keras.Input(shape=(length,), dtype="int32", name="title")
emb = layers.Embedding(vocabulary, 16)(title_in)
body = layers.GlobalAveragePooling1D()(emb)
body = layers.Dense(32, activation="relu")(body)

urgent_out = layers.Dense(1, activation="sigmoid", name="urgent")(body)
department_out = layers.Dense(departments, name="department")(body)

model = keras.Model(title_in, {"urgent": urgent_out, "department": department_out})
model.compile(
    optimizer="rmsprop",
    loss={"urgent": "binary_crossentropy", "department": "categorical_crossentropy"},
    loss_weights={"urgent": 1.0, "department": 0.5},
)
model.fit(titles, {"urgent": urgent, "department": department}, epochs=2, batch_size=50, verbose=0)
print(model.evaluate(titles, {"urgent": urgent, "department": department}, verbose=0))
