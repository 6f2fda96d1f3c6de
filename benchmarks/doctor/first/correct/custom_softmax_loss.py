import keras
import numpy as np
from keras import layers, ops


def tempered_crossentropy(temperature):
    def loss(y_true, y_pred):
        probs = ops.softmax(y_pred / temperature, axis=-1)
        return keras.losses.categorical_crossentropy(y_true, probs)

    return loss


rng = np.random.default_rng(2)
x = rng.normal(size=(400, 10))
y = keras.utils.to_categorical(np.argmax(x[:, :4], axis=1), 4)
model = keras.Sequential([layers.Input((10,)), layers.Dense(32, activation="gelu"), layers.Dense(4)])
model.compile(optimizer="adam", loss=tempered_crossentropy(2.0), metrics=["categorical_accuracy"])
model.fit(x, y, epochs=4, verbose=0)
print(model.evaluate(x, y, verbose=0))
