import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(8)
img_size = 16
x_train = np.random.rand(200, img_size, img_size, 3).astype("float32")
y_train = (x_train[..., 0].mean(axis=(1, 2)) > x_train[..., 1].mean(axis=(1, 2))).astype("int32")

model = keras.Sequential(
    [
        keras.Input(shape=(img_size, img_size, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(2, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(x_train, y_train, batch_size=20, epochs=2, verbose=0)
print(model.evaluate(x_train, y_train, verbose=0))
