import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def get_loss(name):
    if name == 'bce':
        return tf.keras.losses.BinaryCrossentropy()
    elif name == 'focal':
        return tf.keras.losses.BinaryFocalCrossentropy(alpha=0.9, gamma=2.0)
    raise ValueError(name)


def make_model(n_features, output_bias=None):
    if output_bias is not None:
        output_bias = tf.keras.initializers.Constant(output_bias)
    model = tf.keras.Sequential([
        layers.Input(shape=(n_features,)),
        layers.Dense(16, activation='relu'),
        layers.Dropout(0.5),
        layers.Dense(1, activation='sigmoid', bias_initializer=output_bias or 'zeros'),
    ])
    model.compile(optimizer='adam', loss=get_loss('focal'), metrics=[tf.keras.metrics.AUC(curve='PR', name='prc')])
    return model


rng = np.random.RandomState(3)
features = rng.normal(size=(1000, 29))
labels = (features[:, 0] > 2).astype(int)
neg, pos = np.bincount(labels)
model = make_model(29, np.log([pos / neg]))
model.fit(features, labels, batch_size=256, epochs=2, verbose=0)
