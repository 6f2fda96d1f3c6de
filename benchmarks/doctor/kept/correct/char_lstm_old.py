from __future__ import print_function

import numpy as np
from keras.layers.core import Activation, Dense, Dropout
from keras.layers.recurrent import LSTM
from keras.models import Sequential

text = "the cat sat on the mat and the dog sat on the log " * 40
chars = sorted(set(text))
char_indices = dict((c, i) for i, c in enumerate(chars))

maxlen = 20
sentences = [text[i : i + maxlen] for i in range(0, len(text) - maxlen, 3)]
next_chars = [text[i + maxlen] for i in range(0, len(text) - maxlen, 3)]
X = np.zeros((len(sentences), maxlen, len(chars)), dtype=bool)
y = np.zeros((len(sentences), len(chars)), dtype=bool)
for i, sentence in enumerate(sentences):
    for t, char in enumerate(sentence):
        X[i, t, char_indices[char]] = 1
    y[i, char_indices[next_chars[i]]] = 1

model = Sequential()
model.add(LSTM(128, return_sequences=True, input_shape=(maxlen, len(chars)), init="glorot_uniform"))
model.add(Dropout(0.2))
model.add(LSTM(128, return_sequences=False))
model.add(Dense(output_dim=len(chars)))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop")


def sample(a, temperature=1.0):
    a = np.log(a) / temperature
    a = np.exp(a) / np.sum(np.exp(a))
    return np.argmax(np.random.multinomial(1, a, 1))


for iteration in range(1, 5):
    model.fit(X, y, batch_size=128, nb_epoch=1)
    preds = model.predict(X[:1], verbose=0)[0]
    print(iteration, chars[sample(preds, 0.5)])
