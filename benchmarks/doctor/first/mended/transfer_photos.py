import numpy as np
from tensorflow import keras

inputs = keras.Input((32, 32, 3))
features = keras.layers.Conv2D(16, 3, strides=2, activation="relu")(inputs)
features = keras.layers.Conv2D(32, 3, strides=2, activation="relu")(features)
base = keras.Model(inputs, features, name="base")

x = keras.layers.GlobalAveragePooling2D()(base.output)
x = keras.layers.Dense(64, activation="relu")(x)
predictions = keras.layers.Dense(4, activation="softmax")(x)
model = keras.Model(inputs=base.input, outputs=predictions)

for layer in base.layers:
    layer.trainable = False

model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])

rng = np.random.default_rng(19)
target = rng.integers(0, 4, 160)
photos = rng.random((160, 32, 32, 3)) * 0.2 + target[:, None, None, None] * 0.2
model.fit(photos, keras.utils.to_categorical(target, 4), epochs=2, verbose=0)
