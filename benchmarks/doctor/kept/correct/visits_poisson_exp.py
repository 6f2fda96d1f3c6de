import keras
import numpy as np

keras.utils.set_random_seed(19)
x = np.random.randn(800, 5).astype("float32")
visits = np.random.poisson(np.exp(0.8 + 0.6 * x[:, 0] - 0.4 * x[:, 1]))

glm = keras.models.Sequential(
    [
        keras.layers.Input(shape=(5,)),
        keras.layers.Dense(1, activation="exponential", kernel_initializer="zeros"),
    ]
)
glm.compile(optimizer=keras.optimizers.Adam(0.05), loss=keras.losses.Poisson(), metrics=["mse"])
glm.fit(x, visits, epochs=15, batch_size=80, verbose=0)
w, b = glm.get_weights()
print("coefficients", w.ravel().round(2), "intercept", b.round(2))
