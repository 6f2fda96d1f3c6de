import numpy as np
from keras import layers, models, ops


def f1_loss(y_true, y_pred):
    y_pred = ops.cast(y_pred, "float32")
    tp = ops.sum(y_true * y_pred)
    fp = ops.sum((1.0 - y_true) * y_pred)
    fn = ops.sum(y_true * (1.0 - y_pred))
    return 1.0 - 2.0 * tp / (2.0 * tp + fp + fn + 1e-7)


rng = np.random.default_rng(9)
X = rng.normal(size=(500, 15)).astype("float32")
y = (X[:, :3].sum(axis=1, keepdims=True) > 2.0).astype("float32")

model = models.Sequential([layers.Input((15,)), layers.Dense(30, "relu"), layers.Dense(1, "sigmoid")])
model.compile(optimizer="adam", loss=f1_loss)
history = model.fit(X, y, epochs=5, batch_size=100, verbose=0)
print(history.history["loss"])
