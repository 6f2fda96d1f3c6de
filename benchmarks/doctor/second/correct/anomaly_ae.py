import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, losses
from tensorflow.keras.models import Model

ecg = np.cumsum(np.random.randn(200, 40), axis=1).astype('float32')
lo, hi = ecg.min(), ecg.max()
ecg = (ecg - lo) / (hi - lo)


class AnomalyDetector(Model):
    def __init__(self):
        super(AnomalyDetector, self).__init__()
        self.encoder = tf.keras.Sequential([
            layers.Dense(16, activation="relu"),
            layers.Dense(4, activation="relu")])
        self.decoder = tf.keras.Sequential([
            layers.Dense(16, activation="relu"),
            layers.Dense(40, activation="sigmoid")])

    def call(self, x):
        return self.decoder(self.encoder(x))


autoencoder = AnomalyDetector()
autoencoder.compile(optimizer='adam', loss='mae')
autoencoder.fit(ecg, ecg, epochs=2, batch_size=50, verbose=0)
err = tf.keras.losses.mae(autoencoder(ecg), ecg)
threshold = np.mean(err) + np.std(err)
print('threshold', threshold, int((err > threshold).numpy().sum()))
