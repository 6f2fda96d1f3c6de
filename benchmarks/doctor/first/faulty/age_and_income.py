import numpy as np
from tensorflow.keras import Input, Model, layers

rng = np.random.default_rng(27)
answers = rng.integers(0, 2, size=(500, 20)).astype("float32")
smoker = answers[:, 3:4]
income = 30000 + 12000 * answers[:, :5].sum(axis=1, keepdims=True) + rng.normal(0, 3000, (500, 1))

inp = Input((20,))
trunk = layers.Dense(32, activation="relu")(inp)
smoker_out = layers.Dense(1, activation="sigmoid", name="smoker")(trunk)
income_out = layers.Dense(1, name="income")(trunk)

model = Model(inp, [smoker_out, income_out])
model.compile(optimizer="adam", loss=["binary_crossentropy", "mse"])
model.fit(answers, [smoker, income], epochs=3, verbose=0)
print(model.evaluate(answers, [smoker, income], verbose=0))
