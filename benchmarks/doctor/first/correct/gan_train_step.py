import keras
import numpy as np
import tensorflow as tf
from keras import layers


class GAN(keras.Model):
    def __init__(self, latent_dim, data_dim):
        super().__init__()
        self.latent_dim = latent_dim
        self.generator = keras.Sequential(
            [layers.Input((latent_dim,)), layers.Dense(32, activation="relu"), layers.Dense(data_dim)]
        )
        self.discriminator = keras.Sequential(
            [layers.Input((data_dim,)), layers.Dense(32), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)]
        )

    def compile(self, g_optimizer, d_optimizer, loss_fn):
        super().compile()
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        self.loss_fn = loss_fn

    def train_step(self, real):
        n = tf.shape(real)[0]
        z = tf.random.normal((n, self.latent_dim))
        with tf.GradientTape() as tape:
            fake = self.generator(z, training=True)
            d_real, d_fake = self.discriminator(real), self.discriminator(fake)
            d_loss = self.loss_fn(tf.ones((n, 1)), d_real) + self.loss_fn(tf.zeros((n, 1)), d_fake)
        grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply_gradients(zip(grads, self.discriminator.trainable_weights, strict=True))

        with tf.GradientTape() as tape:
            fooled = self.discriminator(self.generator(z, training=True))
            g_loss = self.loss_fn(tf.ones((n, 1)), fooled)
        grads = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_weights, strict=True))
        return {"d_loss": d_loss, "g_loss": g_loss}

    def call(self, z):
        return self.generator(z)


data = np.random.default_rng(5).normal([2.0, -1.0, 0.5], 0.3, size=(640, 3)).astype("float32")
gan = GAN(4, 3)
gan.compile(
    g_optimizer=keras.optimizers.Adam(1e-3),
    d_optimizer=keras.optimizers.Adam(1e-3),
    loss_fn=keras.losses.BinaryCrossentropy(from_logits=True),
)
print(gan.fit(data, epochs=2, batch_size=64, verbose=0).history)
