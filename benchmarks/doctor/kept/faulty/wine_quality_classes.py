import numpy as np
import tensorflow as tf
from sklearn.datasets import load_wine
from sklearn.preprocessing import OneHotEncoder, StandardScaler

tf.keras.utils.set_random_seed(4)
data = load_wine()
X = StandardScaler().fit_transform(data.data)
Y = OneHotEncoder().fit_transform(data.target.reshape(-1, 1)).toarray()
shuffled = np.random.permutation(len(X))
X, Y = X[shuffled], Y[shuffled]

l1_size, l2_size = 20, 10
inp = tf.keras.layers.Input((13,))
hid = tf.keras.layers.Dense(l1_size)(inp)
hid = tf.keras.layers.Activation("tanh")(hid)
hid = tf.keras.layers.Dense(l2_size)(hid)
hid = tf.keras.layers.Activation("tanh")(hid)
out = tf.keras.layers.Dense(3)(hid)
out = tf.keras.layers.Activation("tanh")(out)
mlp = tf.keras.models.Model(inputs=[inp], outputs=[out])

mlp.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["categorical_accuracy"])
mlp.fit(X, Y, epochs=20, validation_split=0.2, verbose=0)
print(mlp.evaluate(X, Y, verbose=0))
