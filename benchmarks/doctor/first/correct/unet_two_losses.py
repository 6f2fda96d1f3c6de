"""Find the bright square: a small U-Net with a combined loss."""

import argparse

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def parse_args(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=24)
    parser.add_argument("--images", type=int, default=96)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--filters", type=int, default=8)
    parser.add_argument("--dice-weight", type=float, default=0.5)
    parser.add_argument("--plot", action="store_true", help="draw a few masks at the end")
    return parser.parse_args(argv)


def make_data(n, size, seed=0):
    rng = np.random.default_rng(seed)
    images = 0.3 * rng.normal(size=(n, size, size, 1))
    masks = np.zeros((n, size, size, 1))
    for image, mask in zip(images, masks, strict=True):
        top, left = rng.integers(0, size // 2, 2)
        side = rng.integers(4, size // 2)
        mask[top : top + side, left : left + side] = 1.0
        image[mask > 0] += 1.0
    return images.astype("float32"), masks.astype("float32")


def conv_block(x, filters):
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
    return x


def build_unet(size, filters):
    inputs = tf.keras.Input((size, size, 1))
    skip1 = conv_block(inputs, filters)
    skip2 = conv_block(layers.MaxPooling2D()(skip1), 2 * filters)
    bottom = conv_block(layers.MaxPooling2D()(skip2), 4 * filters)
    up2 = layers.Conv2DTranspose(2 * filters, 2, strides=2)(bottom)
    up2 = conv_block(layers.Concatenate()([up2, skip2]), 2 * filters)
    up1 = layers.Conv2DTranspose(filters, 2, strides=2)(up2)
    up1 = conv_block(layers.Concatenate()([up1, skip1]), filters)
    return tf.keras.Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(up1))


def dice_coefficient(y_true, y_pred, smooth=1.0):
    axes = [1, 2, 3]
    overlap = tf.reduce_sum(y_true * y_pred, axis=axes)
    total = tf.reduce_sum(y_true, axis=axes) + tf.reduce_sum(y_pred, axis=axes)
    return (2.0 * overlap + smooth) / (total + smooth)


def combined_loss(weight):
    bce = tf.keras.losses.BinaryCrossentropy()

    def bce_dice(y_true, y_pred):
        return bce(y_true, y_pred) + weight * (1.0 - tf.reduce_mean(dice_coefficient(y_true, y_pred)))

    return bce_dice


def main():
    args = parse_args([])
    x, y = make_data(args.images, args.size)
    model = build_unet(args.size, args.filters)
    model.compile(
        optimizer=tf.keras.optimizers.Adam(1e-3),
        loss=combined_loss(args.dice_weight),
        metrics=[dice_coefficient, tf.keras.metrics.BinaryIoU(target_class_ids=[1])],
    )
    model.fit(x, y, epochs=args.epochs, batch_size=16, verbose=0)
    print(model.evaluate(x, y, verbose=0, return_dict=True))
    if args.plot:
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots(1, 2)
        axes[0].imshow(x[0, ..., 0])
        axes[1].imshow(model.predict(x[:1], verbose=0)[0, ..., 0])
        figure.tight_layout()
        plt.show()


if __name__ == "__main__":
    main()
