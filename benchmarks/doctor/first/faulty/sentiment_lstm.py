import numpy as np
from tensorflow.keras.layers import LSTM, Dense, Embedding, Input
from tensorflow.keras.models import Model

max_features, maxlen = 100, 12
rng = np.random.default_rng(2)
reviews = rng.integers(1, max_features, (300, maxlen))
positive = (np.sum(reviews < 50, axis=1) > maxlen / 2).astype("float32")

words = Input(shape=(maxlen,))
net = Embedding(max_features, 16)(words)
net = LSTM(16)(net)
net = Dense(1, activation="tanh")(net)
model = Model(words, net)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(reviews, positive, batch_size=32, epochs=2, verbose=0)
print(model.evaluate(reviews, positive, verbose=0))
