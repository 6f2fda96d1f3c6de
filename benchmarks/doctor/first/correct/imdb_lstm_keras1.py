import numpy as np
from keras.layers.core import Activation, Dense, Dropout
from keras.layers.embeddings import Embedding
from keras.layers.recurrent import LSTM
from keras.models import Sequential
from keras.preprocessing import sequence

max_features, maxlen = 500, 40
np.random.seed(1337)
texts = [list(np.random.randint(1, max_features, np.random.randint(5, 60))) for _ in range(400)]
y = np.array([int(np.mean(t) > max_features / 2) for t in texts])
X = sequence.pad_sequences(texts, maxlen=maxlen)

model = Sequential()
model.add(Embedding(max_features, 64, input_length=maxlen))
model.add(LSTM(64))
model.add(Dropout(0.5))
model.add(Dense(1))
model.add(Activation("sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", class_mode="binary")
model.fit(X, y, batch_size=32, nb_epoch=3, validation_split=0.1, show_accuracy=True)
