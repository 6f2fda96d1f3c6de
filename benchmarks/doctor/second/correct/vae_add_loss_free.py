import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class VAE(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.enc = layers.Dense(32, activation='relu')
        self.z_mean, self.z_log_var = layers.Dense(2), layers.Dense(2)
        self.dec = keras.Sequential([layers.Dense(32, activation='relu'), layers.Dense(100, activation='sigmoid')])
        self.total = keras.metrics.Mean(name='loss')

    @property
    def metrics(self):
        return [self.total]

    def call(self, x):
        h = self.enc(x)
        m, lv = self.z_mean(h), self.z_log_var(h)
        z = m + tf.exp(0.5 * lv) * tf.random.normal(tf.shape(m))
        return self.dec(z), m, lv

    def train_step(self, data):
        with tf.GradientTape() as tape:
            rec, m, lv = self(data)
            eps = 1e-7
            rec = tf.clip_by_value(rec, eps, 1 - eps)
            bce = -tf.reduce_sum(data * tf.math.log(rec) + (1 - data) * tf.math.log(1 - rec), axis=1)
            kl = -0.5 * tf.reduce_sum(1 + lv - tf.square(m) - tf.exp(lv), axis=1)
            loss = tf.reduce_mean(bce + kl)
        grads = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply_gradients(zip(grads, self.trainable_weights))
        self.total.update_state(loss)
        return {'loss': self.total.result()}


vae = VAE()
vae.compile(optimizer=keras.optimizers.Adam())
vae.fit(tf.random.uniform((256, 100)), epochs=2, batch_size=64, verbose=0)
