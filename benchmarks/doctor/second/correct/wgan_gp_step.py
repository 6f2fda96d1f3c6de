import tensorflow as tf
from tensorflow import keras


def mlp(units, out):
    return keras.Sequential([keras.layers.Dense(u, activation='relu') for u in units] + [keras.layers.Dense(out)])


class WGANGP(keras.Model):
    def __init__(self, latent=4, gp_weight=10.0):
        super(WGANGP, self).__init__()
        self.g, self.c = mlp([16, 16], 2), mlp([16, 16], 1)
        self.latent, self.gp_weight = latent, gp_weight

    def compile(self, g_opt, c_opt, **kw):
        super().compile(**kw)
        self.g_opt, self.c_opt = g_opt, c_opt

    def train_step(self, real):
        n = tf.shape(real)[0]
        with tf.GradientTape() as tape:
            fake = self.g(tf.random.normal((n, self.latent)))
            eps = tf.random.uniform((n, 1))
            mid = eps * real + (1 - eps) * fake
            with tf.GradientTape() as inner:
                inner.watch(mid)
                s = self.c(mid)
            slope = tf.sqrt(tf.reduce_sum(inner.gradient(s, mid) ** 2, axis=1) + 1e-12)
            c_loss = tf.reduce_mean(self.c(fake)) - tf.reduce_mean(self.c(real))
            c_loss += self.gp_weight * tf.reduce_mean((slope - 1.0) ** 2)
        self.c_opt.apply_gradients(zip(tape.gradient(c_loss, self.c.trainable_variables), self.c.trainable_variables))
        with tf.GradientTape() as tape:
            g_loss = -tf.reduce_mean(self.c(self.g(tf.random.normal((n, self.latent)))))
        self.g_opt.apply_gradients(zip(tape.gradient(g_loss, self.g.trainable_variables), self.g.trainable_variables))
        return {'c_loss': c_loss, 'g_loss': g_loss}


data = tf.random.normal((256, 2)) * [1.0, 0.3] + [2.0, 0.0]
gan = WGANGP()
gan.compile(keras.optimizers.Adam(1e-4, 0.5), keras.optimizers.Adam(1e-4, 0.5))
gan.fit(tf.data.Dataset.from_tensor_slices(data).batch(32), epochs=2, verbose=0)
