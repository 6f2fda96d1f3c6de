import tensorflow as tf

tf.random.set_seed(6)
L = tf.keras.layers
generator = tf.keras.Sequential([L.Dense(32, activation="relu"), L.Dense(2)])
critic = tf.keras.Sequential([L.Dense(32, activation="relu"), L.Dense(32, activation="relu"), L.Dense(1)])
g_opt = tf.keras.optimizers.Adam(1e-3, beta_1=0.0, beta_2=0.9)
c_opt = tf.keras.optimizers.Adam(1e-3, beta_1=0.0, beta_2=0.9)


def gradient_penalty(real, fake):
    t = tf.random.uniform((real.shape[0], 1))
    mixed = t * real + (1 - t) * fake
    with tf.GradientTape() as tape:
        tape.watch(mixed)
        score = critic(mixed)
    slope = tf.sqrt(tf.reduce_sum(tape.gradient(score, mixed) ** 2, axis=1) + 1e-12)
    return tf.reduce_mean((slope - 1.0) ** 2)


for step in range(15):
    for _ in range(3):
        real = tf.random.normal((64, 2)) + tf.constant([3.0, 0.0])
        fake = generator(tf.random.normal((64, 4)))
        with tf.GradientTape() as tape:
            c_loss = tf.reduce_mean(critic(fake)) - tf.reduce_mean(critic(real)) + 10.0 * gradient_penalty(real, fake)
        grads = tape.gradient(c_loss, critic.trainable_variables)
        c_opt.apply_gradients(zip(grads, critic.trainable_variables, strict=True))
    with tf.GradientTape() as tape:
        g_loss = -tf.reduce_mean(critic(generator(tf.random.normal((64, 4)))))
    grads = tape.gradient(g_loss, generator.trainable_variables)
    g_opt.apply_gradients(zip(grads, generator.trainable_variables, strict=True))
    if step % 5 == 0:
        print(step, float(c_loss), float(g_loss))
