import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

rng = np.random.default_rng(16)
n, maxlen, vocab, tags = 200, 14, 60, 4
lengths = rng.integers(4, maxlen + 1, n)
present = np.arange(maxlen) < lengths[:, None]
words = np.where(present, rng.integers(1, vocab, (n, maxlen)), 0)
labels = words % tags

model = keras.Sequential()
model.add(keras.Input((maxlen,)))
model.add(layers.Embedding(vocab, 16, mask_zero=True))
model.add(layers.Bidirectional(layers.LSTM(16, return_sequences=True)))
model.add(layers.TimeDistributed(layers.Dense(tags, activation="softmax")))
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
model.fit(words, labels, sample_weight=present.astype("float32"), epochs=3, verbose=0)

guess = model.predict(words, verbose=0).argmax(axis=-1)
print("right:", (guess == labels)[present].mean())
