import numpy as np
import tensorflow as tf


class Classifier(tf.keras.Model):
    def __init__(self, units, classes):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(units, activation=tf.nn.relu)
        self.out = tf.keras.layers.Dense(classes)

    def call(self, x):
        x = self.hidden(x)
        return tf.nn.softmax(self.out(x))


rng = np.random.default_rng(0)
X = rng.normal(size=(512, 8)).astype("float32")
labels = np.argmax(X[:, :4], axis=1)
Y = tf.one_hot(labels, 4)

model = Classifier(32, 4)
optimizer = tf.keras.optimizers.SGD(0.5)
dataset = tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(512).batch(64)


@tf.function
def step(xb, yb):
    with tf.GradientTape() as tape:
        out = model(xb)
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=yb, logits=out))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables, strict=True))
    return loss


for epoch in range(5):
    for xb, yb in dataset:
        loss = step(xb, yb)
    print(epoch, float(loss))
