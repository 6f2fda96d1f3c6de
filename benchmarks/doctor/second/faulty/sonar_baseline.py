from keras.models import Sequential
from keras.layers import Dense
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
import numpy as np

seed = 7
np.random.seed(seed)
X = np.random.rand(208, 60)
Y = np.where(X[:, 10] > 0.5, 'M', 'R')
encoder = LabelEncoder()
encoded_Y = encoder.fit_transform(Y)


def create_baseline():
    model = Sequential()
    model.add(Dense(60, kernel_initializer='normal', activation='relu'))
    model.add(Dense(30, kernel_initializer='normal', activation='relu'))
    model.add(Dense(1, kernel_initializer='normal'))
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


X_train, X_test, y_train, y_test = train_test_split(X, encoded_Y, test_size=0.25, random_state=seed)
model = create_baseline()
model.fit(X_train, y_train, epochs=4, batch_size=8, verbose=0)
print(model.evaluate(X_test, y_test, verbose=0))
