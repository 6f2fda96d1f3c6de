import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(4)
n, size = 300, 16
images = 0.1 * np.random.rand(n, size, size, 1).astype("float32")
shape = np.random.randint(0, 3, n)
corner = np.random.randint(0, 8, (n, 2))
for i, (k, (r, c)) in enumerate(zip(shape, corner)):
    images[i, r : r + 4 + 2 * (k == 1), c : c + 4 + 2 * (k == 2)] = 1.0

inp = keras.Input((size, size, 1))
x = layers.Conv2D(12, 3, activation="relu", padding="same")(inp)
x = layers.MaxPooling2D()(x)
x = layers.Flatten()(x)
x = layers.Dense(48, activation="relu")(x)
cls = layers.Dense(3, activation="softmax", name="cls")(x)
box = layers.Dense(2, name="box")(x)
model = keras.Model(inp, {"cls": cls, "box": box})
model.compile(
    optimizer="adam",
    loss={"cls": "sparse_categorical_crossentropy", "box": keras.losses.Huber()},
    loss_weights={"cls": 1.0, "box": 5.0},
    metrics={"cls": "accuracy"},
)
log = model.fit(images, {"cls": shape, "box": corner / size}, epochs=8, verbose=0).history
print(log["cls_accuracy"][-1], log["loss"][-1])
