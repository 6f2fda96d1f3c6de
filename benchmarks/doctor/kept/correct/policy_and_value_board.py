import keras
import numpy as np
from keras import layers, regularizers

keras.utils.set_random_seed(21)
CELLS = 9
boards = np.random.randint(-1, 2, size=(500, CELLS)).astype("float32")
visits = np.random.gamma(0.5 + 2.0 * (boards == 0))
search_policy = visits / visits.sum(axis=1, keepdims=True)
outcome = np.sign(boards[:, [0, 4, 8]].sum(axis=1))


class PolicyValueNet:
    def __init__(self, l2=1e-4):
        self.reg = regularizers.l2(l2)
        self.model = self.build()
        self.model.compile(optimizer="adam", loss=["categorical_crossentropy", "mean_squared_error"])

    def build(self):
        board = layers.Input((CELLS,))
        trunk = layers.Dense(64, activation="relu", kernel_regularizer=self.reg)(board)
        trunk = layers.Dense(64, activation="relu", kernel_regularizer=self.reg)(trunk)
        policy = layers.Dense(CELLS, activation="softmax", name="policy")(trunk)
        value = layers.Dense(1, activation="tanh", name="value")(trunk)
        return keras.Model(board, [policy, value])

    def train(self, states, probs, winners, epochs=8):
        return self.model.fit(states, [probs, winners], batch_size=64, epochs=epochs, verbose=0)


net = PolicyValueNet()
print([round(v, 3) for v in net.train(boards, search_policy, outcome).history["loss"]])
