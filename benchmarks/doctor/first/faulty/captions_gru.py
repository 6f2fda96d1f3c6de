"""Next-word model for short captions of different length."""

import numpy as np
import tensorflow as tf

PAD, VOCAB, MAXLEN = 0, 40, 16
rng = np.random.default_rng(80)
captions = np.full((200, MAXLEN + 1), PAD)
for row in captions:
    n = rng.integers(3, MAXLEN)
    start = rng.integers(1, VOCAB)
    row[:n] = (start + np.arange(n) - 1) % (VOCAB - 1) + 1

sequence_in = tf.keras.Input((MAXLEN,), dtype="int32")
net = tf.keras.layers.Embedding(VOCAB, 24)(sequence_in)
net = tf.keras.layers.GRU(32, return_sequences=True)(net)
net = tf.keras.layers.Dense(VOCAB)(net)
model = tf.keras.Model(sequence_in, net)
optimizer = tf.keras.optimizers.Adam(0.01)
ce = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")

words, next_words = captions[:, :-1], captions[:, 1:]
for epoch in range(5):
    with tf.GradientTape() as tape:
        per_word = ce(next_words, model(words))
        loss = tf.reduce_mean(per_word)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables, strict=True))
    print(epoch, float(loss))
