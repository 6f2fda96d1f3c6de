import numpy as np
import tensorflow as tf


def base(n):
    return tf.keras.Sequential([
        tf.keras.layers.Input((20,)),
        tf.keras.layers.Dense(32, activation='relu'),
        tf.keras.layers.Dense(n, activation='softmax'),
    ])


model = base(4)
model.layers[-1].activation = tf.keras.activations.linear
model.compile(
    optimizer='sgd',
    loss=tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1),
    metrics=['accuracy'])

X = np.random.randn(200, 20)
Y = tf.one_hot(X[:, :4].argmax(1), 4)
model.fit(X, Y, epochs=2, verbose=0)
print(model(X[:2]))
