import keras
import numpy as np
from keras import layers, ops

K = 5
keras.utils.set_random_seed(11)
t = np.random.rand(800, 1)
x = (t + 0.3 * np.sin(2 * np.pi * t) + 0.05 * np.random.randn(800, 1)).astype("float32")
y = t.astype("float32")


def mdn_loss(y_true, params):
    pi, mu, log_sigma = ops.split(params, 3, axis=-1)
    z = (y_true - mu) / ops.exp(log_sigma)
    log_components = ops.log(pi + 1e-7) - log_sigma - 0.5 * np.log(2 * np.pi) - 0.5 * ops.square(z)
    return -ops.logsumexp(log_components, axis=-1)


inputs = keras.Input((1,))
h = layers.Dense(32, activation="tanh")(inputs)
weights = layers.Dense(K, activation="softmax")(h)
means = layers.Dense(K)(h)
log_scales = layers.Dense(K)(h)
mdn = keras.Model(inputs, layers.Concatenate()([weights, means, log_scales]))
mdn.compile(optimizer=keras.optimizers.Adam(0.01), loss=mdn_loss)
fit = mdn.fit(x, y, epochs=15, batch_size=100, verbose=0)
print("negative log-likelihood: %.3f -> %.3f" % (fit.history["loss"][0], fit.history["loss"][-1]))
