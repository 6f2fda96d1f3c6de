import numpy as np
from sklearn.datasets import make_multilabel_classification
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import Activation, Dense

X, tags = make_multilabel_classification(n_samples=500, n_features=30, n_classes=6, n_labels=3, random_state=0)
X = np.log1p(X)

model = Sequential([Input((30,)), Dense(50), Activation("relu"), Dense(6), Activation("softmax")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["binary_accuracy"])
model.fit(X, tags, epochs=5, batch_size=25, verbose=0)

predicted = (model.predict(X, verbose=0) > 0.5).astype(int)
print("tags per question:", predicted.sum(axis=1).mean(), "of", tags.sum(axis=1).mean())
