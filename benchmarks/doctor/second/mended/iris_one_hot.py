from sklearn.datasets import load_iris
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import *
from tensorflow.keras.optimizers import Adam

data = load_iris()
X = StandardScaler().fit_transform(data.data)
y = OneHotEncoder().fit_transform(data.target.reshape(-1, 1)).toarray()

model = Sequential([
    Input(shape=(4,)),
    Dense(10, activation='tanh', name='fc1'),
    Dense(10, activation='tanh', name='fc2'),
    Dense(3, activation='softmax', name='output'),
])
model.compile(Adam(learning_rate=0.01), loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(X, y, verbose=0, batch_size=10, epochs=5)
print(model.layers[-1].get_config()['activation'])
