import numpy as np
from keras import losses, models, utils
from keras.layers import Activation, BatchNormalization, Dense, Input
from sklearn.datasets import load_wine
from sklearn.preprocessing import StandardScaler

data, kind = load_wine(return_X_y=True)
data = StandardScaler().fit_transform(data)

model = models.Sequential()
model.add(Input((13,)))
model.add(Dense(32))
model.add(BatchNormalization())
model.add(Activation("relu"))
model.add(Dense(3))
model.add(Activation("softmax"))
model.compile("adam", loss=losses.CategoricalCrossentropy(label_smoothing=0.1), metrics=["accuracy"])
model.fit(data, utils.to_categorical(kind), epochs=10, verbose=0)
print(np.round(model.predict(data[:2], verbose=0), 2))
