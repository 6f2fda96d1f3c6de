import tensorflow as tf
from tensorflow import keras


class CustomModel(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.d1 = keras.layers.Dense(32, activation='relu')
        self.d2 = keras.layers.Dense(1)
        self.loss_tracker = keras.metrics.Mean(name='loss')

    def call(self, x):
        return self.d2(self.d1(x))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = tf.reduce_mean(tf.square(y - y_pred))
        gradients = tape.gradient(loss, self.trainable_variables)
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        self.loss_tracker.update_state(loss)
        return {'loss': self.loss_tracker.result()}

    @property
    def metrics(self):
        return [self.loss_tracker]


x = tf.random.normal((400, 7))
y = tf.reduce_sum(x, axis=1, keepdims=True)
model = CustomModel()
model.compile(optimizer='adam')
model.fit(x, y, epochs=3, verbose=0)
