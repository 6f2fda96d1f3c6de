"""Chapter 10: the answers that are made of its digits, which a page of the site does not have."""

from functools import lru_cache

import numpy as np

from lossbook_course.datasets import load_mnist


@lru_cache(None)
def digits():
    x_train, y_train = load_mnist("train")
    x_test, y_test = load_mnist("test")
    shape = (-1, 28, 28)
    x_train = np.asarray(x_train).reshape(shape) / np.float32(255)
    x_test = np.asarray(x_test).reshape(shape) / np.float32(255)
    return x_train, np.asarray(y_train), x_test, np.asarray(y_test)


_, y_train, _, y_test = digits()
commonest = int(np.bincount(y_train).argmax())
rarest = int(np.bincount(y_train).argmin())


# The nearest average
@lru_cache(None)
def centres():
    images, labels, _, _ = digits()
    return np.stack([images[labels == c].mean(axis=0) for c in range(10)])


def centroids_loop(images):
    means = centres()
    d = np.stack([((images - m) ** 2).sum(axis=(1, 2)) for m in means], axis=1)
    return d.argmin(axis=1)


def centroids_expanded(images):
    # the squared length of the image is the same for all: left out
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return ((m**2).sum(axis=1) - 2 * x @ m.T).argmin(axis=1)


def centroids_norm(images):
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return np.array([np.linalg.norm(m - row, axis=1).argmin() for row in x])


def centroids_list(images):
    return centroids_expanded(images).tolist()


def centroids_sklearn(images):
    from sklearn.neighbors import NearestCentroid

    train, labels, _, _ = digits()
    machine = NearestCentroid().fit(train.reshape(len(train), -1), labels)
    return machine.predict(images.reshape(len(images), -1))


def centroids_mean_square(images):
    m = centres()
    return np.array([((m - image) ** 2).mean(axis=(1, 2)).argmin() for image in images])


def centroids_dot(images):
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return (x @ m.T).argmax(axis=1)


def centroids_argmax(images):
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return ((m**2).sum(axis=1) - 2 * x @ m.T).argmax(axis=1)


def centroids_absolute(images):
    # sum of absolute differences
    return np.stack([np.abs(images - m).sum(axis=(1, 2)) for m in centres()], axis=1).argmin(axis=1)


def centroids_cosine(images):
    x, m = images.reshape(len(images), -1), centres().reshape(10, -1)
    return (x @ m.T / np.linalg.norm(m, axis=1)).argmax(axis=1)


def centroids_no_square(images):
    # plain differences: they cancel
    return np.stack([(images - m).sum(axis=(1, 2)) for m in centres()], axis=1).argmin(axis=1)


def centroids_255(images):
    # averages of 0 .. 255 against images of 0 .. 1
    return np.stack([((images - 255 * m) ** 2).sum(axis=(1, 2)) for m in centres()], axis=1).argmin(axis=1)


def centroids_test(images):
    # averages of the test digits
    _, _, x, y = digits()
    m = np.stack([x[y == c].mean(axis=0) for c in range(10)])
    return np.stack([((images - c) ** 2).sum(axis=(1, 2)) for c in m], axis=1).argmin(axis=1)


def centroids_first(images):
    # the first digit of each class instead of the average
    x, y, _, _ = digits()
    m = np.stack([x[np.flatnonzero(y == c)[0]] for c in range(10)])
    return np.stack([((images - c) ** 2).sum(axis=(1, 2)) for c in m], axis=1).argmin(axis=1)


def centroids_median(images):
    x, y, _, _ = digits()
    m = np.stack([np.median(x[y == c][:2000], axis=0) for c in range(10)])
    return np.stack([((images - c) ** 2).sum(axis=(1, 2)) for c in m], axis=1).argmin(axis=1)


def centroids_axis(images):
    d = np.stack([((images - m) ** 2).sum(axis=(1, 2)) for m in centres()], axis=1)
    return d.argmin(axis=0)


def centroids_distances(images):
    return np.stack([((images - m) ** 2).sum(axis=(1, 2)) for m in centres()], axis=1)


def centroids_whole_sum(images):
    # one distance for all images
    d = np.array([((images - m) ** 2).sum() for m in centres()])
    return np.full(len(images), d.argmin())


def centroids_accuracy(images):
    _, _, x, y = digits()
    return float(np.mean(centroids_expanded(x) == y))


def centroids_one_hot(images):
    return np.eye(10)[centroids_expanded(images)]


def centroids_from_one(images):
    return centroids_expanded(images) + 1


def centroids_commonest(images):
    return np.full(len(images), commonest)


def centroids_one_image(images):
    # written for one image
    return ((centres() - images) ** 2).sum(axis=(1, 2)).argmin()


ANSWERS = {
    "mnist-baseline": [
        (np.mean(y_test == commonest), None),
        (0.1135, None),
        (np.bincount(y_test)[np.bincount(y_train).argmax()] / len(y_test), None),
        (0.114, None),  # rounded
        (np.float32(0.1135), None),
        ([0.1135], None),
        (np.mean(y_train == commonest), "measured on the test digits"),
        (0.112, "measured on the test digits"),
        (np.bincount(np.r_[y_train, y_test])[commonest] / 70_000, "measured on the test digits"),
        (0.1, "guessing at random"),
        (11.35, "per cent"),
        (1135, "how many it gets right"),
        (1 - np.mean(y_test == commonest), "share of errors"),
        (np.mean(y_test == rarest), "the rarest digit"),
        (commonest, "that is the digit"),
        (np.mean(y_test == y_train[0]), "the rarest digit"),
        (6742, "how many training digits are"),
        (np.bincount(y_test)[commonest] / len(y_train), "divide by how many test digits"),
        (0.11, "which digit is the commonest"),
        (((np.bincount(y_test) / len(y_test)) ** 2).sum(), "guessing at random"),
        (-0.1135, "the sign is not"),
        ("11 %", "a number is wanted"),
    ],
    "mnist-centroids": [
        (centroids_loop, None),
        (centroids_expanded, None),
        (centroids_norm, None),
        (centroids_mean_square, None),
        (centroids_list, None),
        (centroids_sklearn, None),
        (lambda images: centroids_loop(images).astype(np.float32), None),
        (centroids_dot, "the largest scalar product"),
        (centroids_argmax, "the farthest average"),
        (centroids_absolute, "absolute differences"),
        (centroids_cosine, "the smallest angle"),
        (centroids_no_square, "the same answer for every image"),
        (centroids_255, "the same answer for every image"),
        (centroids_test, "training digits, and not of the test digits"),
        (centroids_first, "where the nearest average gets"),
        (centroids_median, "where the nearest average gets"),
        (centroids_axis, "is wanted, and this has shape"),
        (centroids_distances, "is wanted, and this has shape"),
        (centroids_whole_sum, "the same answer for every image"),
        (centroids_commonest, "the same answer for every image"),
        (centroids_accuracy, "is wanted, and this has shape"),
        (centroids_one_hot, "is wanted, and this has shape"),
        (centroids_from_one, "counted from 1"),
        (centroids_one_image, "raised"),
        (lambda images: centroids_loop(255 * images), "only the images go up to 255"),
        (centroids_loop(np.zeros((3, 28, 28))), "a function is wanted"),
    ],
}
