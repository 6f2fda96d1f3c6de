import random
from collections import deque
import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Input
from keras.optimizers import Adam


class DQNAgent:
    def __init__(self, state_size, action_size):
        self.state_size = state_size
        self.action_size = action_size
        self.memory = deque(maxlen=200)
        self.gamma = 0.95
        self.epsilon = 1.0
        self.model = self._build_model()

    def _build_model(self):
        model = Sequential()
        model.add(Input((self.state_size,)))
        model.add(Dense(24, activation='relu'))
        model.add(Dense(24, activation='relu'))
        model.add(Dense(self.action_size, activation='linear'))
        model.compile(loss='mse', optimizer=Adam(learning_rate=0.001))
        return model

    def act(self, state):
        if np.random.rand() <= self.epsilon:
            return random.randrange(self.action_size)
        return np.argmax(self.model.predict(state, verbose=0)[0])

    def replay(self, batch_size):
        if len(self.memory) < batch_size:
            return
        s, a, r, s2, done = map(np.array, zip(*random.sample(self.memory, batch_size)))
        target = self.model.predict_on_batch(s)
        best = self.model.predict_on_batch(s2).max(axis=1)
        target[np.arange(batch_size), a] = r + self.gamma * best * (1 - done)
        self.model.fit(s, target, epochs=1, verbose=0)
        self.epsilon = max(0.01, self.epsilon * 0.99)


agent = DQNAgent(4, 2)
s = np.random.randn(4)
for t in range(40):
    a = agent.act(s[None])
    s2 = s + 0.1 * np.random.randn(4)
    agent.memory.append((s, a, float(s2[0] > 0) * a, s2, t % 10 == 9))
    s = s2
    if t % 10 == 9:
        agent.replay(16)
