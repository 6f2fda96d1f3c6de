from sklearn.datasets import load_digits
from keras import Sequential, layers, activations, callbacks

digits = load_digits()
X, y = digits.data / 16.0, digits.target

ACT = {'relu': activations.relu, 'tanh': activations.tanh, 'softmax': activations.softmax}
spec = [(64, 'relu'), (32, 'relu'), (10, 'relu')]

net = Sequential([layers.Input((64,))])
for n, a in spec:
    net.add(layers.Dense(n, activation=ACT[a]))

net.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
net.fit(X[:1000], y[:1000], epochs=2, verbose=0, validation_split=0.1,
        callbacks=[callbacks.EarlyStopping(patience=2)])
print(net.evaluate(X[1000:], y[1000:], verbose=0))
