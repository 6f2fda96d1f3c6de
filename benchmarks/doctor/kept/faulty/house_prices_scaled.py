import numpy as np
from sklearn.datasets import make_regression
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

keras.utils.set_random_seed(21)
features, price = make_regression(n_samples=500, n_features=8, noise=5.0, random_state=21)
features = StandardScaler().fit_transform(features)
price = StandardScaler().fit_transform(price.reshape(-1, 1))
split = int(0.8 * len(price))


def create_model():
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(64, activation="relu", input_shape=[features.shape[1]]))
    model.add(keras.layers.Dense(64, activation="relu"))
    model.add(keras.layers.Dense(1, activation="softmax"))
    return model


def compile_and_fit(model, epochs):
    model.compile(loss="mse", optimizer=keras.optimizers.RMSprop(0.001), metrics=["mae", "mse"])
    return model.fit(
        features[:split], price[:split], epochs=epochs, verbose=0, validation_data=(features[split:], price[split:])
    )


history = compile_and_fit(create_model(), 15)
print(np.round(history.history["val_mae"], 3))
