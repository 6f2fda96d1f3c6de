import tensorflow as tf

wide = tf.keras.layers.Dense(1)
deep = tf.keras.Sequential([tf.keras.layers.Dense(16, 'relu'), tf.keras.layers.Dense(1)])
opt_wide, opt_deep = tf.keras.optimizers.Ftrl(0.05), tf.keras.optimizers.Adagrad(0.05)

x = tf.random.normal((300, 10))
y = tf.cast(x[:, 0:1] * x[:, 1:2] > 0, tf.float32)

for i in range(10):
    with tf.GradientTape() as tape:
        logit = wide(x) + deep(x)
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logit))
    wv, dv = wide.trainable_variables, deep.trainable_variables
    gw, gd = tape.gradient(loss, [wv, dv])
    opt_wide.apply_gradients(zip(gw, wv))
    opt_deep.apply_gradients(zip(gd, dv))
pred = tf.cast(tf.sigmoid(logit) > 0.5, tf.float32)
print(float(loss), float(tf.reduce_mean(tf.cast(pred == y, tf.float32))))
