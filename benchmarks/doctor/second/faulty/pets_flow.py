import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Flatten, Conv2D, MaxPool2D
from tensorflow.keras import Model


class CatDog(Model):
    def __init__(self):
        super(CatDog, self).__init__()
        self.conv = Conv2D(4, 3, activation='relu')
        self.pool = MaxPool2D()
        self.flat = Flatten()
        self.d1 = Dense(16, activation='relu')
        self.d2 = Dense(1)

    def call(self, x):
        return self.d2(self.d1(self.flat(self.pool(self.conv(x)))))


def make_ds(n, bs=16):
    imgs = np.random.rand(n, 20, 20, 1).astype('float32')
    labs = np.zeros(n, dtype='int32')
    imgs[::2] += 0.5
    labs[::2] = 1
    return tf.data.Dataset.from_tensor_slices((imgs, labs)).shuffle(n).batch(bs).cache()


loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = tf.keras.optimizers.Adam()
train_loss = tf.keras.metrics.Mean(name='train_loss')
model = CatDog()


@tf.function
def train_step(images, labels):
    with tf.GradientTape() as tape:
        predictions = model(images, training=True)
        loss = loss_object(labels, predictions)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    train_loss(loss)


ds = make_ds(96)
for epoch in range(2):
    train_loss.reset_state()
    for images, labels in ds:
        train_step(images, labels)
    print(f'Epoch {epoch + 1}, Loss: {train_loss.result()}')
