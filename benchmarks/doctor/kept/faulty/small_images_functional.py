import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

NUM_CLASSES = 5
tf.random.set_seed(2)
rs = np.random.RandomState(2)
labels = rs.randint(0, NUM_CLASSES, size=400)
images = rs.rand(400, 12, 12, 1).astype("float32") * 0.3
for i, c in enumerate(labels):
    images[i, 2 * c : 2 * c + 3, :, 0] += 0.6


class Classifier(tf.keras.Model):
    def __init__(self):
        super(Classifier, self).__init__()
        self.conv = layers.Conv2D(8, 3, activation="relu")
        self.pool = layers.MaxPooling2D()
        self.flatten = layers.Flatten()
        self.dense = layers.Dense(NUM_CLASSES)

    def call(self, inputs):
        x = self.pool(self.conv(inputs))
        x = self.dense(self.flatten(x))
        return tf.nn.sigmoid(x)


net = Classifier()
net.compile(optimizer="rmsprop", loss=tf.keras.losses.sparse_categorical_crossentropy, metrics=["accuracy"])
net.fit(images, labels, batch_size=32, epochs=5, verbose=0)
print(net.evaluate(images, labels, verbose=0))
