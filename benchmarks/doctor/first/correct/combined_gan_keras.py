import keras
import numpy as np
from keras import layers


def build_generator(noise):
    return keras.Sequential([layers.Input((noise,)), layers.Dense(32, activation="relu"), layers.Dense(2)])


def build_discriminator():
    return keras.Sequential([layers.Input((2,)), layers.Dense(32, "relu"), layers.Dense(1, activation="sigmoid")])


noise, half = 6, 32
generator, discriminator, frozen = build_generator(noise), build_discriminator(), build_discriminator()
discriminator.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(2e-3))

frozen.trainable = False
z = keras.Input((noise,))
combined = keras.Model(z, frozen(generator(z)))
combined.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(1e-3))

rng = np.random.default_rng(15)
for step in range(15):
    real = rng.normal([1.0, -1.0], 0.2, size=(half, 2))
    fake = generator(rng.normal(size=(half, noise))).numpy()
    points = np.concatenate([real, fake])
    labels = np.concatenate([np.ones((half, 1)), np.zeros((half, 1))])
    d_loss = discriminator.train_on_batch(points, labels)
    frozen.set_weights(discriminator.get_weights())
    g_loss = combined.train_on_batch(rng.normal(size=(2 * half, noise)), np.ones((2 * half, 1)))
    if step % 5 == 0:
        print(step, float(d_loss), float(g_loss))
