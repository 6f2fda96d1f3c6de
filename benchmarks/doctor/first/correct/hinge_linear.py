import numpy as np
import tensorflow as tf
from sklearn.datasets import make_blobs

X, y = make_blobs(n_samples=300, centers=2, n_features=5, random_state=1)
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = np.where(y == 1, 1.0, -1.0)

model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((5,)),
        tf.keras.layers.Dense(1, kernel_regularizer=tf.keras.regularizers.L2(1e-3)),
    ]
)
model.compile(optimizer=tf.keras.optimizers.SGD(0.05), loss=tf.keras.losses.Hinge())
model.fit(X, y, epochs=5, verbose=0)
print("right:", np.mean(np.sign(model.predict(X, verbose=0).ravel()) == y))
