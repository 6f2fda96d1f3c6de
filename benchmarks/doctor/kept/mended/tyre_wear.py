import numpy as np
import tensorflow as tf

tf.random.set_seed(9)
rng = np.random.default_rng(9)
laps = rng.uniform(0, 1, size=(512, 6)).astype("float32")
wear = (laps @ np.array([0.5, -1.0, 2.0, 0.0, 1.0, -0.5], dtype="float32")) + 0.05 * rng.standard_normal(512)
dataset = tf.data.Dataset.from_tensor_slices((laps, wear.astype("float32"))).batch(32)

net = tf.keras.Sequential([tf.keras.layers.Dense(32, activation="relu"), tf.keras.layers.Dense(1)])
opt = tf.keras.optimizers.Adam(0.01)


def loss_fn(x, y):
    y_hat = tf.squeeze(net(x), axis=-1)
    return tf.reduce_mean(tf.square(y - y_hat))


for epoch in range(12):
    running = []
    for xb, yb in dataset:
        with tf.GradientTape() as tape:
            loss = loss_fn(xb, yb)
        opt.apply_gradients(zip(tape.gradient(loss, net.trainable_weights), net.trainable_weights))
        running.append(float(loss))
    print(epoch, np.mean(running))
print("variance of the targets", wear.var())
