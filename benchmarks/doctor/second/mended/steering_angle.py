import numpy as np
import tensorflow as tf


def generator(frames, angles, batch_size=32):
    while True:
        idx = np.random.randint(0, len(frames), batch_size)
        yield frames[idx], angles[idx]


def build(act=None):
    m = tf.keras.Sequential()
    m.add(tf.keras.Input((16, 32, 1)))
    m.add(tf.keras.layers.Lambda(lambda t: t - 0.5))
    m.add(tf.keras.layers.Conv2D(8, 5, strides=2, activation='elu'))
    m.add(tf.keras.layers.Flatten())
    m.add(tf.keras.layers.Dense(20, activation='elu'))
    m.add(tf.keras.layers.Dense(1, activation=act))
    return m


frames = np.random.rand(256, 16, 32, 1).astype('float32')
angles = np.random.uniform(-25.0, 25.0, size=(256, 1))  # degrees

model = build()
model.compile(optimizer='adam', loss='mse')
model.fit(generator(frames, angles), steps_per_epoch=8, epochs=2, verbose=0)
