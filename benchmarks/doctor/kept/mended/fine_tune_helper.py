import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(26)


def make_backbone():
    inp = keras.Input((20,))
    x = layers.Dense(32, activation="relu", name="b1")(inp)
    x = layers.Dense(32, activation="relu", name="b2")(x)
    return keras.Model(inp, x, name="backbone")


def pretrain(backbone, x):
    recon = layers.Dense(20)(backbone.output)
    auto = keras.Model(backbone.input, recon)
    auto.compile("adam", "mse")
    auto.fit(x, x, epochs=3, verbose=0)


def transfer(backbone, n_classes):
    probs = layers.Dense(n_classes, activation="softmax", name="head")(backbone.output)
    model = keras.Model(backbone.input, probs)
    for layer in backbone.layers:
        layer.trainable = False
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


x = np.random.randn(400, 20).astype("float32")
y = x[:, :3].argmax(axis=1)
body = make_backbone()
pretrain(body, x)
clf = transfer(body, 3)
clf.fit(x, y, epochs=8, verbose=0)
print("accuracy: {:.3f}".format(clf.evaluate(x, y, verbose=0)[1]))
