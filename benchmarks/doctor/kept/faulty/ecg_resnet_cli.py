"""Classify short synthetic heart traces with a small residual network."""

import argparse
import dataclasses

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

RHYTHMS = ("normal", "fast", "slow", "irregular")


@dataclasses.dataclass
class Config:
    length: int = 96
    filters: int = 12
    blocks: int = 2
    batch_size: int = 32
    epochs: int = 4
    learning_rate: float = 3e-3
    seed: int = 41


def synthesize(rng, rhythm, length):
    gap = {"normal": 16, "fast": 9, "slow": 26, "irregular": 16}[rhythm]
    trace = 0.1 * rng.standard_normal(length)
    t = rng.integers(0, gap)
    while t < length:
        trace[int(t)] += 1.0
        if t + 2 < length:
            trace[int(t) + 2] -= 0.4
        t += gap + (rng.integers(-8, 9) if rhythm == "irregular" else rng.integers(-1, 2))
    return trace


def make_dataset(config, n, seed, training):
    rng = np.random.default_rng(seed)
    classes = rng.integers(0, len(RHYTHMS), n)
    traces = np.stack([synthesize(rng, RHYTHMS[c], config.length) for c in classes])
    one_hot = keras.utils.to_categorical(classes, len(RHYTHMS))
    ds = tf.data.Dataset.from_tensor_slices((traces[..., None].astype("float32"), one_hot.astype("float32")))
    if training:
        ds = ds.shuffle(n, seed=seed)
    return ds.batch(config.batch_size).prefetch(1)


def residual_block(x, filters):
    shortcut = layers.Conv1D(filters, 1, padding="same")(x)
    x = layers.Conv1D(filters, 7, padding="same")(x)
    x = layers.BatchNormalization(momentum=0.8)(x)
    x = layers.ReLU()(x)
    x = layers.Conv1D(filters, 7, padding="same")(x)
    x = layers.Add()([x, shortcut])
    return layers.ReLU()(x)


def build_model(config):
    inputs = keras.Input(shape=(config.length, 1))
    x = inputs
    for i in range(config.blocks):
        x = residual_block(x, config.filters * 2**i)
        x = layers.MaxPooling1D(2)(x)
    x = layers.GlobalAveragePooling1D()(x)
    outputs = layers.Dense(len(RHYTHMS), name="rhythm")(x)
    return keras.Model(inputs, outputs, name="ecg_resnet")


class Experiment:
    def __init__(self, config):
        self.config = config
        self.model = build_model(config)
        self.criterion = keras.losses.CategoricalCrossentropy()
        schedule = keras.optimizers.schedules.CosineDecay(config.learning_rate, decay_steps=100)
        self.optimizer = keras.optimizers.Adam(schedule)
        self.train_loss = keras.metrics.Mean()
        self.valid_loss = keras.metrics.Mean()
        self.valid_accuracy = keras.metrics.CategoricalAccuracy()

    def train_batch(self, x, y):
        with tf.GradientTape() as tape:
            y_hat = self.model(x, training=True)
            loss = self.criterion(y, y_hat)
        grads = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))
        self.train_loss.update_state(loss)

    def validate_batch(self, x, y):
        y_hat = self.model(x, training=False)
        self.valid_loss.update_state(self.criterion(y, y_hat))
        self.valid_accuracy.update_state(y, y_hat)

    def run(self, train, valid):
        for epoch in range(self.config.epochs):
            for metric in (self.train_loss, self.valid_loss, self.valid_accuracy):
                metric.reset_state()
            for x, y in train:
                self.train_batch(x, y)
            for x, y in valid:
                self.validate_batch(x, y)
            print(
                "epoch %d train %.3f valid %.3f accuracy %.3f"
                % (epoch, self.train_loss.result(), self.valid_loss.result(), self.valid_accuracy.result())
            )


def parse_args(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    for field in dataclasses.fields(Config):
        parser.add_argument("--" + field.name.replace("_", "-"), type=field.type, default=field.default)
    return Config(**vars(parser.parse_args(argv)))


def main(argv=None):
    config = parse_args(argv)
    keras.utils.set_random_seed(config.seed)
    train = make_dataset(config, 320, config.seed, training=True)
    valid = make_dataset(config, 96, config.seed + 1, training=False)
    Experiment(config).run(train, valid)


if __name__ == "__main__":
    main([])
