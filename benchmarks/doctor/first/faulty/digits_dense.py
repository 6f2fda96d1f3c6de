import keras
import numpy as np
from sklearn.datasets import load_digits

X, y = load_digits(return_X_y=True)
X = X / 16.0
Y = keras.utils.to_categorical(y, 10)

hidden_sizes = [64, 32]
model = keras.models.Sequential()
model.add(keras.layers.Input((64,)))
for units in hidden_sizes:
    model.add(keras.layers.Dense(units, activation="relu"))
model.add(keras.layers.Dense(10, activation="relu"))
model.compile(loss=keras.losses.categorical_crossentropy, optimizer=keras.optimizers.Adam(), metrics=["accuracy"])
model.fit(X, Y, epochs=4, batch_size=64, verbose=0)

pred = np.argmax(model.predict(X, verbose=0), axis=1)
print("accuracy:", (pred == y).mean())
