import numpy as np
import tensorflow as tf

rng = np.random.default_rng(7)
x_train = rng.random((400, 14, 14)).astype("float32")
y_train = rng.integers(0, 10, 400)
x_train[np.arange(400), y_train] += 1.0

model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Input((14, 14)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(10),
    ]
)
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
print("untrained:", loss_fn(y_train[:1], model(x_train[:1])).numpy())
model.compile(optimizer="adam", loss=loss_fn, metrics=["accuracy"])
model.fit(x_train, y_train, epochs=3, verbose=0)

probability_model = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
print(probability_model(x_train[:5]).numpy().sum(axis=1))
