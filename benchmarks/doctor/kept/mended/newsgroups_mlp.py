import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Activation, Dense, Dropout
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import to_categorical

max_words = 300
num_classes = 8
tf.keras.utils.set_random_seed(1)
x_train = (np.random.rand(640, max_words) < 0.05).astype("float32")
y_train = x_train[:, : num_classes * 10].reshape(640, num_classes, 10).sum(axis=2).argmax(axis=1)
print(x_train.shape, y_train.shape)

model = Sequential()
model.add(Dense(128, input_shape=(max_words,)))
model.add(Activation("relu"))
model.add(Dropout(0.3))
model.add(Dense(num_classes))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, to_categorical(y_train, num_classes), batch_size=32, epochs=5, verbose=0, validation_split=0.1)
print(model.evaluate(x_train, to_categorical(y_train, num_classes), verbose=0))
