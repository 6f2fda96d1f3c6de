import numpy as np
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Concatenate, Dense, Embedding, Flatten

rng = np.random.default_rng(17)
user = rng.integers(0, 50, size=600)
item = rng.integers(0, 30, size=600)
clicked = np.where((user + item) % 3 == 0, 1, 0)

u, i = Input((1,)), Input((1,))
u_vec = Flatten()(Embedding(50, 8)(u))
i_vec = Flatten()(Embedding(30, 8)(i))
joined = Concatenate()([u_vec, i_vec])
hidden = Dense(16, activation="relu")(joined)
p = Dense(1, activation="sigmoid")(hidden)

model = Model([u, i], p)
model.compile(optimizer="adam", loss="binary_crossentropy")
pairs = [user.reshape(-1, 1), item.reshape(-1, 1)]
model.fit(pairs, clicked, epochs=3, verbose=0)
print(model.evaluate(pairs, clicked, verbose=0))
