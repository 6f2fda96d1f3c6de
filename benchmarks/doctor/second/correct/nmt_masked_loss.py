import tensorflow as tf

loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction='none')


def loss_function(real, pred):
    mask = tf.cast(tf.math.not_equal(real, 0), tf.float32)
    loss_ = loss_object(real, pred)
    return tf.reduce_sum(loss_ * mask) / tf.reduce_sum(mask)


class Decoder(tf.keras.Model):
    def __init__(self, vocab_size, dim):
        super(Decoder, self).__init__()
        self.embedding = tf.keras.layers.Embedding(vocab_size, dim)
        self.gru = tf.keras.layers.GRU(dim, return_sequences=True)
        self.fc = tf.keras.layers.Dense(vocab_size)

    def call(self, x):
        return self.fc(self.gru(self.embedding(x)))


vocab = 40
lengths = tf.random.uniform((64, 1), 3, 10, dtype=tf.int32)
seq = tf.random.uniform((64, 10), 1, vocab, dtype=tf.int32) * tf.cast(tf.range(10)[None] < lengths, tf.int32)
decoder = Decoder(vocab, 16)
optimizer = tf.keras.optimizers.Adam()

for epoch in range(3):
    with tf.GradientTape() as tape:
        loss = loss_function(seq[:, 1:], decoder(seq[:, :-1]))
    variables = decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    print('Epoch {} Loss {:.4f}'.format(epoch + 1, loss.numpy()))
