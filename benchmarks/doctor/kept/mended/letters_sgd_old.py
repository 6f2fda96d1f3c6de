import numpy as np
from keras.layers.core import Activation, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import np_utils

nb_classes = 26
np.random.seed(0)
letters = np.random.randint(0, nb_classes, 2000)
strokes = np.random.randn(2000, 16) + np.sin(np.outer(letters, np.arange(16)))
Y = np_utils.to_categorical(letters, nb_classes)

model = Sequential()
model.add(Dense(16, 128, init="lecun_uniform"))
model.add(Activation("relu"))
model.add(Dropout(0.25))
model.add(Dense(128, nb_classes, init="lecun_uniform"))
model.add(Activation("softmax"))

sgd = SGD(lr=0.05, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss="categorical_crossentropy", optimizer=sgd)
model.fit(strokes, Y, nb_epoch=30, batch_size=100, show_accuracy=True, verbose=2)
