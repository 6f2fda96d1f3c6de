import numpy as np
import tensorflow as tf

NUM = 256
X = np.random.uniform(-2, 2, (NUM, 3)).astype(np.float32)
Y = (X @ np.array([1.0, -2.0, 0.5]) + 0.3).astype(np.float32)

net = tf.keras.layers.Dense(1)
opt = tf.optimizers.Adam(0.05)


def loss_fn(y, yhat):
    return tf.reduce_mean(tf.square(y - yhat))


def train(steps=60):
    for s in range(steps):
        i = np.random.choice(NUM, 64, replace=False)
        with tf.GradientTape() as t:
            l = loss_fn(Y[i], net(X[i]))
        g = t.gradient(l, net.trainable_variables)
        opt.apply_gradients(zip(g, net.trainable_variables))
    return float(l)


print(train())
