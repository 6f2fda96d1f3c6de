import numpy as np
import tensorflow as tf

rng = np.random.default_rng(17)
x = rng.uniform(0, 1, size=(600, 2)).astype("float32")
y = rng.poisson(1 + 5 * x[:, :1] * x[:, 1:]).astype("float32")


class Rate(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(32, activation="relu")
        self.rate = tf.keras.layers.Dense(1)

    def call(self, x):
        return tf.nn.softplus(self.rate(self.hidden(x)))


model = Rate()
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=tf.keras.losses.Poisson())
model.fit(x, y, epochs=5, verbose=0)
print(model.evaluate(x, y, verbose=0), model.predict(x[:2], verbose=0).ravel())
