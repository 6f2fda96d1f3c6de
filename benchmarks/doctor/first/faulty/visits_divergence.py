import numpy as np
import tensorflow as tf


def generalized_kl(y_true, y_pred):
    log_ratio = tf.math.log(y_pred / y_true)
    kl = tf.where(y_pred > 0, y_pred * log_ratio, tf.zeros_like(y_pred))
    return tf.reduce_sum(kl - y_pred + y_true, axis=-1)


rng = np.random.default_rng(15)
X = rng.normal(size=(256, 4)).astype("float32")
visits = np.exp(0.3 * X @ rng.normal(size=(4, 3)) + 1.0).astype("float32")

model = tf.keras.Sequential([tf.keras.layers.Dense(16, activation="tanh"), tf.keras.layers.Dense(3, activation="relu")])
model.compile(optimizer=tf.keras.optimizers.SGD(0.01), loss=generalized_kl)
print(model.fit(X, visits, epochs=3, verbose=0).history)
