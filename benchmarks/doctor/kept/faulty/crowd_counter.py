import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(43)
weekday = np.random.randint(0, 7, 700)
rain = np.random.gamma(1.0, 1.5, 700)
people = np.random.poisson(np.exp(1.0 + 0.8 * (weekday >= 5) - 0.4 * rain))
onehot = keras.utils.to_categorical(weekday, 7)

calendar = keras.Input((7,), name="weekday")
weather = keras.Input((1,), name="rain")
x = layers.Concatenate()([calendar, weather])
x = layers.Dense(24, activation="tanh")(x)
count = layers.Dense(1, name="count")(x)
counter = keras.Model(inputs={"weekday": calendar, "rain": weather}, outputs=count)
counter.compile(optimizer=keras.optimizers.Adam(0.01), loss="poisson", metrics=["mae"])
counter.fit({"weekday": onehot, "rain": rain[:, None]}, people, epochs=15, verbose=0)
expected = counter.predict({"weekday": onehot, "rain": rain[:, None]}, verbose=0)
print("smallest expected count", expected.min(), "mean", expected.mean(), "observed", people.mean())
