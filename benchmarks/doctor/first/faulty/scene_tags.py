import keras
import numpy as np
from sklearn.preprocessing import MultiLabelBinarizer

scenes = [("beach", "sunset"), ("city",), ("mountain", "snow", "sunset"), ("beach",), ("city", "snow")] * 40
binarizer = MultiLabelBinarizer()
y = binarizer.fit_transform(scenes)
rng = np.random.default_rng(23)
x = y @ rng.normal(size=(y.shape[1], 24)) + 0.3 * rng.normal(size=(len(y), 24))

inputs = keras.Input((24,))
hidden = keras.layers.Dense(32, activation="relu")(inputs)
outputs = keras.layers.Dense(len(binarizer.classes_), activation="softmax")(hidden)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss=keras.losses.CategoricalCrossentropy())
model.fit(x, y, epochs=4, verbose=0)
print(dict(zip(binarizer.classes_, model.predict(x[:1], verbose=0)[0].round(2), strict=True)))
