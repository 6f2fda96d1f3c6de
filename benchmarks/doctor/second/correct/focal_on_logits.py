import numpy as np
import tensorflow as tf
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense


def categorical_focal(gamma=2.0):
    def loss(y_true, y_pred):
        logp = tf.nn.log_softmax(y_pred, axis=-1)
        p = tf.exp(logp)
        return -tf.reduce_sum(y_true * tf.pow(1.0 - p, gamma) * logp, axis=-1)
    return loss


x = np.random.randn(300, 8).astype('float32')
y = tf.keras.utils.to_categorical(x[:, :3].argmax(1), 3)

model = Sequential()
model.add(Dense(16, activation='relu'))
model.add(Dense(3))
model.compile(optimizer='nadam', loss=categorical_focal(), metrics=['categorical_accuracy'])
model.fit(x, y, epochs=2, verbose=0)
