import keras
import numpy as np
from keras import layers, ops
from keras.regularizers import l2

keras.utils.set_random_seed(17)
points = np.random.randn(500, 10).astype("float32")
normal = np.random.randn(10)
side = np.where(points @ normal > 0, 1.0, -1.0).astype("float32").reshape(-1, 1)


def sign_accuracy(y_true, y_pred):
    return ops.mean(ops.cast(ops.equal(y_true, ops.sign(y_pred)), "float32"))


inputs = keras.Input((10,))
hidden = layers.Dense(20, activation="relu")(inputs)
score = layers.Dense(1, kernel_regularizer=l2(1e-3))(hidden)
svm = keras.Model(inputs, score)
svm.compile(optimizer="adadelta", loss="hinge", metrics=[sign_accuracy])
svm.optimizer.learning_rate = 1.0
svm.fit(points, side, epochs=15, verbose=0)
print(svm.evaluate(points, side, verbose=0, return_dict=True))
