import numpy as np
import tensorflow as tf

tf.random.set_seed(3)
np.random.seed(3)
N_ACTIONS = 4
policy = tf.keras.Sequential([tf.keras.layers.Dense(24, activation="relu"), tf.keras.layers.Dense(N_ACTIONS)])
optimizer = tf.keras.optimizers.Adam(learning_rate=0.02)

states = np.random.randn(256, 5).astype("float32")
best = np.argmax(states[:, :N_ACTIONS], axis=1)

for update in range(30):
    logits = policy(states)
    actions = tf.squeeze(tf.random.categorical(logits, 1), axis=1).numpy()
    rewards = (actions == best).astype("float32")
    advantages = rewards - rewards.mean()
    with tf.GradientTape() as tape:
        logits = policy(states)
        log_probs = tf.math.log(tf.nn.softmax(logits))
        chosen = tf.reduce_sum(log_probs * tf.one_hot(actions, N_ACTIONS), axis=1)
        loss = -tf.reduce_mean(chosen * advantages)
    grads = tape.gradient(loss, policy.trainable_variables)
    optimizer.apply_gradients(zip(grads, policy.trainable_variables))
    if update % 10 == 9:
        print("update", update + 1, "mean reward", rewards.mean())
