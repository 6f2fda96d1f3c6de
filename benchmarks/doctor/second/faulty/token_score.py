import tensorflow as tf

inputs = tf.keras.Input(shape=(50,), name='tokens')
h = tf.keras.layers.Embedding(1000, 16)(inputs)
h = tf.keras.layers.GlobalAveragePooling1D()(h)
h = tf.keras.layers.Dense(16, activation='relu')(h)
outputs = tf.keras.layers.Dense(1, name='score')(h)
model = tf.keras.Model(inputs, outputs)

loss_fn = tf.keras.losses.BinaryCrossentropy(from_logits=True)
model.compile(optimizer='adam', loss=loss_fn, metrics=['accuracy'])

tokens = tf.random.uniform((200, 50), maxval=1000, dtype=tf.int32)
y = tf.cast(tokens[:, :1] > 500, tf.float32)
ds = tf.data.Dataset.from_tensor_slices((tokens, y)).batch(32)
history = model.fit(ds.take(5), validation_data=ds.skip(5), epochs=2, verbose=0)
print(history.history)
