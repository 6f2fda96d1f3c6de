import numpy as np
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler

power = np.random.gamma(2.0, 300.0, size=(400, 1))
wind = np.cbrt(power) + np.random.randn(400, 1)

sx, sy = MinMaxScaler(), MinMaxScaler()
X, Y = sx.fit_transform(wind), sy.fit_transform(power)

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Dense(12, activation='tanh'))
model.add(tf.keras.layers.Dense(1))
model.add(tf.keras.layers.Activation(tf.nn.sigmoid))
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss='mse', metrics=['mae'])
model.fit(X, Y, epochs=3, verbose=0)
print(sy.inverse_transform(model.predict(X[:2], verbose=0)))
