import numpy as np
import tensorflow as tf

tf.random.set_seed(27)
np.random.seed(27)


def mlp(sizes, name):
    stack = tf.keras.Sequential(name=name)
    for width in sizes[:-1]:
        stack.add(tf.keras.layers.Dense(width, activation="relu"))
    stack.add(tf.keras.layers.Dense(sizes[-1]))
    return stack


teacher = mlp([64, 64, 1], "teacher")
student = mlp([8, 1], "student")
x = np.random.uniform(-1, 1, size=(300, 2)).astype("float32")
teacher.compile("adam", "mse")
teacher.fit(x, np.sin(3 * x[:, :1]) * x[:, 1:], epochs=20, verbose=0)

opt = tf.keras.optimizers.Adam(0.01)
mse = tf.keras.losses.MeanSquaredError()
soft = tf.stop_gradient(teacher(x))
for step in range(60):
    with tf.GradientTape() as tape:
        gap = mse(teacher(x), student(x))
    grads = tape.gradient(gap, teacher.trainable_variables)
    opt.apply_gradients(zip(grads, teacher.trainable_variables))
print("distance to the first teacher", float(mse(soft, student(x))))
