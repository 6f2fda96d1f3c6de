import numpy as np
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense, Input

np.random.seed(5)
x = np.random.randn(600, 8)
y = (x[:, 2] > 0).astype("float32")

order = np.random.permutation(len(x))
x, y = x[order], y[order]
x_train, x_val = x[:450], x[450:]
y_train, y_val = y[:450], y[450:]

model = Sequential([Input((8,)), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=5, verbose=0)
print(model.evaluate(x_val, y_val, verbose=0))
