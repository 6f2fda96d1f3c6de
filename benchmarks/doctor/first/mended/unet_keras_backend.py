from keras import backend as K
from keras.layers import Conv2D, Input, MaxPooling2D, UpSampling2D, concatenate
from keras.models import Model
from keras.optimizers import Adam

smooth = 1.0


def dice_coef(y_true, y_pred):
    y_true_f = K.flatten(y_true)
    y_pred_f = K.flatten(y_pred)
    intersection = K.sum(y_true_f * y_pred_f)
    return (2.0 * intersection + smooth) / (K.sum(y_true_f) + K.sum(y_pred_f) + smooth)


def dice_coef_loss(y_true, y_pred):
    return 1.0 - dice_coef(y_true, y_pred)


def get_unet(rows, cols):
    inputs = Input((rows, cols, 1))
    conv1 = Conv2D(16, (3, 3), activation="relu", padding="same")(inputs)
    pool1 = MaxPooling2D(pool_size=(2, 2))(conv1)
    conv2 = Conv2D(32, (3, 3), activation="relu", padding="same")(pool1)
    up3 = concatenate([UpSampling2D(size=(2, 2))(conv2), conv1], axis=3)
    conv3 = Conv2D(16, (3, 3), activation="relu", padding="same")(up3)
    mask = Conv2D(1, (1, 1), activation="sigmoid")(conv3)
    model = Model(inputs=[inputs], outputs=[mask])
    model.compile(optimizer=Adam(lr=1e-5), loss=dice_coef_loss, metrics=[dice_coef])
    return model


if __name__ == "__main__":
    get_unet(96, 96).summary()
