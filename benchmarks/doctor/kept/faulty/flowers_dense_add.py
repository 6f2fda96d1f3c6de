import keras
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.utils import to_categorical
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

keras.utils.set_random_seed(0)
X, y = load_iris(return_X_y=True)
X = StandardScaler().fit_transform(X)
Y = to_categorical(y)
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.3, random_state=42)


def baseline_model():
    model = Sequential()
    model.add(Dense(8, input_dim=4, kernel_initializer="normal", activation="relu"))
    model.add(Dropout(0.1))
    model.add(Dense(3, kernel_initializer="normal", activation="sigmoid"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


estimator = baseline_model()
estimator.fit(X_train, Y_train, epochs=40, batch_size=5, verbose=0)
print(estimator.evaluate(X_test, Y_test, verbose=0))
