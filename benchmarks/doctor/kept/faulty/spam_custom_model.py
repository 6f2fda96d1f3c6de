import keras
import numpy as np
import tensorflow as tf


class SpamClassifier(keras.Model):
    def __init__(self, hidden=32):
        super().__init__()
        self.hidden = keras.layers.Dense(hidden, activation="gelu")
        self.norm = keras.layers.LayerNormalization()
        self.out = keras.layers.Dense(1)
        self.loss_fn = keras.losses.BinaryCrossentropy()
        self.loss_tracker = keras.metrics.Mean(name="loss")
        self.accuracy = keras.metrics.BinaryAccuracy(name="accuracy", threshold=0.0)

    def call(self, x):
        return self.out(self.norm(self.hidden(x)))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x)
            loss = self.loss_fn(y, y_pred)
        grads = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.trainable_variables))
        self.loss_tracker.update_state(loss)
        self.accuracy.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}

    @property
    def metrics(self):
        return [self.loss_tracker, self.accuracy]


keras.utils.set_random_seed(5)
word_counts = np.random.poisson(0.6, size=(500, 40)).astype("float32")
spam = (word_counts[:, :5].sum(axis=1) > word_counts[:, 5:10].sum(axis=1)).astype("float32")[:, None]
model = SpamClassifier()
model.compile(optimizer="adam")
log = model.fit(word_counts, spam, epochs=6, verbose=0).history
print(log["loss"][-1], log["accuracy"][-1])
