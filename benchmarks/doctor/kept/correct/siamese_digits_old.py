from __future__ import absolute_import, print_function

import random

import numpy as np
from keras import backend as K
from keras.layers import Dense, Dropout, Input, Lambda
from keras.models import Model, Sequential
from keras.optimizers import RMSprop


def euclidean_distance(vects):
    x, y = vects
    return K.sqrt(K.maximum(K.sum(K.square(x - y), axis=1, keepdims=True), K.epsilon()))


def eucl_dist_output_shape(shapes):
    shape1, shape2 = shapes
    return (shape1[0], 1)


def contrastive_loss(y_true, y_pred):
    margin = 1
    return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(margin - y_pred, 0)))


def create_base_network(input_dim):
    seq = Sequential()
    seq.add(Dense(128, input_shape=(input_dim,), activation="relu"))
    seq.add(Dropout(0.1))
    seq.add(Dense(128, activation="relu"))
    return seq


np.random.seed(1337)
centres = np.random.rand(10, 64)
pairs, labels = [], []
for _ in range(2000):
    a, b = random.randrange(10), random.randrange(10)
    b = a if random.random() < 0.5 else b
    pairs.append([centres[a] + 0.1 * np.random.randn(64), centres[b] + 0.1 * np.random.randn(64)])
    labels.append(float(a == b))
pairs, labels = np.array(pairs), np.array(labels)

base_network = create_base_network(64)
input_a, input_b = Input(shape=(64,)), Input(shape=(64,))
distance = Lambda(euclidean_distance, output_shape=eucl_dist_output_shape)(
    [base_network(input_a), base_network(input_b)]
)
model = Model(input=[input_a, input_b], output=distance)
model.compile(loss=contrastive_loss, optimizer=RMSprop())
model.fit([pairs[:, 0], pairs[:, 1]], labels, batch_size=128, nb_epoch=20)
