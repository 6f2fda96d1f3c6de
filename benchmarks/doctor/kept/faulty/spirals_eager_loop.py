import numpy as np
import tensorflow as tf

tf.random.set_seed(38)
rng = np.random.default_rng(38)
theta = np.sqrt(rng.random(400)) * 2 * np.pi
arm = rng.integers(0, 2, 400)
xy = np.stack([theta * np.cos(theta + np.pi * arm), theta * np.sin(theta + np.pi * arm)], axis=1) / 6
xy = tf.constant(xy, dtype=tf.float32)
target = tf.constant(arm[:, None], dtype=tf.float32)


class SpiralNet(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = [tf.keras.layers.Dense(48, activation="tanh") for _ in range(2)]
        self.last = tf.keras.layers.Dense(1)

    def call(self, x):
        for layer in self.hidden:
            x = layer(x)
        return tf.sigmoid(self.last(x))


net = SpiralNet()
bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)
adam = tf.keras.optimizers.Adam(0.02)
for step in range(150):
    with tf.GradientTape() as tape:
        loss = bce(target, net(xy))
    adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
print("loss", float(loss), "accuracy", np.mean((net(xy).numpy() > 0.5) == target.numpy()))
