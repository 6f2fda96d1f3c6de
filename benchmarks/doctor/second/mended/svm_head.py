from tensorflow import keras
from tensorflow.keras import layers, regularizers
import numpy as np

x = np.random.uniform(-1, 1, size=(256, 12)).astype(np.float32)
y = np.sign(x[:, 0] * 2 + x[:, 1]).astype(np.float32)   # -1 / 1

visible = layers.Input(shape=(12,))
hidden = layers.Dense(24, activation='relu')(visible)
score = layers.Dense(1, kernel_regularizer=regularizers.l2(1e-3))(hidden)
svm = keras.models.Model(visible, score)


def compile_and_fit(model, epochs):
    model.compile(loss=keras.losses.Hinge(), optimizer='adadelta')
    return model.fit(x, y, epochs=epochs, batch_size=64, verbose=0)


h = compile_and_fit(svm, 3)
print(h.history['loss'][-1])
