import numpy as np
from keras.layers.core import Dense, Dropout
from keras.models import Sequential
from keras.utils import np_utils

nb_classes = 8
docs = np.random.binomial(1, 0.1, size=(1000, 300))
topics = np.random.randint(0, nb_classes, size=1000)
for i, topic in enumerate(topics):
    docs[i, topic * 10 : topic * 10 + 10] = 1

Y = np_utils.to_categorical(topics, nb_classes)

model = Sequential()
model.add(Dense(output_dim=128, input_dim=300, init="glorot_uniform", activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(output_dim=nb_classes, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

model.fit(docs, Y, nb_epoch=5, batch_size=32, verbose=1, validation_split=0.1)
