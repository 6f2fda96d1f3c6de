import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(20)


class Router(tf.keras.Model):
    def __init__(self, n_paths):
        super().__init__()
        self.gate = tf.keras.layers.Dense(n_paths, activation="relu")
        self.head = tf.keras.layers.Dense(1)

    def call(self, x):
        g = self.gate(x)
        share = g / (tf.reduce_sum(g, axis=-1, keepdims=True) + 1e-6)
        return self.head(share), share


def entropy(p):
    plogp = tf.where(p > 0, p * tf.math.log(p), tf.zeros_like(p))
    return -tf.reduce_sum(plogp, axis=-1)


x = np.random.randn(200, 6).astype("float32")
y = x[:, :1] - x[:, 1:2]
router = Router(5)
sgd = tf.keras.optimizers.SGD(0.05)
for step in range(10):
    with tf.GradientTape() as tape:
        y_hat, share = router(x)
        loss = tf.reduce_mean(tf.square(y - y_hat)) + 0.01 * tf.reduce_mean(entropy(share))
    variables = router.trainable_variables
    sgd.apply_gradients(zip(tape.gradient(loss, variables), variables))
    print(step, float(loss))
