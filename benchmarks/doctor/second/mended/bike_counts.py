import tensorflow as tf
import numpy as np

hour = np.random.randint(0, 24, 500)
temp = np.random.randn(500)
X = np.stack([np.sin(hour / 24 * 6.28), np.cos(hour / 24 * 6.28), temp], 1).astype('float32')
rentals = np.random.poisson(np.exp(0.8 + 0.4 * X[:, 0] + 0.2 * temp)).astype('float32')

ds = tf.data.Dataset.from_tensor_slices((X, rentals[:, None])).shuffle(500).batch(50).prefetch(tf.data.AUTOTUNE)

model = tf.keras.Sequential(
    [tf.keras.layers.Dense(16, 'relu'), tf.keras.layers.Dense(1, 'softplus')]
)
model.compile('adam', loss=tf.keras.losses.Poisson())
model.fit(ds, epochs=3, verbose=0)
print(model.evaluate(ds, verbose=0))
