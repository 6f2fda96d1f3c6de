import numpy as np
from keras.layers import Dense, Embedding, GlobalMaxPooling1D
from keras.models import Sequential
from keras.utils import pad_sequences, set_random_seed
from sklearn.preprocessing import MultiLabelBinarizer

set_random_seed(40)
rng = np.random.default_rng(40)
topics = ["economy", "sport", "science", "culture"]
articles, assigned = [], []
for _ in range(500):
    chosen = rng.choice(4, size=rng.integers(1, 4), replace=False)
    words = np.concatenate([rng.integers(1 + 20 * c, 21 + 20 * c, 8) for c in chosen])
    articles.append(rng.permutation(words))
    assigned.append([topics[c] for c in chosen])
X = pad_sequences(articles, maxlen=24)
mlb = MultiLabelBinarizer(classes=topics)
Y = mlb.fit_transform(assigned)

model = Sequential([Embedding(81, 16), GlobalMaxPooling1D()])
model.add(Dense(len(topics), activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(X, Y, epochs=12, verbose=0)
p = model.predict(X[:3], verbose=0)
print(assigned[:3], p.round(2))
