import keras
import numpy as np
import tensorflow as tf
from keras import layers


class GAN(keras.Model):
    def __init__(self, discriminator, generator, latent_dim):
        super().__init__()
        self.discriminator = discriminator
        self.generator = generator
        self.latent_dim = latent_dim
        self.d_loss_metric = keras.metrics.Mean(name="d_loss")
        self.g_loss_metric = keras.metrics.Mean(name="g_loss")

    def compile(self, d_optimizer, g_optimizer, loss_fn):
        super().compile()
        self.d_optimizer = d_optimizer
        self.g_optimizer = g_optimizer
        self.loss_fn = loss_fn

    @property
    def metrics(self):
        return [self.d_loss_metric, self.g_loss_metric]

    def train_step(self, real):
        n = tf.shape(real)[0]
        fake = self.generator(tf.random.normal((n, self.latent_dim)))
        both = tf.concat([fake, real], axis=0)
        labels = tf.concat([tf.zeros((n, 1)), 0.9 * tf.ones((n, 1))], axis=0)
        with tf.GradientTape() as tape:
            d_loss = self.loss_fn(labels, self.discriminator(both))
        grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply_gradients(zip(grads, self.discriminator.trainable_weights))

        misleading = tf.ones((n, 1))
        with tf.GradientTape() as tape:
            score = self.discriminator(self.generator(tf.random.normal((n, self.latent_dim))))
            g_loss = self.loss_fn(misleading, score)
        grads = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_weights))
        self.d_loss_metric.update_state(d_loss)
        self.g_loss_metric.update_state(g_loss)
        return {"d_loss": self.d_loss_metric.result(), "g_loss": self.g_loss_metric.result()}


keras.utils.set_random_seed(6)
angle = np.random.uniform(0, 2 * np.pi, 1024)
ring = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype("float32")
disc = keras.Sequential([keras.Input((2,)), layers.Dense(32), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)])
gen = keras.Sequential([keras.Input((8,)), layers.Dense(32, activation="relu"), layers.Dense(2, activation="tanh")])
gan = GAN(disc, gen, latent_dim=8)
gan.compile(
    d_optimizer=keras.optimizers.Adam(1e-3),
    g_optimizer=keras.optimizers.Adam(1e-3),
    loss_fn=keras.losses.BinaryCrossentropy(from_logits=True),
)
print({k: v[-1] for k, v in gan.fit(ring, batch_size=64, epochs=4, verbose=0).history.items()})
