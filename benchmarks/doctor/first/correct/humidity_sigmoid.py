import numpy as np
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import Dense

rng = np.random.default_rng(3)
X = rng.normal(size=(400, 5))
humidity = 60 + 12 * X[:, 0] - 8 * np.tanh(X[:, 3]) + rng.normal(0, 2, 400)

scaler = MinMaxScaler()
y = scaler.fit_transform(humidity.reshape(-1, 1))

model = Sequential([Input((5,)), Dense(24, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(X, y, epochs=10, verbose=0)
print(scaler.inverse_transform(model.predict(X[:3], verbose=0)).ravel(), humidity[:3])
