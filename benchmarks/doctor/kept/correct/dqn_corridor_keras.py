import random
from collections import deque

import numpy as np
import tensorflow as tf

random.seed(12)
tf.keras.utils.set_random_seed(12)
LENGTH, GAMMA, BATCH = 6, 0.95, 32


def q_network():
    return tf.keras.Sequential(
        [
            tf.keras.layers.Input((LENGTH,)),
            tf.keras.layers.Dense(24, activation="relu"),
            tf.keras.layers.Dense(2, activation="linear"),
        ]
    )


def step(pos, action):
    pos = max(0, pos - 1) if action == 0 else pos + 1
    return pos, float(pos == LENGTH - 1), pos == LENGTH - 1


online, target = q_network(), q_network()
target.set_weights(online.get_weights())
optimizer = tf.keras.optimizers.Adam(0.01)
huber = tf.keras.losses.Huber()
eye = np.eye(LENGTH, dtype="float32")
memory = deque(maxlen=2000)
pos = 0
for t in range(400):
    greedy = int(np.argmax(online(eye[pos : pos + 1])[0]))
    action = random.randrange(2) if random.random() < 0.3 else greedy
    new, reward, done = step(pos, action)
    memory.append((pos, action, reward, new, done))
    pos = 0 if done else new
    if len(memory) < BATCH:
        continue
    s, a, r, s2, d = map(np.array, zip(*random.sample(memory, BATCH)))
    best_next = tf.reduce_max(target(eye[s2]), axis=1)
    y = r.astype("float32") + GAMMA * best_next * (1.0 - d.astype("float32"))
    with tf.GradientTape() as tape:
        q = tf.reduce_sum(online(eye[s]) * tf.one_hot(a, 2), axis=1)
        loss = huber(y, q)
    grads = tape.gradient(loss, online.trainable_variables)
    optimizer.apply_gradients(zip(grads, online.trainable_variables))
    if t % 40 == 0:
        target.set_weights(online.get_weights())
print(np.round(online(eye[:-1]).numpy(), 2))
