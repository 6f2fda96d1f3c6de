"""Predict whether a customer leaves within a month."""

import numpy as np
from keras.layers.core import Activation, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD

np.random.seed(1337)

X = np.random.rand(800, 12).astype("float32")
y = (X[:, 0] + X[:, 3] > 1.0).astype("int32")

model = Sequential()
model.add(Dense(64, input_dim=12, init="uniform"))
model.add(Activation("tanh"))
model.add(Dropout(0.3))
model.add(Dense(32, init="uniform"))
model.add(Activation("tanh"))
model.add(Dense(1, init="uniform"))
model.add(Activation("sigmoid"))

sgd = SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss="binary_crossentropy", optimizer=sgd, metrics=["accuracy"])
model.fit(X, y, nb_epoch=20, batch_size=16, verbose=2)
print(model.evaluate(X, y, batch_size=16))
