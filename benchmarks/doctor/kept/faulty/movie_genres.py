import numpy as np
import tensorflow as tf

GENRES = ["action", "comedy", "drama", "horror", "romance", "scifi"]
tf.keras.utils.set_random_seed(11)
plots = np.random.randint(1, 200, size=(400, 20))
tags = np.zeros((400, len(GENRES)), dtype="float32")
for g in range(len(GENRES)):
    tags[:, g] = (plots % len(GENRES) == g).sum(axis=1) > 3

text_in = tf.keras.Input(shape=(20,), dtype="int32")
z = tf.keras.layers.Embedding(200, 16)(text_in)
z = tf.keras.layers.GlobalAveragePooling1D()(z)
z = tf.keras.layers.Dense(32, activation="relu")(z)
genre_out = tf.keras.layers.Dense(len(GENRES), activation=tf.keras.activations.softmax, name="genres")(z)

model = tf.keras.Model(text_in, genre_out)
model.compile("adam", loss={"genres": "binary_crossentropy"}, metrics={"genres": "binary_accuracy"})
model.fit(plots, tags, epochs=5, verbose=0)
print(dict(zip(GENRES, model.predict(plots[:1], verbose=0)[0].round(2))))
