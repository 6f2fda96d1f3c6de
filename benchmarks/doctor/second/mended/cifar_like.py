import tensorflow as tf
from tensorflow.keras import layers, models

train_images = tf.random.uniform((128, 16, 16, 3))
train_labels = tf.random.uniform((128, 1), maxval=10, dtype=tf.int32)

inp = layers.Input(shape=(16, 16, 3))
x = layers.Conv2D(8, (3, 3), activation='relu')(inp)
x = layers.MaxPooling2D((2, 2))(x)
x = layers.Conv2D(16, (3, 3), activation='relu')(x)
x = layers.Flatten()(x)
x = layers.Dense(32, activation='relu')(x)
out = layers.Dense(10)(x)

model = models.Model(inputs=inp, outputs=out)
model.compile(optimizer='adam',
              loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
              metrics=['accuracy'])
history = model.fit(train_images, train_labels, epochs=2, verbose=0)
print(history.history['loss'])
