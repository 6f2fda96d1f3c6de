import numpy as np
from keras.layers.core import Activation, Dense, Dropout
from keras.layers.embeddings import Embedding
from keras.layers.recurrent import LSTM
from keras.models import Sequential
from keras.preprocessing import sequence

max_features = 2000
maxlen = 80
batch_size = 32

rng = np.random.RandomState(1337)
docs = [list(rng.randint(1, max_features, size=rng.randint(20, 120))) for _ in range(500)]
y_train = np.array([int(np.mean(d) > max_features / 2) for d in docs])
X_train = sequence.pad_sequences(docs, maxlen=maxlen)

print("Build model...")
model = Sequential()
model.add(Embedding(max_features, 128, input_length=maxlen, dropout=0.2))
model.add(LSTM(output_dim=128, dropout_W=0.2, dropout_U=0.2))
model.add(Dropout(0.5))
model.add(Dense(output_dim=1, init="uniform"))
model.add(Activation("sigmoid"))

model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, y_train, batch_size=batch_size, nb_epoch=15, validation_split=0.1)
