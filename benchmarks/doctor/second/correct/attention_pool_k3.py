import numpy as np
import keras
from keras import layers, ops


class AttentionPool(layers.Layer):
    def __init__(self, **kwargs):
        super(AttentionPool, self).__init__(**kwargs)
        self.score = layers.Dense(1)

    def call(self, h):
        a = ops.softmax(self.score(h), axis=1)
        return ops.sum(a * h, axis=1)


inp = layers.Input((12,))
x = layers.Embedding(100, 16)(inp)
x = layers.Conv1D(16, 3, padding='same', activation='relu')(x)
x = AttentionPool()(x)
out = layers.Dense(1, activation='sigmoid')(x)
model = keras.Model(inp, out)
model.compile('adam', loss='binary_crossentropy', metrics=['accuracy'])

ids = np.random.randint(0, 100, (200, 12))
y = (ids[:, 0] > 50).astype('float32')
model.fit(ids, y, epochs=2, verbose=0)
