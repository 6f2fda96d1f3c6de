import numpy as np
import keras
from keras import layers

base = keras.Sequential([
    layers.Input((24, 24, 3)),
    layers.Conv2D(8, 3, activation='relu'),
    layers.MaxPooling2D(),
    layers.Conv2D(8, 3, activation='relu'),
], name='pretrained_body')
base.trainable = False

inputs = keras.Input((24, 24, 3))
x = layers.Rescaling(1. / 127.5, offset=-1)(inputs)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(1)(x)
model = keras.Model(inputs, outputs)

X = np.random.randint(0, 256, (48, 24, 24, 3)).astype('float32')
y = np.random.randint(0, 2, (48, 1))


def go(lr, epochs=1):
    model.compile(optimizer=keras.optimizers.Adam(lr),
                  loss=keras.losses.BinaryCrossentropy(from_logits=True),
                  metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)])
    return model.fit(X, y, epochs=epochs, verbose=0)


go(1e-3)
base.trainable = True
go(1e-5)
