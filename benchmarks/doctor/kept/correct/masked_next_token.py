import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(20)
VOCAB, MAXLEN = 20, 12
rows = np.zeros((400, MAXLEN + 1), dtype="int32")
for row in rows:
    n = np.random.randint(4, MAXLEN + 1)
    row[:n] = (np.random.randint(1, VOCAB) + 3 * np.arange(n)) % (VOCAB - 1) + 1
inputs, targets = rows[:, :-1], rows[:, 1:]
per_token = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")


def masked_loss(y_true, y_pred):
    mask = tf.cast(tf.not_equal(y_true, 0), tf.float32)
    return tf.reduce_sum(per_token(y_true, y_pred) * mask) / tf.reduce_sum(mask)


def masked_accuracy(y_true, y_pred):
    hit = tf.cast(tf.equal(tf.cast(y_true, tf.int64), tf.argmax(y_pred, axis=-1)), tf.float32)
    mask = tf.cast(tf.not_equal(y_true, 0), tf.float32)
    return tf.reduce_sum(hit * mask) / tf.reduce_sum(mask)


lm = tf.keras.Sequential(
    [
        tf.keras.layers.Embedding(VOCAB, 24),
        tf.keras.layers.GRU(32, return_sequences=True),
        tf.keras.layers.Dense(VOCAB),
    ]
)
lm.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=masked_loss, metrics=[masked_accuracy])
lm.fit(inputs, targets, epochs=6, verbose=0)
print(lm.evaluate(inputs, targets, verbose=0))
