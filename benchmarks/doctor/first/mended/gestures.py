import numpy as np
import tensorflow as tf

NUM_GESTURES = 6
rng = np.random.default_rng(0)
recordings = rng.normal(size=(240, 30, 3)).astype("float32")
gesture = rng.integers(0, NUM_GESTURES, size=240)
recordings[np.arange(240), gesture * 5] += 3.0

y = gesture

model = tf.keras.Sequential(
    [
        tf.keras.layers.Input(shape=(30, 3)),
        tf.keras.layers.Conv1D(16, 5, activation="relu", padding="same"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(NUM_GESTURES),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adam(1e-3),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
model.fit(recordings, y, epochs=3, batch_size=24, verbose=0)
