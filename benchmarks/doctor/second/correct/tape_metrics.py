import tensorflow as tf

(ds, n_classes) = (tf.data.Dataset.from_tensor_slices(
    (tf.random.normal((160, 9)), tf.random.uniform((160,), maxval=3, dtype=tf.int64))), 3)
ds = ds.map(lambda x, y: (x, tf.one_hot(y, n_classes))).shuffle(160).batch(32).prefetch(2)

hidden = tf.keras.layers.Dense(24, activation=tf.keras.activations.swish)
final = tf.keras.layers.Dense(n_classes)
opt = tf.keras.optimizers.RMSprop()
acc = tf.keras.metrics.CategoricalAccuracy()


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        logits = final(hidden(x))
        ce = tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(ce)
    weights = hidden.trainable_variables + final.trainable_variables
    opt.apply_gradients(zip(tape.gradient(loss, weights), weights))
    acc.update_state(y, tf.nn.softmax(logits))
    return loss


hidden.build((None, 9))
final.build((None, 24))
opt.build(hidden.trainable_variables + final.trainable_variables)
for epoch in range(2):
    for i, (x, y) in enumerate(ds):
        loss = step(x, y)
    print(epoch, float(loss), float(acc.result()))
    acc.reset_state()
