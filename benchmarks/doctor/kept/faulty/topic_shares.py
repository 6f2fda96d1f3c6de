import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(23)
n_topics = 6
words = np.random.poisson(1.0, (600, 30)).astype("float32")
mix = np.random.randn(30, n_topics) * 0.4
shares = np.exp(words @ mix)
shares = (shares / shares.sum(axis=1, keepdims=True)).astype("float32")

doc = keras.Input(shape=(30,), name="word_counts")
h = layers.Dense(48, activation="relu")(doc)
h = layers.BatchNormalization()(h)
out = layers.Dense(n_topics, activation="log_softmax", name="shares")(h)
model = keras.Model(doc, out)
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss=keras.losses.KLDivergence())
hist = model.fit(words, shares, epochs=12, batch_size=50, verbose=0)
print("first %.3f last %.3f" % (hist.history["loss"][0], hist.history["loss"][-1]))
