from keras.layers import Activation, BatchNormalization, Dense, Input
from keras.losses import CategoricalCrossentropy
from keras.models import Model
from keras.optimizers import SGD
from keras.utils import set_random_seed, to_categorical
from sklearn.datasets import load_wine
from sklearn.preprocessing import scale

set_random_seed(15)
data = load_wine()
features, onehot = scale(data.data), to_categorical(data.target, num_classes=3)


def block(x, units):
    x = Dense(units, use_bias=False)(x)
    x = BatchNormalization()(x)
    return Activation("relu")(x)


entry = Input(shape=(13,))
top = block(block(entry, 32), 16)
probs = Dense(3, activation="softmax")(top)
model = Model(inputs=entry, outputs=probs)
model.compile(optimizer=SGD(0.05, momentum=0.9), loss=CategoricalCrossentropy(label_smoothing=0.1), metrics=["acc"])
model.fit(features, onehot, epochs=15, batch_size=16, verbose=0)
print(model.evaluate(features, onehot, verbose=0))
