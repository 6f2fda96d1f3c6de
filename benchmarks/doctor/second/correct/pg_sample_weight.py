import numpy as np
import tensorflow as tf

n_actions = 3
policy = tf.keras.Sequential([tf.keras.layers.Dense(16, 'tanh'), tf.keras.layers.Dense(n_actions)])
opt = tf.keras.optimizers.Adam(0.01)


def rollout(T=30):
    obs = np.random.randn(T, 4).astype('float32')
    acts = tf.random.categorical(policy(obs), 1)[:, 0].numpy()
    rew = (acts == obs[:, :3].argmax(1)).astype('float32')
    return obs, acts, rew


for it in range(15):
    obs, acts, rew = rollout()
    adv = rew - rew.mean()
    with tf.GradientTape() as tape:
        neg_logp = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=acts, logits=policy(obs))
        loss = tf.reduce_mean(neg_logp * adv)
    grads = tape.gradient(loss, policy.trainable_variables)
    opt.apply_gradients(zip(grads, policy.trainable_variables))
    if it % 5 == 0: print(it, rew.mean())
