import numpy as np
from keras.models import Sequential
from keras.layers import Embedding, SimpleRNN, TimeDistributed, Dense
from keras.utils import pad_sequences

rng = np.random.RandomState(0)
MAX_LEN, N_WORDS, N_TAGS = 20, 200, 6

sents = [rng.randint(1, N_WORDS, size=rng.randint(4, 12)) for _ in range(120)]
tags = [1 + s % (N_TAGS - 1) for s in sents]

X = pad_sequences(sents, maxlen=MAX_LEN, padding='post')
y = pad_sequences(tags, maxlen=MAX_LEN, padding='post')  # 0 = PAD

model = Sequential()
model.add(Embedding(input_dim=N_WORDS, output_dim=20))
model.add(SimpleRNN(units=16, return_sequences=True))
model.add(TimeDistributed(Dense(N_TAGS, activation="softmax")))
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, batch_size=32, epochs=2, verbose=0)
