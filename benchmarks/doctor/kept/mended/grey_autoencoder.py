import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(19)
yy, xx = np.mgrid[0:14, 0:14]


def blob():
    cx, cy, r = np.random.uniform(3, 11, 2).tolist() + [np.random.uniform(1.5, 4)]
    return 255 * np.exp(-((xx - cx) ** 2 + (yy - cy) ** 2) / (2 * r**2))


x_train = np.stack([blob() for _ in range(400)]).astype(np.uint8)
x_train = x_train.reshape((-1, 14 * 14)).astype("float32") / 255.0

input_img = keras.Input(shape=(196,))
encoded = layers.Dense(32, activation="relu")(input_img)
decoded = layers.Dense(196, activation="sigmoid")(encoded)
autoencoder = keras.Model(input_img, decoded)
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(x_train, x_train, epochs=5, batch_size=64, shuffle=True, verbose=0)
print(autoencoder.evaluate(x_train, x_train, verbose=0))
