import numpy as np
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

tf.random.set_seed(0)
rng = np.random.default_rng(0)

income = rng.normal(45_000, 12_000, 800)
debt = rng.normal(9_000, 4_000, 800)
age = rng.integers(18, 75, 800)
X = np.stack([income, debt, age], axis=1)
y = (debt / income + rng.normal(0, 0.03, 800) > 0.2).astype("float32")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
scaler = StandardScaler().fit(X_train)


def build_model(n_features, n_out, out_activation):
    inputs = tf.keras.Input(shape=(n_features,))
    h = tf.keras.layers.Dense(32, activation="relu")(inputs)
    h = tf.keras.layers.Dropout(0.1)(h)
    h = tf.keras.layers.Dense(16, activation="relu")(h)
    outputs = tf.keras.layers.Dense(n_out, activation=out_activation)(h)
    return tf.keras.Model(inputs, outputs, name="default_risk")


model = build_model(X.shape[1], 1, "softmax")
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=tf.keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
model.fit(scaler.transform(X_train), y_train, epochs=8, batch_size=64, verbose=0)
print(model.evaluate(scaler.transform(X_test), y_test, verbose=0))
