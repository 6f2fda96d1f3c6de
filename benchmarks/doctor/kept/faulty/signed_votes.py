import numpy as np
from keras import Input, Model, utils
from keras.layers import Dense, concatenate

utils.set_random_seed(12)
n = 400
region = np.eye(5)[np.random.randint(0, 5, n)]
survey = np.random.normal(size=(n, 7))
vote = np.where(survey[:, 0] + region[:, 2] > 0, 1, -1)

a = Input((5,), name="region")
b = Input((7,), name="survey")
x = concatenate([a, b])
x = Dense(16, activation="relu")(x)
yes = Dense(1, activation="sigmoid", name="yes")(x)
model = Model([a, b], yes)
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit({"region": region, "survey": survey}, vote, epochs=10, verbose=0)
print("final loss:", model.evaluate({"region": region, "survey": survey}, vote, verbose=0))
