import numpy as np
from keras import Sequential, layers

rng = np.random.default_rng(21)
counts = rng.poisson(1.0, size=(700, 40))
spam = (counts[:, :5].sum(axis=1) > 5).astype(int)

model = Sequential(name="spam_filter")
model.add(layers.Input(shape=(40,)))
model.add(layers.Dense(20, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="sgd", loss="mse", metrics=["accuracy"])
model.fit(counts, spam, epochs=5, batch_size=16, verbose=0)

loss, accuracy = model.evaluate(counts, spam, verbose=0)
print(f"{accuracy:.2%} of the mails are sorted rightly")
