import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import Dense, Dropout
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import set_random_seed

set_random_seed(29)
cement, water, days = np.random.uniform(100, 500, 500), np.random.uniform(120, 240, 500), np.random.uniform(1, 90, 500)
strength = 0.1 * cement - 0.12 * water + 7 * np.log(days) + 20 + np.random.normal(0, 2, 500)
X = np.c_[cement / 500, water / 240, days / 90]
train_X, test_X, train_y, test_y = train_test_split(X, strength, test_size=0.2, random_state=29)

n_cols = train_X.shape[1]
model = Sequential()
model.add(Dense(50, activation="relu", input_shape=(n_cols,)))
model.add(Dropout(0.1))
model.add(Dense(50, activation="relu"))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])
model.fit(train_X, train_y, epochs=30, verbose=0)
print("Test:", model.evaluate(test_X, test_y, verbose=0))
