import numpy as np
import tensorflow as tf
from tensorflow import keras


def f1_loss(y_true, y_pred):
    y_pred = tf.clip_by_value(y_pred, 0.0, 1.0)
    tp = tf.reduce_sum(y_true * y_pred, axis=0)
    fp = tf.reduce_sum((1 - y_true) * y_pred, axis=0)
    fn = tf.reduce_sum(y_true * (1 - y_pred), axis=0)
    p = tp / (tp + fp + keras.backend.epsilon())
    r = tp / (tp + fn + keras.backend.epsilon())
    f1 = 2 * p * r / (p + r + keras.backend.epsilon())
    return 1 - tf.reduce_mean(f1)


x = np.random.randn(300, 10).astype('float32')
y = (x[:, :3] > 0).astype('float32')

model = keras.models.Sequential([
    keras.layers.Dense(20, activation='relu'),
    keras.layers.Dense(3, activation='sigmoid'),
])
model.compile(loss=f1_loss, optimizer='adam')
model.fit(x, y, epochs=2, verbose=0)
