import numpy as np
import keras
from keras.layers import *

x_train = np.random.randint(0, 256, (120, 16, 16)).astype('float32') / 255.
x_train = np.reshape(x_train, (len(x_train), 16, 16, 1))
noise_factor = 0.3
x_noisy = x_train + noise_factor * np.random.normal(size=x_train.shape)
x_noisy = np.clip(x_noisy, 0., 1.)

input_img = Input(shape=(16, 16, 1))
x = Conv2D(8, (3, 3), activation='relu', padding='same')(input_img)
encoded = MaxPooling2D((2, 2), padding='same')(x)
x = Conv2D(8, (3, 3), activation='relu', padding='same')(encoded)
x = UpSampling2D((2, 2))(x)
decoded = Conv2D(1, (3, 3), activation='sigmoid', padding='same')(x)

autoencoder = keras.models.Model(input_img, decoded)
autoencoder.compile(optimizer='adadelta', loss='binary_crossentropy')
autoencoder.fit(x_noisy, x_train, epochs=2, batch_size=40, shuffle=True, verbose=0)
