import keras
import numpy as np
from keras.layers import LSTM, Bidirectional, Dense, Embedding, TimeDistributed
from keras.models import Sequential
from keras.utils import pad_sequences

keras.utils.set_random_seed(22)
rng = np.random.default_rng(22)
n_words, n_tags, max_len = 90, 7, 30

sentences = [rng.integers(1, n_words, size=rng.integers(3, 12)) for _ in range(300)]
tags = [1 + s % (n_tags - 1) for s in sentences]
X = pad_sequences(sentences, maxlen=max_len, padding="post", value=0)
Y = pad_sequences(tags, maxlen=max_len, padding="post", value=0)

model = Sequential()
model.add(Embedding(input_dim=n_words, output_dim=16))
model.add(Bidirectional(LSTM(units=16, return_sequences=True)))
model.add(TimeDistributed(Dense(n_tags, activation="softmax")))
model.compile(optimizer=keras.optimizers.Adam(0.01), loss=keras.losses.SparseCategoricalCrossentropy())
model.fit(X, Y, batch_size=32, epochs=3, verbose=0)

guess = model.predict(X, verbose=0).argmax(axis=-1)
print("accuracy on words:", (guess == Y)[X > 0].mean())
