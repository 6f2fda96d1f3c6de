import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import set_random_seed
from sklearn.datasets import load_iris

set_random_seed(10)
iris = load_iris()
order = np.random.permutation(len(iris.target))
X, y = iris.data[order], iris.target[order]

model = Sequential()
model.add(Dense(16, input_shape=(4,), activation="relu"))
model.add(Dense(16, activation="relu"))
model.add(Dense(3))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X, y, epochs=30, batch_size=16, verbose=0)

loss, acc = model.evaluate(X, y, verbose=0)
print("loss: %.4f  accuracy: %.2f%%" % (loss, 100 * acc))
