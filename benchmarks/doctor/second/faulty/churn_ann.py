import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Input

np.random.seed(7)
X = np.random.rand(400, 11)
y = (X[:, 0] + X[:, 3] > 1).astype(int)

classifier = Sequential()
classifier.add(Input(shape=(11,)))
classifier.add(Dense(units=6, kernel_initializer='uniform', activation='relu'))
classifier.add(Dropout(0.1))
classifier.add(Dense(units=6, kernel_initializer='uniform', activation='relu'))
classifier.add(Dense(units=1, kernel_initializer='uniform', activation='softmax'))
classifier.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
classifier.fit(X, y, batch_size=20, epochs=3, verbose=0)
print(classifier.evaluate(X, y, verbose=0))
