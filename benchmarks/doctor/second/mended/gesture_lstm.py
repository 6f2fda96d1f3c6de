from keras.models import Sequential
from keras.layers.core import Dense, Dropout
from keras.layers.recurrent import LSTM
from keras.callbacks import EarlyStopping, ModelCheckpoint

cfg = {
    'timesteps': 40,
    'features': 22,
    'hidden': 128,
    'classes': 8,
    'hidden_act': 'tanh',
    'out_act': 'softmax',
    'loss': 'categorical_crossentropy',
}


class GestureModel(object):
    def __init__(self, config):
        self.config = config
        self.model = None

    def build(self):
        c = self.config
        model = Sequential()
        model.add(LSTM(c['hidden'], input_shape=(c['timesteps'], c['features']), activation=c['hidden_act']))
        model.add(Dropout(0.5))
        model.add(Dense(c['classes'], init='uniform', activation=c['out_act']))
        model.compile(loss=c['loss'], optimizer='rmsprop', metrics=['accuracy'])
        self.model = model
        return self

    def train(self, gen, val_gen, nb_epoch=30):
        stop = EarlyStopping(monitor='val_loss', patience=3)
        return self.model.fit_generator(gen, samples_per_epoch=4000, nb_epoch=nb_epoch,
                                        validation_data=val_gen, nb_val_samples=800, callbacks=[stop])


if __name__ == '__main__':
    from my_data import train_gen, val_gen
    gm = GestureModel(cfg).build()
    gm.train(train_gen(), val_gen())
