import numpy as np
from tensorflow.keras.layers import Dense, Dropout, Flatten, Input
from tensorflow.keras.models import Sequential

np.random.seed(7)
classes = 5
templates = np.random.rand(classes, 14, 14)
y_train = np.random.randint(0, classes, 500)
x_train = templates[y_train] + 0.2 * np.random.randn(500, 14, 14)

model = Sequential()
model.add(Input((14, 14)))
model.add(Flatten())
model.add(Dense(64, activation="relu"))
model.add(Dropout(0.2))
model.add(Dense(classes))

model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=4, batch_size=32, verbose=0)
print(model.evaluate(x_train, y_train, verbose=0))
