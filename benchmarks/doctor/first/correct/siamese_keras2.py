import numpy as np
from keras import backend as K
from keras.layers import Dense, Dropout, Input, Lambda
from keras.models import Model
from keras.optimizers import RMSprop


def euclidean_distance(vects):
    x, y = vects
    sum_square = K.sum(K.square(x - y), axis=1, keepdims=True)
    return K.sqrt(K.maximum(sum_square, K.epsilon()))


def contrastive_loss(y_true, y_pred):
    margin = 1
    return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(margin - y_pred, 0)))


def base_network(dim):
    inp = Input(shape=(dim,))
    x = Dense(64, activation="relu")(inp)
    x = Dropout(0.1)(x)
    x = Dense(32, activation="relu")(x)
    return Model(inp, x)


base = base_network(20)
a, b = Input(shape=(20,)), Input(shape=(20,))
distance = Lambda(euclidean_distance, output_shape=lambda shapes: (shapes[0][0], 1))([base(a), base(b)])
model = Model([a, b], distance)
model.compile(loss=contrastive_loss, optimizer=RMSprop(lr=0.001))

pairs = np.random.randn(500, 2, 20)
same = np.random.randint(0, 2, 500)
pairs[same == 1, 1] = pairs[same == 1, 0] + 0.1
model.fit([pairs[:, 0], pairs[:, 1]], same, batch_size=50, epochs=5)
