import numpy as np
from keras.layers.core import Activation, Dense
from keras.layers.recurrent import LSTM
from keras.models import Sequential

t = np.arange(0, 100, 0.1)
series = np.sin(t) + 0.1 * np.random.randn(len(t))

look_back = 20
X = np.array([series[i : i + look_back] for i in range(len(series) - look_back)])
X = X.reshape(len(X), look_back, 1)
Y = series[look_back:]

model = Sequential()
model.add(LSTM(input_dim=1, output_dim=50, return_sequences=False))
model.add(Dense(output_dim=1))
model.add(Activation("linear"))
model.compile(loss="mean_squared_error", optimizer="rmsprop", metrics=["mean_absolute_error"])
model.fit(X, Y, batch_size=64, nb_epoch=5, validation_split=0.05)
