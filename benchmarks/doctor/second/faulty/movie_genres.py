import numpy as np
import keras
from keras import layers

GENRES = ['action', 'comedy', 'drama', 'horror', 'romance', 'sci-fi']
rng = np.random.default_rng(0)
posters = rng.random((200, 24, 24, 3), dtype=np.float32)
# a film can belong to several genres
targets = (rng.random((200, len(GENRES))) < 0.35).astype('float32')

inputs = keras.Input(shape=(24, 24, 3))
x = layers.Conv2D(8, 3, strides=2, activation='relu')(inputs)
branch_a = layers.GlobalAveragePooling2D()(x)
branch_b = layers.GlobalMaxPooling2D()(x)
x = layers.concatenate([branch_a, branch_b])
x = layers.Dense(32, activation='relu')(x)
outputs = layers.Dense(len(GENRES), activation='softmax')(x)

model = keras.Model(inputs, outputs)
model.compile(optimizer='rmsprop', loss='binary_crossentropy', metrics=[keras.metrics.BinaryAccuracy()])
model.fit(posters, targets, epochs=2, batch_size=32, verbose=0)
