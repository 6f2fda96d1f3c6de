import numpy as np
import tensorflow as tf

N_OUT = 1

rng = np.random.default_rng(1)
patients = rng.normal(size=(300, 13)).astype(np.float32)
disease = (patients[:, 2] - patients[:, 7] > 0).astype(np.int32)

inputs = tf.keras.layers.Input(shape=(13,))
x = tf.keras.layers.Dense(32, activation="relu")(inputs)
x = tf.keras.layers.Dropout(0.25)(x)
x = tf.keras.layers.Dense(N_OUT)(x)

clf = tf.keras.Model(inputs=inputs, outputs=x)
clf.compile(
    optimizer="adam",
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
clf.fit(patients, disease, epochs=3, verbose=0)
print(clf.evaluate(patients, disease, verbose=0))
