import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(14)
QUANTILES = tf.constant([0.1, 0.5, 0.9])
outside = np.random.uniform(-10, 30, (900, 1))
demand = (40 - outside) / 10 + np.random.gamma(2.0, 0.3 + np.abs(outside - 15) / 40)
outside = (outside - 10) / 12


def pinball(y_true, y_pred):
    error = y_true - y_pred
    return tf.reduce_mean(tf.maximum(QUANTILES * error, (QUANTILES - 1.0) * error), axis=-1)


model = tf.keras.Sequential()
model.add(tf.keras.layers.Input(shape=(1,)))
for width in [32, 32]:
    model.add(tf.keras.layers.Dense(width))
    model.add(tf.keras.layers.Activation(tf.nn.relu))
model.add(tf.keras.layers.Dense(3))
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=pinball)
model.fit(outside, demand.astype("float32"), epochs=20, batch_size=64, verbose=0)
print("share below each quantile", (demand < model.predict(outside, verbose=0)).mean(axis=0).round(2))
