import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(35)
n = 600
profile = np.random.randn(n, 10).astype("float32")
age_group = profile[:, :4].argmax(axis=1)
income = 40_000 + 12_000 * profile[:, 5] + 2_000 * np.random.randn(n)
income_target = income

inp = keras.Input((10,), name="profile")
trunk = layers.Dense(32, activation="relu")(inp)
trunk = layers.Dense(32, activation="relu")(trunk)
age_out = layers.Dense(4, activation="softmax", name="age_group")(trunk)
income_out = layers.Dense(1, name="income")(trunk)
model = keras.Model(inp, [age_out, income_out])
model.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss=["sparse_categorical_crossentropy", "mse"],
    metrics=[["accuracy"], ["mae"]],
)
model.fit(profile, [age_group, income_target], epochs=15, verbose=0)
print(model.evaluate(profile, [age_group, income_target], verbose=0, return_dict=True))
