import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Conv2D, Conv2DTranspose, Input, Concatenate

N_CLASSES = 3


def gen(n=20):
    for _ in range(n):
        img = np.random.rand(16, 16, 3).astype('float32')
        yield img, (img.mean(-1, keepdims=True) * N_CLASSES).astype('int32')


ds = tf.data.Dataset.from_generator(gen, output_signature=(
    tf.TensorSpec((16, 16, 3), tf.float32), tf.TensorSpec((16, 16, 1), tf.int32))).batch(5)

i = Input((16, 16, 3))
c1 = Conv2D(8, 3, padding='same', activation='relu')(i)
c2 = Conv2D(16, 3, strides=2, padding='same', activation='relu')(c1)
u = Conv2DTranspose(8, 2, strides=2, activation='relu')(c2)
u = Concatenate()([u, c1])
o = Conv2D(N_CLASSES, (1, 1))(u)
o = tf.keras.layers.Softmax(axis=-1)(o)
net = tf.keras.Model(i, o)
net.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
net.fit(ds, epochs=2, verbose=0)
