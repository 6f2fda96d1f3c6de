import numpy as np
from keras.layers.core import Dense
from keras.models import Sequential

np.random.seed(0)
X_train = np.random.beta(0.5, 0.5, size=(1000, 100))

autoencoder = Sequential()
autoencoder.add(Dense(input_dim=100, output_dim=50, init="glorot_uniform", activation="tanh"))
autoencoder.add(Dense(output_dim=10, activation="tanh"))
autoencoder.add(Dense(output_dim=50, activation="tanh"))
autoencoder.add(Dense(output_dim=100, activation="sigmoid"))
autoencoder.compile(loss="mean_squared_error", optimizer="rmsprop")
autoencoder.fit(X_train, X_train, nb_epoch=10, batch_size=50, shuffle=True, show_accuracy=False, verbose=1)
