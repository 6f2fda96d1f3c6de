import keras.backend as K
import numpy as np
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.wrappers.scikit_learn import KerasClassifier
from sklearn.model_selection import cross_val_score


def weighted_bce(y_true, y_pred):
    weights = 1.0 + 4.0 * y_true
    return K.mean(weights * K.binary_crossentropy(y_true, y_pred), axis=-1)


def create_model():
    model = Sequential()
    model.add(Dense(24, input_dim=15, kernel_initializer="normal", activation="relu"))
    model.add(Dropout(0.2))
    model.add(Dense(1, kernel_initializer="normal", activation="sigmoid"))
    model.compile(loss=weighted_bce, optimizer="adam", metrics=["accuracy"])
    return model


X = np.random.randn(1000, 15)
Y = (X[:, 0] - X[:, 6] > 1.5).astype("float32")
estimator = KerasClassifier(build_fn=create_model, epochs=10, batch_size=32, verbose=0)
print(cross_val_score(estimator, X, Y, cv=5).mean())
