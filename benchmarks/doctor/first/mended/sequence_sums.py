import numpy as np
import tensorflow as tf

rng = np.random.default_rng(70)
sequences = rng.normal(size=(200, 10, 2)).astype("float32")
totals = sequences.sum(axis=(1, 2))[:, None]

model = tf.keras.Sequential([tf.keras.layers.GRU(12), tf.keras.layers.Dense(1)])
mse = tf.keras.losses.MeanSquaredError()
optimizer = tf.keras.optimizers.Adam(0.01)


def train_step(inputs, targets):
    with tf.GradientTape() as tape:
        outputs = model(inputs, training=True)
        loss = mse(targets, outputs)
    grads = tape.gradient(loss, model.trainable_weights)
    optimizer.apply_gradients(zip(grads, model.trainable_weights, strict=True))
    return loss


for step in range(4):
    print(step, float(train_step(sequences, totals)))
