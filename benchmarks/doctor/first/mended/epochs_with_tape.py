import numpy as np
import tensorflow as tf
from tensorflow import keras

rng = np.random.default_rng(6)
x_all = rng.normal(size=(320, 5)).astype("float32")
y_all = (x_all[:, :1] > x_all[:, 1:2]).astype("float32")
train_ds = tf.data.Dataset.from_tensor_slices((x_all, y_all)).batch(32)

net = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
bce = keras.losses.BinaryCrossentropy()
optimizer = keras.optimizers.Adam(1e-2)
mean_loss = keras.metrics.Mean()

for epoch in range(3):
    mean_loss.reset_state()
    for images, labels in train_ds:
        with tf.GradientTape() as tape:
            predictions = net(images, training=True)
            loss = bce(labels, predictions)
        gradients = tape.gradient(loss, net.trainable_variables)
        optimizer.apply_gradients(zip(gradients, net.trainable_variables, strict=True))
        mean_loss.update_state(loss)
    print(f"epoch {epoch}: {mean_loss.result():.4f}")
