import keras
import numpy as np
from keras.layers import Activation, Dense, Dropout
from keras.models import Sequential

LABELS = ["toxic", "obscene", "threat", "insult", "hate"]
keras.utils.set_random_seed(2)
tfidf = np.random.rand(600, 50).astype("float32")
y = (tfidf[:, :5] + tfidf[:, 5:10] > 1.2).astype("float32")


def get_model(n_in, n_out):
    model = Sequential()
    model.add(Dense(64, input_shape=(n_in,)))
    model.add(Activation("relu"))
    model.add(Dropout(0.2))
    model.add(Dense(n_out))
    model.add(Activation("sigmoid"))
    return model


def compile_model(model):
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["binary_accuracy"])


model = get_model(50, len(LABELS))
compile_model(model)
model.fit(tfidf, y, epochs=8, batch_size=32, verbose=0)
print(model.evaluate(tfidf, y, verbose=0))
