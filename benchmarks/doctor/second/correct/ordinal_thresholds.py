import numpy as np
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense, Input

grade = np.random.randint(0, 4, 300)
X = grade[:, None] + 0.5 * np.random.randn(300, 5)
T = (grade[:, None] > np.arange(3)[None, :]).astype('float32')

model = Sequential([Input((5,)), Dense(16, activation='relu'), Dense(3, activation='sigmoid')])
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['binary_accuracy'])
model.fit(X, T, epochs=3, verbose=0)
print((model.predict(X[:6], verbose=0) > 0.5).sum(axis=1), grade[:6])
