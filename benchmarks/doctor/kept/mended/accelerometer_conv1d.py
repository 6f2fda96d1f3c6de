from __future__ import print_function

import numpy as np
from keras.layers.advanced_activations import LeakyReLU
from keras.layers.convolutional import Convolution1D
from keras.layers.core import Activation, Dense, Dropout, Flatten
from keras.layers.normalization import BatchNormalization
from keras.models import Sequential

np.random.seed(7)
X_train = np.random.randn(600, 10, 4)
y_train = (X_train[:, :, 0].mean(axis=1) > 0).astype("int32")

model = Sequential()
model.add(Convolution1D(nb_filter=16, filter_length=4, border_mode="same", input_shape=(10, 4)))
model.add(BatchNormalization())
model.add(LeakyReLU())
model.add(Dropout(0.2))
model.add(Convolution1D(nb_filter=8, filter_length=4, border_mode="same"))
model.add(LeakyReLU())
model.add(Flatten())
model.add(Dense(64, init="glorot_uniform"))
model.add(LeakyReLU())
model.add(Dense(1))
model.add(Activation("sigmoid"))

model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_train, y_train, nb_epoch=20, batch_size=128, verbose=0)
print(model.evaluate(X_train, y_train, verbose=0))
