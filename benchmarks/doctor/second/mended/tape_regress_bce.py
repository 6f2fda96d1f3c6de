import tensorflow as tf

tf.random.set_seed(1)
X = tf.random.normal([512, 6])
Y = tf.cast(X[:, :1] - X[:, 1:2] > 0, tf.float32)
loader = tf.data.Dataset.from_tensor_slices((X, Y)).batch(64)

net = tf.keras.Sequential()
for units in (16, 16):
    net.add(tf.keras.layers.Dense(units, activation='relu'))
net.add(tf.keras.layers.Dense(1, activation='sigmoid'))

bce = tf.keras.losses.BinaryCrossentropy()
opt = tf.keras.optimizers.Adam(0.003)


def main():
    for epoch in range(3):
        total, n = 0., 0
        for xb, yb in loader:
            with tf.GradientTape() as tape:
                out = net(xb, training=True)
                loss = bce(yb, out)
            grads = tape.gradient(loss, net.trainable_weights)
            opt.apply_gradients(zip(grads, net.trainable_weights))
            total += float(loss)
            n += 1
        print('epoch', epoch, 'loss', total / n)


if __name__ == '__main__':
    main()
