import numpy as np
from keras.layers.core import Dense, Dropout
from keras.layers.normalization import BatchNormalization
from keras.models import Sequential
from keras.regularizers import l2
from keras.utils.np_utils import to_categorical

np.random.seed(10)
answers = np.random.randint(0, 2, (500, 30))
grade = np.digitize(answers.mean(axis=1), [0.4, 0.5, 0.6])

model = Sequential()
model.add(Dense(60, input_dim=30, init="he_normal", activation="relu", W_regularizer=l2(0.001)))
model.add(BatchNormalization())
model.add(Dropout(0.5))
model.add(Dense(4, init="glorot_uniform", activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adagrad", metrics=["accuracy"])
model.fit(answers, to_categorical(grade, 4), nb_epoch=10, batch_size=20, validation_split=0.2)
