import keras
from keras import layers
from sklearn.datasets import make_moons

keras.utils.set_random_seed(3)
X, y = make_moons(n_samples=600, noise=0.15, random_state=3)
y = y.reshape(-1, 1).astype("float32")

model = keras.Sequential()
model.add(keras.Input(shape=(2,)))
for units in (32, 32, 16):
    model.add(layers.Dense(units))
    model.add(layers.Activation("relu"))
model.add(layers.Dense(1, activation="sigmoid"))

model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.AUC(name="auc")],
)
history = model.fit(X, y, epochs=15, batch_size=50, validation_split=0.2, verbose=0)
print("val loss %.3f, val auc %.3f" % (history.history["val_loss"][-1], history.history["val_auc"][-1]))
