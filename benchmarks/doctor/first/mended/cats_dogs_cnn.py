import numpy as np
from tensorflow.keras import layers, models, optimizers

img = 24
rng = np.random.default_rng(5)
labels = rng.integers(0, 2, 200)
images = rng.random((200, img, img, 3)).astype("float32") * 0.5
images[labels == 1, :12] += 0.5

model = models.Sequential()
model.add(layers.Input((img, img, 3)))
model.add(layers.Conv2D(8, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(16, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Flatten())
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))

model.compile(loss="binary_crossentropy", optimizer=optimizers.RMSprop(learning_rate=1e-3), metrics=["acc"])
model.fit(images, labels.reshape(-1, 1), epochs=3, batch_size=20, verbose=0)
print(model.evaluate(images, labels.reshape(-1, 1), verbose=0))
