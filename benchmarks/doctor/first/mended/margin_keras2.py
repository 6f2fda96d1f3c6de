import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD

np.random.seed(3)
a = np.random.randn(250, 2) + 2
b = np.random.randn(250, 2) - 2
X = np.vstack([a, b])
y = np.hstack([np.ones(250), -np.ones(250)])

model = Sequential()
model.add(Dense(50, input_dim=2, activation="relu", kernel_initializer="he_uniform"))
model.add(Dense(1, activation="tanh"))
opt = SGD(lr=0.01, momentum=0.9)
model.compile(loss="hinge", optimizer=opt)
history = model.fit(X, y, validation_split=0.3, epochs=50, verbose=0)
print(history.history["val_loss"][-1])
