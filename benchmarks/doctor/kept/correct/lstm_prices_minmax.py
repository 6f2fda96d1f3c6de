import numpy as np
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler

tf.keras.utils.set_random_seed(5)
steps = np.arange(600)
prices = 100 + 20 * np.sin(steps / 15) + np.random.normal(0, 1, 600).cumsum() * 0.2
scaler = MinMaxScaler(feature_range=(0, 1))
scaled = scaler.fit_transform(prices.reshape(-1, 1))

look_back = 12
X = np.array([scaled[i : i + look_back] for i in range(len(scaled) - look_back)])
Y = scaled[look_back:, 0]

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.LSTM(24, input_shape=(look_back, 1)))
model.add(tf.keras.layers.Dense(1, activation="sigmoid"))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(X, Y, epochs=6, batch_size=32, verbose=0)

forecast = scaler.inverse_transform(model.predict(X, verbose=0))
print("RMSE in currency: %.2f" % np.sqrt(np.mean((forecast[:, 0] - prices[look_back:]) ** 2)))
