import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(17)
n, h, w = 120, 16, 16
radar = np.random.rand(n, h, w, 2).astype("float32")
water = np.zeros((n, h, w, 1), dtype="int32")
for i in range(n):
    r = np.random.randint(2, 12)
    water[i, r : r + 4] = 1
radar[..., :1] += 0.7 * water


def get_model(img_size, num_classes):
    inputs = keras.Input(shape=(*img_size, 2))
    x = layers.Conv2D(12, 3, strides=2, padding="same", activation="relu")(inputs)
    x = layers.SeparableConv2D(24, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.concatenate([x, inputs])
    return keras.Model(inputs, layers.Conv2D(num_classes, 3, activation="softmax", padding="same")(x))


model = get_model((h, w), num_classes=2)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(radar, water, epochs=4, batch_size=20, verbose=0)
print(model.evaluate(radar, water, verbose=0))
