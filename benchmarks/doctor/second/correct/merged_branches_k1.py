from keras.models import Sequential
from keras.layers import Merge
from keras.layers.core import Dense, Dropout, Activation
from keras.utils.np_utils import to_categorical

import numpy as np

left = Sequential()
left.add(Dense(50, input_dim=784))
left.add(Activation('relu'))

right = Sequential()
right.add(Dense(50, input_dim=784))
right.add(Activation('relu'))

model = Sequential()
model.add(Merge([left, right], mode='concat'))
model.add(Dropout(0.5))
model.add(Dense(2, init='normal'))
model.add(Activation('softmax'))

model.compile(loss='categorical_crossentropy', optimizer='rmsprop', class_mode='categorical')

X = np.load('x.npy')
y = to_categorical(np.load('y.npy'), 2)
model.fit([X, X], y, batch_size=128, nb_epoch=20, show_accuracy=True, verbose=1)
