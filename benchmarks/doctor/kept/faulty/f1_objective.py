import keras
import numpy as np
from keras import ops

keras.utils.set_random_seed(15)


def f1_loss(y_true, y_pred):
    y_true = ops.cast(y_true, "float32")
    decided = ops.cast(y_pred > 0.5, "float32")
    tp = ops.sum(y_true * decided, axis=0)
    fp = ops.sum((1 - y_true) * decided, axis=0)
    fn = ops.sum(y_true * (1 - decided), axis=0)
    f1 = 2 * tp / (2 * tp + fp + fn + 1e-7)
    return 1 - ops.mean(f1)


x = np.random.normal(size=(512, 8)).astype("float32")
y = (x[:, :1] * x[:, 1:2] > 0.3).astype("int32")
net = keras.Sequential([keras.Input((8,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1, "sigmoid")])
net.compile(keras.optimizers.Adam(0.01), loss=f1_loss)
h = net.fit(x, y, epochs=6, batch_size=128, verbose=0)
print([round(v, 3) for v in h.history["loss"]])
