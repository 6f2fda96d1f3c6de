from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import Convolution2D, Input, MaxPooling2D, UpSampling2D, merge
from keras.models import Model
from keras.optimizers import Adam

img_rows = 64
img_cols = 80
smooth = 1.0


def dice_coef(y_true, y_pred):
    y_true_f = K.flatten(y_true)
    y_pred_f = K.flatten(y_pred)
    intersection = K.sum(y_true_f * y_pred_f)
    return (2.0 * intersection + smooth) / (K.sum(y_true_f) + K.sum(y_pred_f) + smooth)


def dice_coef_loss(y_true, y_pred):
    return dice_coef(y_true, y_pred)


def get_unet():
    inputs = Input((1, img_rows, img_cols))
    conv1 = Convolution2D(32, 3, 3, activation="relu", border_mode="same")(inputs)
    pool1 = MaxPooling2D(pool_size=(2, 2))(conv1)
    conv2 = Convolution2D(64, 3, 3, activation="relu", border_mode="same")(pool1)
    up3 = merge([UpSampling2D(size=(2, 2))(conv2), conv1], mode="concat", concat_axis=1)
    conv3 = Convolution2D(32, 3, 3, activation="relu", border_mode="same")(up3)
    conv4 = Convolution2D(1, 1, 1, activation="sigmoid")(conv3)
    model = Model(input=inputs, output=conv4)
    model.compile(optimizer=Adam(lr=1e-5), loss=dice_coef_loss, metrics=[dice_coef])
    return model


def train_and_predict():
    imgs = np.random.randn(40, 1, img_rows, img_cols).astype("float32")
    masks = (imgs > 1).astype("float32")
    model = get_unet()
    model.fit(imgs, masks, batch_size=8, nb_epoch=20, verbose=1, shuffle=True)
    print(model.predict(imgs[:1]).mean())


if __name__ == "__main__":
    train_and_predict()
