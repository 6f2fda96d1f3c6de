import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class HP:
    """stand-in for the tuner's hyperparameters, takes the first choice"""

    def Int(self, name, min_value, max_value, step=1):
        return min_value

    def Choice(self, name, values):
        return values[0]


def build_model(hp):
    model = keras.Sequential()
    model.add(layers.Input((30,)))
    for i in range(hp.Int('num_layers', 2, 5)):
        model.add(layers.Dense(units=hp.Int('units_' + str(i), 16, 64, 16)))
        model.add(layers.Activation(hp.Choice('act', ['relu', 'tanh'])))
    model.add(layers.Dense(1))
    model.add(layers.Activation('softmax'))
    model.compile(
        optimizer=keras.optimizers.Adam(hp.Choice('learning_rate', [1e-2, 1e-3, 1e-4])),
        loss='binary_crossentropy',
        metrics=['accuracy'])
    return model


x = tf.random.normal((256, 30))
y = tf.cast(tf.reduce_sum(x[:, :5], axis=1) > 0, tf.float32)
model = build_model(HP())
model.fit(x[:200], y[:200], epochs=2, validation_data=(x[200:], y[200:]), verbose=0)
