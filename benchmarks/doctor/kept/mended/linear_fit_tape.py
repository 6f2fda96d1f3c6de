import numpy as np
import tensorflow as tf

rng = np.random.default_rng(30)
x = rng.uniform(-2, 2, (128, 1)).astype("float32")
y = (3 * x + 2 + rng.normal(0, 0.3, x.shape)).astype("float32")

model = tf.keras.Sequential([tf.keras.layers.Input(shape=(1,)), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.SGD(learning_rate=0.1)
loss_fn = tf.keras.losses.MeanSquaredError()

for epoch in range(40):
    with tf.GradientTape() as tape:
        predictions = model(x, training=True)
        loss = loss_fn(y, predictions)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
w, b = model.get_weights()
print("w = %.2f, b = %.2f, loss = %.4f" % (w[0, 0], b[0], float(loss)))
