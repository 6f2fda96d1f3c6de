import numpy as np
import keras
import keras.ops as K
from keras.layers import Input, Conv2D, MaxPooling2D, UpSampling2D, Concatenate

smooth = 1.


def dice_coef(y_true, y_pred):
    y_true_f = K.reshape(y_true, (-1,))
    y_pred_f = K.reshape(y_pred, (-1,))
    intersection = K.sum(y_true_f * y_pred_f)
    return (2. * intersection + smooth) / (K.sum(y_true_f) + K.sum(y_pred_f) + smooth)


def dice_coef_loss(y_true, y_pred):
    return 1. - dice_coef(y_true, y_pred)


def get_unet(size):
    inputs = Input((size, size, 1))
    c1 = Conv2D(4, 3, activation='relu', padding='same')(inputs)
    p1 = MaxPooling2D(2)(c1)
    c2 = Conv2D(8, 3, activation='relu', padding='same')(p1)
    u1 = Concatenate()([UpSampling2D(2)(c2), c1])
    c3 = Conv2D(4, 3, activation='relu', padding='same')(u1)
    out = Conv2D(1, 1, activation='sigmoid')(c3)
    model = keras.Model(inputs=[inputs], outputs=[out])
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss=dice_coef_loss, metrics=[dice_coef])
    return model


imgs = np.random.rand(40, 16, 16, 1).astype('float32')
masks = (imgs > 0.6).astype('float32')
model = get_unet(16)
h = model.fit(imgs, masks, batch_size=8, epochs=3, verbose=0, shuffle=True)
print(h.history)
