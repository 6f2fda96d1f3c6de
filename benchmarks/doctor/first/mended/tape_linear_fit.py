import numpy as np
import tensorflow as tf

tf.random.set_seed(0)
X = np.random.RandomState(0).rand(128, 3).astype("float32")
y = X.dot(np.array([1.0, -2.0, 0.5], dtype="float32")).reshape(-1, 1)

layer = tf.keras.layers.Dense(1)
layer.build((None, 3))
opt = tf.keras.optimizers.Adam(0.05)


def squared_error(pred, true):
    return tf.reduce_mean(tf.square(pred - true))


for i in range(150):
    with tf.GradientTape() as tape:
        prediction = layer(X)
        cost = squared_error(prediction, y)
    g = tape.gradient(cost, layer.trainable_variables)
    opt.apply_gradients(zip(g, layer.trainable_variables, strict=True))
    if i % 50 == 0:
        print("step", i, "cost", float(cost))
