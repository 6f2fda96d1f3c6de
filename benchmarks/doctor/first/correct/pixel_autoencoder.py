import numpy as np
from keras import Model, layers
from sklearn.datasets import load_digits

x = (load_digits().images / 16.0).astype("float32")[..., np.newaxis]


class Denoiser(Model):
    def __init__(self):
        super().__init__()
        self.down = layers.Conv2D(16, 3, activation="relu", padding="same", strides=2)
        self.up = layers.Conv2DTranspose(16, 3, activation="relu", padding="same", strides=2)
        self.out = layers.Conv2D(1, 3, activation="sigmoid", padding="same")

    def call(self, images):
        return self.out(self.up(self.down(images)))


noisy = np.clip(x + 0.2 * np.random.default_rng(4).normal(size=x.shape), 0.0, 1.0).astype("float32")
autoencoder = Denoiser()
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(noisy, x, epochs=2, batch_size=128, verbose=0)
print("reconstruction:", autoencoder.evaluate(noisy, x, verbose=0))
