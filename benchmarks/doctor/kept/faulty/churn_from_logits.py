import argparse

import keras
import numpy as np


def load_customers(n, seed):
    rng = np.random.default_rng(seed)
    tenure = rng.exponential(24, n)
    calls = rng.poisson(1.5, n)
    fee = rng.normal(60, 15, n)
    logit = 0.9 * calls - 0.08 * tenure + 0.01 * fee
    churn = rng.random(n) < 1 / (1 + np.exp(-logit))
    return np.column_stack([tenure / 24, calls, (fee - 60) / 15]), churn.astype("float32")


def build(args):
    model = keras.Sequential([keras.Input((3,))])
    for _ in range(args.layers):
        model.add(keras.layers.Dense(args.units, activation="elu"))
    model.add(keras.layers.Dense(1))
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--units", type=int, default=16)
    parser.add_argument("--epochs", type=int, default=10)
    args = parser.parse_args([])
    keras.utils.set_random_seed(28)
    x, y = load_customers(1500, seed=28)
    model = build(args)
    model.compile(
        optimizer="adamw",
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(x, y, validation_split=0.3, epochs=args.epochs, verbose=0)
    print(model.evaluate(x, y, verbose=0, return_dict=True))


if __name__ == "__main__":
    main()
