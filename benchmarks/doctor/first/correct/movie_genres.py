import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

genres = ["action", "comedy", "drama", "horror", "romance", "war"]
rng = np.random.default_rng(1)
labels = (rng.random((500, len(genres))) < 0.3).astype("float32")
plots = labels @ rng.normal(size=(len(genres), 80)) + 0.5 * rng.normal(size=(500, 80))

model = keras.Sequential([layers.Input((80,))])
for width in (64, 32):
    model.add(layers.Dense(width, activation="relu"))
    model.add(layers.Dropout(0.2))
model.add(layers.Dense(len(genres), activation=keras.activations.sigmoid))
model.compile(
    optimizer=keras.optimizers.Adam(1e-2),
    loss=keras.losses.BinaryCrossentropy(),
    metrics=[keras.metrics.AUC(multi_label=True)],
)
model.fit(plots, labels, epochs=4, verbose=0)
print(model.evaluate(plots, labels, verbose=0))
