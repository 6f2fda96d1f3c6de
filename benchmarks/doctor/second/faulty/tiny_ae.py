import numpy as np
from keras.layers import Input, Dense
from keras.models import Model

X = np.random.randint(0, 256, size=(200, 12, 12))
X = X.reshape((len(X), np.prod(X.shape[1:]))).astype('float32')

encoding_dim = 16
inp = Input(shape=(144,))
code = Dense(encoding_dim, activation='relu')(inp)
rec = Dense(144, activation='sigmoid')(code)

ae = Model(inp, rec)
encoder = Model(inp, code)
ae.compile(optimizer='adam', loss='binary_crossentropy')
hist = ae.fit(X, X, epochs=3, batch_size=50, shuffle=True, verbose=0)
print(hist.history['loss'], encoder.predict(X[:1], verbose=0).shape)
