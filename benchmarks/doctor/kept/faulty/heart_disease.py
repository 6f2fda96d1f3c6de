import keras
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(13)
X, y = make_classification(n_samples=700, n_features=13, n_informative=6, random_state=13)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=13, stratify=y)

model = keras.Sequential(
    [
        keras.layers.Dense(24, activation="relu"),
        keras.layers.Dense(12, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="sgd", loss="mean_squared_error", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=15, batch_size=10, verbose=0)
predicted = (model.predict(X_test, verbose=0) > 0.5).astype(int).ravel()
print("accuracy on held-out patients:", np.mean(predicted == y_test))
