import numpy as np
import tensorflow as tf


def cosine_loss(y_true, y_pred):
    y_true = tf.math.l2_normalize(y_true, axis=-1)
    y_pred = tf.math.l2_normalize(y_pred, axis=-1)
    return tf.reduce_sum(y_true * y_pred, axis=-1)


rng = np.random.default_rng(10)
english = rng.normal(size=(400, 32)).astype("float32")
rotation, _ = np.linalg.qr(rng.normal(size=(32, 32)))
french = (english @ rotation).astype("float32")

mapper = tf.keras.Sequential([tf.keras.layers.Input((32,)), tf.keras.layers.Dense(32, use_bias=False)])
mapper.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=cosine_loss)
mapper.fit(english, french, epochs=5, verbose=0)
print("loss:", mapper.evaluate(english, french, verbose=0))
