import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(7)
x = load_digits().images.astype("float32")[..., np.newaxis] / 16.0
noisy = np.clip(x + 0.2 * np.random.normal(size=x.shape), 0.0, 1.0)

encoder = tf.keras.Sequential(
    [
        layers.Input(shape=(8, 8, 1)),
        layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2D(8, 3, padding="same", activation="relu"),
    ]
)
decoder = tf.keras.Sequential(
    [
        layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2D(1, 3, padding="same", activation="sigmoid"),
    ]
)


class Denoise(tf.keras.Model):
    def __init__(self):
        super(Denoise, self).__init__()
        self.encoder = encoder
        self.decoder = decoder

    def call(self, images):
        return self.decoder(self.encoder(images))


autoencoder = Denoise()
autoencoder.compile(optimizer="adam", loss=tf.keras.losses.MeanSquaredError())
autoencoder.fit(noisy, x, epochs=4, shuffle=True, validation_split=0.1, verbose=0)
print(autoencoder.evaluate(noisy, x, verbose=0))
