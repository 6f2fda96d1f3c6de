import keras
import numpy as np
from keras import layers


def build_model(n_features):
    inp = keras.Input((n_features,))
    z = layers.BatchNormalization()(inp)
    for width in (32, 16):
        z = layers.Dense(width)(z)
        z = layers.LeakyReLU()(z)
    z = layers.Dense(1)(z)
    return keras.Model(inp, layers.Activation("sigmoid")(z))


def compile_model(model, lr):
    model.compile(
        optimizer=keras.optimizers.RMSprop(lr),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.AUC()],
    )
    return model


def main():
    rng = np.random.RandomState(0)
    x = rng.randn(600, 10)
    y = (x[:, 0] * x[:, 1] > 0).astype(int)
    model = compile_model(build_model(10), 1e-3)
    model.fit(x, y, validation_split=0.2, epochs=3, verbose=0)
    print(model.evaluate(x, y, verbose=0, return_dict=True))


if __name__ == "__main__":
    main()
