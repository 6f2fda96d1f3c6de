import numpy as np
import tensorflow as tf

rng = np.random.default_rng(13)
n_states, n_actions, gamma = 6, 2, 0.9


def q_network():
    return tf.keras.Sequential(
        [tf.keras.layers.Input((n_states,)), tf.keras.layers.Dense(24, "relu"), tf.keras.layers.Dense(n_actions)]
    )


online, target = q_network(), q_network()
target.set_weights(online.get_weights())
optimizer = tf.keras.optimizers.Adam(0.01)
huber = tf.keras.losses.Huber()
states = rng.integers(0, n_states, 512)
actions = rng.integers(0, n_actions, 512)
following = np.clip(states + 2 * actions - 1, 0, n_states - 1)
rewards = (following == n_states - 1).astype("float32")
eye = np.eye(n_states, dtype="float32")

for step in range(60):
    pick = rng.integers(0, 512, 64)
    best_next = tf.reduce_max(target(eye[following[pick]]), axis=1)
    wanted = tf.stop_gradient(rewards[pick] + gamma * (1 - rewards[pick]) * best_next)
    with tf.GradientTape() as tape:
        q = tf.reduce_sum(online(eye[states[pick]]) * tf.one_hot(actions[pick], n_actions), axis=1)
        loss = huber(wanted[:, None], q[:, None])
    grads = tape.gradient(loss, online.trainable_variables)
    optimizer.apply_gradients(zip(grads, online.trainable_variables, strict=True))
    if step % 20 == 19:
        target.set_weights(online.get_weights())
        print(step, float(loss))
