import numpy as np
from keras.layers.core import Activation, Dense, Dropout
from keras.layers.recurrent import GRU
from keras.models import Sequential

np.random.seed(42)
returns = 0.01 * np.random.randn(1500)
returns = (returns - returns.mean()) / returns.std()

window = 10
X = np.array([returns[i : i + window] for i in range(len(returns) - window)])[:, :, np.newaxis]
y = returns[window:]

model = Sequential()
model.add(GRU(32, input_shape=(window, 1), init="glorot_uniform", inner_init="orthogonal"))
model.add(Dropout(0.2))
model.add(Dense(output_dim=1, init="normal"))
model.add(Activation("linear"))
model.compile(loss="mse", optimizer="rmsprop")
model.fit(X[:1200], y[:1200], batch_size=64, nb_epoch=10, validation_data=(X[1200:], y[1200:]))
