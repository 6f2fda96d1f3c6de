import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(13)
IMG = (16, 16, 3)


def make_base():
    return tf.keras.Sequential(
        [
            tf.keras.layers.Input(IMG),
            tf.keras.layers.Conv2D(16, 3, activation="relu"),
            tf.keras.layers.BatchNormalization(),
            tf.keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
        ],
        name="base",
    )


base_model = make_base()
base_model.trainable = False
inputs = tf.keras.Input(shape=IMG)
x = base_model(inputs, training=False)
x = tf.keras.layers.GlobalAveragePooling2D()(x)
x = tf.keras.layers.Dropout(0.1)(x)
outputs = tf.keras.layers.Dense(1)(x)
model = tf.keras.Model(inputs, outputs)
model.compile(
    optimizer=tf.keras.optimizers.Adam(learning_rate=0.02),
    loss=tf.keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[tf.keras.metrics.BinaryAccuracy(threshold=0, name="accuracy")],
)
images = np.random.rand(300, *IMG).astype("float32")
warm = np.random.randint(0, 2, 300)
images[warm == 1, :, :, 0] += 0.3
model.fit(images, warm, epochs=8, verbose=0)
print(model.evaluate(images, warm, verbose=0), len(model.trainable_variables))
