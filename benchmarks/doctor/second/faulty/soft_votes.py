import numpy as np
import keras
from keras import ops

# ten raters voted on each picture
votes = np.random.multinomial(10, [.4, .3, .2, .1], size=300)
x = votes[:, :3] / 10.0 + 0.1 * np.random.randn(300, 3)
p = votes / votes.sum(axis=1, keepdims=True)


def block(t, n, act):
    t = keras.layers.Dense(n)(t)
    t = keras.layers.BatchNormalization()(t)
    return keras.layers.Activation(act)(t)


i = keras.layers.Input((3,))
t = block(i, 32, 'relu')
t = block(t, 32, 'relu')
o = keras.layers.Dense(4, activation='linear')(t)
m = keras.Model(i, o)
m.compile(optimizer=keras.optimizers.Adam(1e-3), loss=keras.losses.KLDivergence())
m.fit(x, p, epochs=3, verbose=0)
print(ops.sum(m(x[:2]), axis=-1))
